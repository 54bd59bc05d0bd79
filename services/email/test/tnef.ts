/** Writes files in Outlook's format (MS-OXTNEF), with just what the tests need. */

type Property = { readonly id: number; readonly text?: string; readonly bytes?: Buffer; readonly number?: number };

export function tnef(...attributes: readonly Buffer[]): Buffer {
  return Buffer.concat([Buffer.from('789f3e220100', 'hex'), ...attributes]);
}

/** One attribute of the file: its level is 1 for the message, 2 for an attachment. */
export function attribute(level: 1 | 2, id: number, data: Buffer): Buffer {
  const head = Buffer.alloc(9);
  head.writeUInt8(level, 0);
  head.writeUInt32LE(id, 1);
  head.writeUInt32LE(data.length, 5);
  const checksum = Buffer.alloc(2);
  checksum.writeUInt16LE(data.reduce((sum, byte) => (sum + byte) & 0xffff, 0));
  return Buffer.concat([head, data, checksum]);
}

/** A list of MAPI properties: text as UTF-16, bytes as binary, numbers as long. */
export function properties(...list: readonly Property[]): Buffer {
  const count = Buffer.alloc(4);
  count.writeUInt32LE(list.length);
  return Buffer.concat([count, ...list.map(property)]);
}

/** An attachment as Outlook writes it: its short name, its bytes, and its properties. */
export function attached(name: string, bytes: Buffer, more: readonly Property[] = []): Buffer {
  return Buffer.concat([
    attribute(2, 0x00069002, Buffer.alloc(14)),
    attribute(2, 0x00018010, Buffer.from(`${name.slice(0, 8)}\0`, 'latin1')),
    attribute(2, 0x0006800f, bytes),
    attribute(2, 0x00069005, properties({ id: 0x3707, text: name }, ...more)),
  ]);
}

/** The properties of the message itself. */
export function message(...list: readonly Property[]): Buffer {
  return attribute(1, 0x00069003, properties(...list));
}

function property({ id, text, bytes, number = 0 }: Property): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16LE(text !== undefined ? 0x1f : bytes ? 0x102 : 3, 0);
  head.writeUInt16LE(id, 2);
  const value = text !== undefined ? Buffer.from(`${text}\0`, 'utf16le') : bytes;
  if (!value) {
    const long = Buffer.alloc(4);
    long.writeUInt32LE(number);
    return Buffer.concat([head, long]);
  }
  const sizes = Buffer.alloc(8);
  sizes.writeUInt32LE(1, 0);
  sizes.writeUInt32LE(value.length, 4);
  return Buffer.concat([head, sizes, value, Buffer.alloc((4 - (value.length % 4)) % 4)]);
}
