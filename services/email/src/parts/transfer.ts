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

/** What is no base64 is passed over, and padding in the middle begins a new group: pieces are found put together. */
function base64Decoder(): TransferDecoder {
  let carried = '';
  const decode = (coded: string): Buffer => {
    if (!coded.includes('=')) return Buffer.from(coded, 'base64');
    return Buffer.concat(coded.split(/=+/).map((group) => Buffer.from(group, 'base64')));
  };
  return {
    write(bytes) {
      const coded = carried + bytes.toString('latin1').replace(/[^A-Za-z0-9+/=]+/g, '');
      const padded = coded.lastIndexOf('=') + 1;
      const whole = coded.length - ((coded.length - padded) % 4);
      carried = coded.slice(whole);
      return decode(coded.slice(0, whole));
    },
    end: () => decode(carried),
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
