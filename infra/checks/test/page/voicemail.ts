import { babble } from '@callbook/peers';

/** A voicemail as telephone systems send them by mail. */
export function voicemail(number: number): Buffer {
  const sound = babble('my screen is black since this morning');
  const lines = [
    ...[
      'From: Asterisk PBX <asterisk@pbx.example>',
      'To: helpdesk@callbook.example',
      `Message-ID: <${number}@pbx.example>`,
    ],
    ...['Date: Tue, 24 Nov 2026 09:12:55 +0000', 'Subject: [PBX]: New message in mailbox 200'],
    ...[
      `X-Asterisk-CallerID: +4930123456${number}`,
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=b',
      '',
    ],
    ...['--b', 'Content-Type: text/plain', '', 'You have a new voicemail in mailbox 200.', ''],
    ...['--b', 'Content-Type: audio/x-wav; name=msg0001.wav', 'Content-Disposition: attachment; filename=msg0001.wav'],
    ...['Content-Transfer-Encoding: base64', '', sound.toString('base64').replace(/.{76}/g, '$&\r\n'), '--b--', ''],
  ];
  return Buffer.from(lines.join('\r\n'));
}
