import type { ErrorCode } from '@callbook/contracts';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { jpeg, pdf, png, tiff, webp } from './files.ts';
import { type Rig, startRig } from './rig.ts';

/** Files that are no scans, or no whole ones: each is refused with its code, kept and logged, and stops nothing. */

const text = (words: string) => Buffer.from(words, 'latin1');
const zip = Buffer.concat([text('PK\x05\x06'), Buffer.alloc(18)]);
const heic = Buffer.concat([text('\0\0\0\x18ftypheic\0\0\0\0mif1heic'), Buffer.alloc(64)]);

const REFUSED: readonly (readonly [name: string, bytes: Buffer, code: ErrorCode])[] = [
  ['empty.pdf', Buffer.alloc(0), 'scan-empty'],
  ['one byte.pdf', text('%'), 'scan-unsupported'],
  ['cut off in the header.pdf', text('%PDF-1.4\n%\xe2\xe3'), 'scan-truncated'],
  ['cut off.pdf', pdf(1).subarray(0, 150), 'scan-truncated'],
  [
    'cut off and filled up with nothing.pdf',
    Buffer.concat([pdf(1).subarray(0, 150), Buffer.alloc(9000)]),
    'scan-truncated',
  ],
  ['cut off.png', png().subarray(0, 40), 'scan-truncated'],
  ['cut off.jpg', jpeg().subarray(0, 60), 'scan-truncated'],
  ['directory behind the end.tif', Buffer.concat([text('II*\0\xff\xff\0\0'), Buffer.alloc(64)]), 'scan-truncated'],
  ['strip behind the end.tif', tiff().subarray(0, 100), 'scan-truncated'],
  ['cut off, big-endian.tif', tiff({ little: false }).subarray(0, 100), 'scan-truncated'],
  ['cut off.webp', webp().subarray(0, 20), 'scan-truncated'],
  ['50,000 × 50,000.png', png(50_000, 50_000), 'scan-too-large'],
  ['65,535 × 65,535.jpg', jpeg(65_535, 65_535), 'scan-too-large'],
  ['50,000 × 50,000.tif', tiff({ width: 50_000, height: 50_000 }), 'scan-too-large'],
  [
    'larger than is read.pdf',
    Buffer.concat([text('%PDF-1.4\n'), Buffer.alloc(120_000, 65), text('\n%%EOF')]),
    'scan-too-large',
  ],
  ['photograph.heic', heic, 'scan-unsupported'],
  ['photograph of a phone.jpg', heic, 'scan-unsupported'],
  [
    'animation.gif',
    text('GIF89a\x01\0\x01\0\x80\0\0\0\0\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;'),
    'scan-unsupported',
  ],
  ['bitmap.bmp', Buffer.concat([text('BM'), Buffer.alloc(64)]), 'scan-unsupported'],
  ['archive.zip', zip, 'scan-unsupported'],
  ['archive.pdf', zip, 'scan-unsupported'],
  ['program.pdf', Buffer.concat([text('MZ\x90\0'), Buffer.alloc(200)]), 'scan-unsupported'],
  ['program.jpg', Buffer.concat([text('\x7fELF\x02\x01\x01'), Buffer.alloc(200)]), 'scan-unsupported'],
  ['sound.pdf', Buffer.concat([text('ID3\x03\0\0\0\0\0\0'), Buffer.alloc(200)]), 'scan-unsupported'],
  ['page.pdf', text('<!doctype html><script>alert(1)</script>'), 'scan-unsupported'],
  ['picture.svg', text('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), 'scan-unsupported'],
  ['letter.txt', text('Dear all, the printer is on fire.'), 'scan-unsupported'],
  ['postscript.pdf', text('%!PS-Adobe-3.0\nshowpage\n'), 'scan-unsupported'],
  ['noise.tif', Buffer.from(Array.from({ length: 5000 }, (_, at) => (at * 7919) % 251)), 'scan-unsupported'],
  ['page and PDF.pdf', Buffer.concat([text('<html><!--\n'), pdf(1), text('--></html>')]), 'scan-unreadable'],
  ['program and PDF.pdf', Buffer.concat([text('MZ\x90\0'), Buffer.alloc(60), pdf(1)]), 'scan-unreadable'],
  ['picture and PDF.jpg', Buffer.concat([jpeg().subarray(0, 20), pdf(1), jpeg()]), 'scan-unreadable'],
  ['PDF and archive.pdf', Buffer.concat([pdf(1), text('PK\x03\x04'), zip]), 'scan-unreadable'],
];

/** And these are scans, whatever they are called and whatever stands around them. */
const TAKEN: readonly (readonly [name: string, bytes: Buffer, mediaType: string])[] = [
  ['a PNG.pdf', png(), 'image/png'],
  ['a PDF.jpg', pdf(1), 'application/pdf'],
  ['no ending', tiff(), 'image/tiff'],
  ['big-endian.tiff', tiff({ little: false }), 'image/tiff'],
  ['a WebP.png', webp(), 'image/webp'],
  ['line before it.pdf', Buffer.concat([text('\r\n'), pdf(2)]), 'application/pdf'],
  ['filled up behind.pdf', Buffer.concat([pdf(3), Buffer.alloc(9000)]), 'application/pdf'],
  ['word behind.jpg', Buffer.concat([jpeg(), text('made by a camera')]), 'image/jpeg'],
  [
    'with JavaScript.pdf',
    Buffer.concat([pdf(4).subarray(0, -6), text('% /OpenAction /JavaScript (app.alert(1))\n%%EOF')]),
    'application/pdf',
  ],
];

let rig: Rig;
beforeAll(async () => {
  rig = await startRig({ maxSize: 100_000 });
});
afterAll(() => rig.stop());

type Answer = { files: { name: string; state: string; code?: string; sha256: string; key: string }[] };

test('every bad file is refused with its code, kept, and logged; what comes with them is taken', async () => {
  const files = [...REFUSED, ...TAKEN].map(([name, bytes]) => ({ name, bytes }));
  const response = await rig.send(files);
  expect(response.status).toBe(202);
  const told = ((await response.json()) as Answer).files;
  expect(told.map(({ name, code }) => [name, code])).toEqual([
    ...REFUSED.map(([name, , code]) => [name, code]),
    ...TAKEN.map(([name]) => [name, undefined]),
  ]);
  for (const [at, { key, sha256 }] of told.entries()) {
    const contact = rig.intake.contacts.get(key);
    expect(contact?.original.size).toBe(files[at]?.bytes.length);
    expect(await rig.archive.size(sha256)).toBe(files[at]?.bytes.length);
  }
  for (const { key, code } of told)
    expect(rig.intake.contacts.get(key)).toMatchObject(
      code === undefined
        ? { media: { kind: 'scan', state: 'pending' } }
        : { media: { kind: 'scan', state: 'needs-person' }, problem: { code } },
    );
  expect(told.slice(-TAKEN.length).map(({ key }) => rig.intake.contacts.get(key)?.original.mediaType)).toEqual(
    TAKEN.map(([, , mediaType]) => mediaType),
  );
});
