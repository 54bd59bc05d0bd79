import type { Archive } from '@callbook/archive';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { contactOf, testArchive } from './parsing.ts';

/** What scanners send by mail. */
let archive: Archive;
let remove: () => void;
beforeAll(async () => {
  ({ archive, remove } = await testArchive());
});
afterAll(() => remove());

/** A scanner's mail with these files, each `name|type`. */
const mailed = (...files: readonly string[]) =>
  contactOf(
    archive,
    [
      ...['From: scanner-3@example.org', 'To: helpdesk@example.org', 'Message-ID: <scan@example.org>'],
      ...['Subject: Message from KM_C258', 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b', ''],
      ...['--b', 'Content-Type: text/plain', '', 'Scanned from MFP-07. Resolution: 300 dpi', ''],
      ...files.flatMap((file) => {
        const [name, type] = file.split('|');
        return [
          ...['--b', `Content-Type: ${type}; name=${name}`, `Content-Disposition: attachment; filename=${name}`, ''],
          ...[`content of ${name}`, ''],
        ];
      }),
      ...['--b--', ''],
    ].join('\r\n'),
  );

test('every scan of a scanner’s mail is to be read, and comes before what else is in it', async () => {
  const contact = await mailed('job.xml|text/xml', 'scan0001.pdf|application/pdf', 'scan0002.pdf|application/pdf');
  expect(contact).toMatchObject({ channel: 'paper', media: { kind: 'scan', state: 'pending', files: 2 } });
  expect(contact.attachments.map(({ name }) => name)).toEqual(['scan0001.pdf', 'scan0002.pdf', 'job.xml']);
});

test('of one scan nothing more is said than that it waits', async () => {
  const { media } = await mailed('scan0001.pdf|application/pdf', 'job.xml|text/xml');
  expect(media).toEqual({ kind: 'scan', state: 'pending' });
});
