import { deflateSync } from 'node:zlib';

/** Files as scanners make them, small, each different by its number. */

/** A PDF of one empty page. */
export function pdf(number: number): Buffer {
  return Buffer.from(
    [
      ...['%PDF-1.4', '1 0 obj', '<< /Type /Catalog /Pages 2 0 R >>', 'endobj'],
      ...['2 0 obj', '<< /Type /Pages /Kids [3 0 R] /Count 1 >>', 'endobj'],
      ...['3 0 obj', `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${300 + number} 400] >>`, 'endobj'],
      ...['trailer', '<< /Root 1 0 R >>', 'startxref', '0', '%%EOF', ''],
    ].join('\n'),
  );
}

/** A grey PNG. What it says of its size need not be true. */
export function png(width = 8, height = 8, shade = 255): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.writeUInt8(8, 8);
  const rows = Buffer.alloc(9 * 8, shade);
  for (let row = 0; row < 8; row += 1) rows[row * 9] = 0;
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    ...[chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))],
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc(named));
  return Buffer.concat([length, named, sum]);
}

/** PNG, annex D. */
function crc(bytes: Buffer): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}

/** A JPEG as far as its ends tell: a frame header, and an end. */
export function jpeg(width = 16, height = 16): Buffer {
  const frame = Buffer.alloc(19);
  frame.writeUInt16BE(0xffc0, 0);
  frame.writeUInt16BE(17, 2);
  frame.writeUInt8(8, 4);
  frame.writeUInt16BE(height, 5);
  frame.writeUInt16BE(width, 7);
  return Buffer.concat([
    Buffer.from('\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00', 'latin1'),
    ...[frame, Buffer.from('\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00', 'latin1'), Buffer.alloc(64, 7)],
    Buffer.from('\xff\xd9', 'latin1'),
  ]);
}

/** A TIFF of one strip, its directory in front. */
export function tiff({ width = 8, height = 8, little = true } = {}): Buffer {
  const bytes = Buffer.alloc(8 + 2 + 4 * 12 + 4 + 64);
  const short = (value: number, at: number) =>
    little ? bytes.writeUInt16LE(value, at) : bytes.writeUInt16BE(value, at);
  const long = (value: number, at: number) =>
    little ? bytes.writeUInt32LE(value, at) : bytes.writeUInt32BE(value, at);
  bytes.write(little ? 'II' : 'MM', 0, 'latin1');
  short(42, 2);
  long(8, 4);
  short(4, 8);
  for (const [entry, [tag, value]] of (
    [
      [256, width],
      [257, height],
      [273, bytes.length - 64],
      [279, 64],
    ] as const
  ).entries()) {
    const at = 10 + entry * 12;
    short(tag, at);
    short(4, at + 2);
    long(1, at + 4);
    long(value, at + 8);
  }
  return bytes;
}

export function webp(): Buffer {
  const bytes = Buffer.alloc(30);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(22, 4);
  bytes.write('WEBPVP8X', 8, 'latin1');
  bytes.writeUInt32LE(10, 16);
  return bytes;
}
