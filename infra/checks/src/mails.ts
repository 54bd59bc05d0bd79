/** A small e-mail that differs from every other number's in all that counts: sender, Message-ID, subject and text. */
export function numberedMail(number: number): string {
  return [
    `From: "Person ${number}" <person${number}@example.org>`,
    'To: helpdesk@callbook.example',
    `Subject: Trouble number ${number}`,
    `Message-ID: <trouble-${number}@example.org>`,
    'Date: Mon, 02 Nov 2026 09:00:00 +0100',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    `My trouble has the number ${number}.`,
    'Please call me.',
    '',
  ].join('\r\n');
}
