import iconv from 'iconv-lite';

/** A MAPI property's value: text, a number, or bytes. */
export type Value = string | number | Buffer;

/** Values of a list; a message has some hundred properties. */
const MOST = 5_000;

const FIXED: Readonly<Record<number, number>> = {
  2: 2, // short
  3: 4, // long
  4: 4, // float
  5: 8, // double
  6: 8, // currency
  7: 8, // application time
  10: 4, // error
  11: 2, // boolean
  20: 8, // 64-bit integer
  64: 8, // system time
  72: 16, // GUID
};
const OBJECT = 13;
const STRING8 = 30;
const UNICODE = 31;
const BINARY = 258;
const MANY = 0x1000;
const NAMED = 0x8000;

/**
 * The properties of an encapsulated list by their ids (MS-OXTNEF §2.1.3.4), as far as they can be read. Text of one byte
 * a character is of `codePage`. An embedded object is its bytes without the interface id before them.
 */
export function propertiesOf(data: Buffer, codePage: string): Map<number, Value> {
  const found = new Map<number, Value>();
  if (data.length < 4) return found;
  const count = Math.min(data.readUInt32LE(0), MOST);
  let at = 4;
  /** A size that is read from the data, if so much is there. */
  const size = (): number | undefined => {
    if (at + 4 > data.length) return undefined;
    const length = data.readUInt32LE(at);
    at += 4;
    return length;
  };
  const padded = (length: number) => Math.ceil(length / 4) * 4;

  for (let index = 0; index < count && at + 4 <= data.length; index++) {
    const type = data.readUInt16LE(at);
    const id = data.readUInt16LE(at + 2);
    at += 4;
    if (id >= NAMED) {
      at += 16;
      const kind = size();
      const length = size();
      if (kind === undefined || length === undefined) break;
      if (kind === 1) at += padded(length);
    }
    const one = type & ~MANY;
    const fixed = FIXED[one];
    const values = type & MANY || fixed === undefined ? size() : 1;
    if (values === undefined || values > MOST) break;
    for (let nth = 0; nth < values; nth++) {
      const length = fixed ?? size();
      if (length === undefined || at + length > data.length) return found;
      const bytes = data.subarray(at, at + length);
      at += padded(length);
      if (nth === 0) found.set(id, read(one, bytes, codePage));
    }
  }
  return found;
}

function read(type: number, bytes: Buffer, codePage: string): Value {
  if (type === UNICODE) return bytes.toString('utf16le').replace(/\0.*$/s, '');
  if (type === STRING8) return iconv.decode(bytes, codePage).replace(/\0.*$/s, '');
  if (type === OBJECT) return bytes.subarray(16);
  if (type === 2 || type === 11) return bytes.readUInt16LE(0);
  if (type === 3) return bytes.readUInt32LE(0);
  return type === BINARY ? bytes : Buffer.from(bytes);
}
