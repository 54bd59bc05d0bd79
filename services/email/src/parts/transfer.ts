import { dataLine } from './uuencode.ts';

/** Undoes a Content-Transfer-Encoding (RFC 2045 §6) piece by piece. */
export type TransferDecoder = {
  write(bytes: Buffer): Buffer;
  end(): Buffer;
};

export type Encoding = 'base64' | 'quoted-printable' | 'uuencode' | 'none';

const NOTHING = Buffer.alloc(0);

/** The encoding that a header means, however it is spelt. What nobody knows is taken as it stands. */
export function encodingOf(value: string): Encoding {
  const name = value
    .toLowerCase()
    .replace(/\([^()]*\)/g, '')
    .replace(/[;,].*$/s, '')
    .replace(/[^a-z0-9]/g, '');
  if (name === 'base64' || name === 'b64') return 'base64';
  if (name === 'quotedprintable' || name === 'qp') return 'quoted-printable';
  return /^x?uu(?:e|encode)$/.test(name) ? 'uuencode' : 'none';
}

export function transferDecoder(encoding: Encoding): TransferDecoder {
  if (encoding === 'base64') return base64Decoder();
  if (encoding === 'quoted-printable') return quotedPrintableDecoder();
  if (encoding === 'uuencode') return uuencodeDecoder();
  return { write: (bytes) => bytes, end: () => NOTHING };
}

/** Decodes the whole of something at once. */
export function decodeTransfer(bytes: Buffer, encoding: Encoding): Buffer {
  if (encoding === 'none') return bytes;
  const decoder = transferDecoder(encoding);
  const first = decoder.write(bytes);
  const last = decoder.end();
  return last.length === 0 ? first : Buffer.concat([first, last]);
}

/** Lines of data between `begin` and `end`; what else stands there is passed over. */
function uuencodeDecoder(): TransferDecoder {
  let carried = '';
  let begun = false;
  const decode = (lines: readonly string[]): Buffer => {
    const pieces: Buffer[] = [];
    for (const ended of lines) {
      const line = ended.replace(/\r$/, '');
      if (line.startsWith('begin ') || line === 'end') begun = line !== 'end';
      else if (begun) pieces.push(dataLine(line) ?? NOTHING);
    }
    return Buffer.concat(pieces);
  };
  return {
    write(bytes) {
      const lines = (carried + bytes.toString('latin1')).split('\n');
      carried = (lines.pop() ?? '').slice(0, 1_000);
      return decode(lines);
    },
    end: () => decode([carried]),
  };
}

const PADDING = 64;
const OTHER = 65;
/** What each byte stands for: six bits, padding, or nothing. */
const SIX_BITS = Uint8Array.from({ length: 256 }, (_, byte) => {
  const at = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/='.indexOf(String.fromCharCode(byte));
  return at < 0 ? OTHER : at;
});

/**
 * What is no base64 is passed over, and padding in the middle begins a new group: pieces are found put together. It goes
 * from bytes to bytes, for strings of a large file would fill the memory until they are collected.
 */
function base64Decoder(): TransferDecoder {
  let bits = 0;
  let count = 0;
  const group = (out: Buffer, at: number): number => {
    const length = count === 4 ? 3 : count === 3 ? 2 : count === 2 ? 1 : 0;
    const whole = bits << (6 * (4 - count));
    for (let byte = 0; byte < length; byte++) out[at + byte] = whole >> (16 - 8 * byte);
    bits = 0;
    count = 0;
    return at + length;
  };
  return {
    write(bytes) {
      const out = Buffer.allocUnsafe(Math.ceil((bytes.length + 3) / 4) * 3);
      let length = 0;
      for (let at = 0; at < bytes.length; at++) {
        const value = SIX_BITS[bytes[at] as number] as number;
        if (value === OTHER) continue;
        if (value === PADDING) {
          length = group(out, length);
          continue;
        }
        bits = (bits << 6) | value;
        count += 1;
        if (count < 4) continue;
        out[length++] = bits >> 16;
        out[length++] = bits >> 8;
        out[length++] = bits;
        bits = 0;
        count = 0;
      }
      return out.subarray(0, length);
    },
    end() {
      const out = Buffer.allocUnsafe(3);
      return out.subarray(0, group(out, 0));
    },
  };
}

const EQUALS = 0x3d;
const LF = 0x0a;
const CR = 0x0d;

/** RFC 2045 §6.7. What only looks like an escape stays as it is. */
function quotedPrintableDecoder(): TransferDecoder {
  let carried = NOTHING;
  const decode = (bytes: Buffer, final: boolean): Buffer => {
    if (!bytes.includes(EQUALS)) return bytes;
    const out = Buffer.allocUnsafe(bytes.length);
    let length = 0;
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] as number;
      if (byte !== EQUALS) {
        out[length++] = byte;
        continue;
      }
      if (!final && bytes.length - at < 3) {
        carried = Buffer.from(bytes.subarray(at));
        break;
      }
      const soft = softBreak(bytes, at + 1);
      if (soft > 0) {
        at += soft;
        continue;
      }
      const high = hex(bytes[at + 1]);
      const low = hex(bytes[at + 2]);
      if (high < 0 || low < 0) {
        out[length++] = byte;
        continue;
      }
      out[length++] = high * 16 + low;
      at += 2;
    }
    return out.subarray(0, length);
  };
  return {
    write(bytes) {
      const all = carried.length > 0 ? Buffer.concat([carried, bytes]) : bytes;
      carried = NOTHING;
      return decode(all, false);
    },
    end: () => decode(carried, true),
  };
}

/** How many bytes after the equals sign are a soft line break; gateways leave white space before it. */
function softBreak(bytes: Buffer, from: number): number {
  let at = from;
  while ((bytes[at] === 0x20 || bytes[at] === 0x09) && at - from < 100) at += 1;
  if (bytes[at] === CR) at += 1;
  if (bytes[at] === LF) return at - from + 1;
  // The very end of a part counts as one.
  return at >= bytes.length ? at - from : 0;
}

function hex(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  if (byte >= 0x41 && byte <= 0x46) return byte - 0x37;
  return byte >= 0x61 && byte <= 0x66 ? byte - 0x57 : -1;
}
