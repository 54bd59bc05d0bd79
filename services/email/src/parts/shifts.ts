import { TextDecoder } from 'node:util';

const ESC = 0x1b;
const SHIFT_OUT = 0x0e;
const SHIFT_IN = 0x0f;

type Shifted = { readonly text: string; readonly charset: string };

/**
 * Whether bytes are in one of the charsets that write Asian characters as ASCII, with a sequence that announces them:
 * ISO-2022-JP (RFC 1468), -KR (RFC 1557), -CN (RFC 1922), and HZ (RFC 1843) where it is declared.
 */
export function hasShifts(bytes: Buffer, declared: string): boolean {
  if (declared === 'hz-gb-2312' || declared === 'hz') return bytes.includes('~{');
  return bytes.includes(ESC) && announced(bytes, declared) !== undefined;
}

/** Decodes what `hasShifts` found. */
export function unshift(bytes: Buffer, declared: string): Shifted {
  const charset = announced(bytes, declared) ?? 'hz-gb-2312';
  if (charset === 'iso-2022-jp') return { text: new TextDecoder(charset).decode(eightBitJis(bytes)), charset };
  const [over, coded] = charset === 'hz-gb-2312' ? hz(bytes) : [shiftOut(bytes), charset];
  return { text: new TextDecoder(charset === 'iso-2022-kr' ? 'euc-kr' : 'gbk').decode(over), charset: coded };
}

function announced(bytes: Buffer, declared: string): string | undefined {
  for (let at = bytes.indexOf(ESC); at >= 0; at = bytes.indexOf(ESC, at + 1)) {
    const sequence = bytes.toString('latin1', at + 1, at + 4);
    if (/^(?:\$[@B]|\$\([@BDO-Q]|\([IJ])/.test(sequence)) return 'iso-2022-jp';
    if (sequence === '$)C') return 'iso-2022-kr';
    if (/^\$\)[AG]/.test(sequence)) return 'iso-2022-cn';
  }
  return /^iso-2022-(?:jp|kr|cn)$/.exec(declared)?.[0];
}

/** Half-width katakana as single bytes above 0x80, which some programs mix into ISO-2022-JP, get their announcement. */
function eightBitJis(bytes: Buffer): Buffer {
  if (!bytes.some((byte) => byte >= 0xa1 && byte <= 0xdf)) return bytes;
  return Buffer.from(
    bytes
      .toString('latin1')
      .replace(/[\xa1-\xdf]+/g, (kana) => `\x1b(I${kana.replace(/./g, (one) => sevenBit(one))}\x1b(B`),
    'latin1',
  );
}

function sevenBit(char: string): string {
  return String.fromCharCode(char.charCodeAt(0) & 0x7f);
}

/** Between shift-out and shift-in, each byte with its high bit set is the same character in EUC. */
function shiftOut(bytes: Buffer): Buffer {
  const out: number[] = [];
  let shifted = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (byte === ESC && bytes[at + 1] === 0x24) at += 3;
    else if (byte === SHIFT_OUT || byte === SHIFT_IN) shifted = byte === SHIFT_OUT;
    else {
      // Every line begins in ASCII.
      if (byte === 0x0a) shifted = false;
      out.push(shifted && byte > 0x20 ? byte | 0x80 : byte);
    }
  }
  return Buffer.from(out);
}

function hz(bytes: Buffer): [Buffer, string] {
  const text = bytes.toString('latin1').replace(/~\{([^~]*)(?:~\}|$)|~(~|\r?\n)/gm, (_, coded, escaped) => {
    if (coded === undefined) return escaped === '~' ? '~' : '';
    return coded.replace(/[!-~]/g, (char: string) => String.fromCharCode(char.charCodeAt(0) | 0x80));
  });
  return [Buffer.from(text, 'latin1'), 'hz-gb-2312'];
}
