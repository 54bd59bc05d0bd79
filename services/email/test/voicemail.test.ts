import type { Archive } from '@callbook/archive';
import { contactKey } from '@callbook/contracts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { MachineCase } from './machine-cases/case.ts';
import { contactOf, INTERNAL_DATE, testArchive } from './parsing.ts';
import { SENDERS_OF_SOUND, VOICEMAIL_CASES } from './voicemails/cases.ts';

let archive: Archive;
let remove: () => void;
beforeAll(async () => {
  ({ archive, remove } = await testArchive());
});
afterAll(() => remove());

const named = <C extends MachineCase>(cases: readonly C[]) => cases.map((one) => [one.name, one] as const);
const read = ({ raw }: MachineCase) =>
  contactOf(archive, Buffer.from(raw.replaceAll('\n', '\r\n')), 'desk', { ours: ['desk@example.org'], country: 'DE' });

describe('a telephone system’s mail is what its caller said', () => {
  test.each(named(VOICEMAIL_CASES))('%s', async (_, one) => {
    const contact = await read(one);
    const { channel, from, details, machine, text } = contact;
    const { phone, who, caller, called, seconds } = one;
    expect(channel).toBe('voice');
    expect(machine).toBeUndefined();
    expect(contact.subject).toBeUndefined();
    expect(from).toEqual({ ...(who && { name: who }), ...(phone && { phone }) });
    const place = { folder: 'INBOX', uid: 7, uidValidity: '1700000000', from: expect.stringContaining('@') };
    expect(details).toEqual({
      ...{ channel: 'voice', provider: 'pbx', mail: place },
      ...(called && { called }),
      ...(caller && { caller }),
      ...(seconds !== undefined && { seconds }),
    });
    expect(text).toBe(one.text ?? '');
  });

  test('and stays the mail that its mailbox knows: its key, its day, its bytes', async () => {
    for (const one of VOICEMAIL_CASES) {
      const contact = await read(one);
      expect(contact.key).toBe(contactKey('email', 'desk', contact.original.sha256));
      expect(contact.sourceId).toBe(contact.original.sha256);
      expect(contact.occurredAt).toBe(INTERNAL_DATE.toISOString());
      expect(contact.original.mediaType).toBe('message/rfc822');
    }
  });

  test('whose recording waits to be listened to, before anything else that came with it', async () => {
    const parts = ['logo.png|image/png', 'msg0001.wav|audio/x-wav', 'caller.vcf|text/vcard'].flatMap((part) => {
      const [file, type] = part.split('|');
      const head = [
        `--b`,
        `Content-Type: ${type}; name="${file}"`,
        `Content-Disposition: attachment; filename="${file}"`,
      ];
      return [...head, '', 'x', ''];
    });
    const headers = [
      'From: Asterisk <asterisk@pbx.example>',
      'X-Asterisk-CallerID: +493012345678',
      'To: desk@example.org',
    ];
    const type = ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b', ''];
    const raw = [...headers, ...type, ...parts, '--b--', ''].join('\r\n');
    const contact = await contactOf(archive, raw, 'desk', { ours: ['desk@example.org'] });
    expect(contact.media).toEqual({ kind: 'recording', state: 'pending' });
    expect(contact.attachments.map(({ name }) => name)).toEqual(['msg0001.wav', 'logo.png', 'caller.vcf']);
  });

  test('and asks for a person where the recording did not come along', async () => {
    const kept = VOICEMAIL_CASES.find(({ name }) => name === 'one that keeps the recording to itself');
    const contact = await read(kept as MachineCase);
    expect(contact.media).toEqual({ kind: 'recording', state: 'needs-person' });
  });
});

describe('a person is', () => {
  test.each(named(SENDERS_OF_SOUND))('%s', async (_, one) => {
    const contact = await read(one);
    expect({ channel: contact.channel, machine: contact.machine }).toEqual({ channel: 'email', machine: undefined });
    expect(contact.from.email).toMatch(/^ada@/);
    expect(contact.details).toMatchObject({ acknowledge: { may: true } });
  });
});
