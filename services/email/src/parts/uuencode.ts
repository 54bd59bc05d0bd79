/** A file found in a text. */
export type Uuencoded = { readonly name: string; readonly bytes: Buffer };

const BEGIN = /^begin(-base64)? ([0-7]{3,4}) ([^\r\n]{1,255})\r?$/;
/** A mail with more files in its text than this is a game; what follows stays text. */
const MOST = 100;

/**
 * Takes the files out of a text that are written into it by uuencode (POSIX). `text` is in bytes one to one (latin1);
 * what comes back as text is what is left. A `begin` without data after it is a word like others.
 */
export function takeUuencoded(text: string): { text: string; files: Uuencoded[] } {
  if (!/^begin(?:-base64)? [0-7]{3,4} /m.test(text)) return { text, files: [] };
  const lines = text.split('\n');
  const left: string[] = [];
  const files: Uuencoded[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] as string;
    const begin = files.length < MOST ? BEGIN.exec(line) : null;
    const file = begin && fileAt(lines, at + 1, begin[1] !== undefined);
    if (!begin || !file) {
      left.push(line);
      continue;
    }
    files.push({ name: (begin[3] ?? '').trim(), bytes: file.bytes });
    at = file.end;
  }
  return { text: left.join('\n'), files };
}

/** The data of one file, where there is some: `end` is the last line that belongs to it. */
export function fileAt(
  lines: readonly string[],
  from: number,
  base64 = false,
): { bytes: Buffer; end: number } | undefined {
  const pieces: Buffer[] = [];
  let at = from;
  for (; at < lines.length; at++) {
    const line = (lines[at] as string).replace(/\r$/, '');
    if (line === (base64 ? '====' : 'end')) break;
    const piece = base64 ? base64Line(line) : dataLine(line);
    // The file was cut off, or this was never one.
    if (!piece) return pieces.length > 2 ? { bytes: Buffer.concat(pieces), end: at - 1 } : undefined;
    pieces.push(piece);
  }
  return pieces.length > 0 ? { bytes: Buffer.concat(pieces), end: Math.min(at, lines.length - 1) } : undefined;
}

function base64Line(line: string): Buffer | undefined {
  return /^[A-Za-z0-9+/]*={0,2}$/.test(line) ? Buffer.from(line, 'base64') : undefined;
}

/** The bytes of one line, without its end; undefined where it is none of data. */
export function dataLine(line: string): Buffer | undefined {
  if (line === '' || line === '`' || line === ' ') return Buffer.alloc(0);
  const length = sixBits(line.charCodeAt(0));
  const groups = Math.ceil(length / 3);
  // White space at the end of a line gets lost; some programs add a checksum character.
  if (length === 0 || length > 45 || line.length > groups * 4 + 3 || line.length < length) return undefined;
  if (/[^\x20-\x60]/.test(line)) return undefined;
  const bytes = Buffer.alloc(groups * 3);
  for (let group = 0; group < groups; group++) {
    const [a, b, c, d] = [1, 2, 3, 4].map((offset) => sixBits(line.charCodeAt(group * 4 + offset) || 0x20)) as [
      number,
      number,
      number,
      number,
    ];
    bytes[group * 3] = (a << 2) | (b >> 4);
    bytes[group * 3 + 1] = (b << 4) | (c >> 2);
    bytes[group * 3 + 2] = (c << 6) | d;
  }
  return bytes.subarray(0, length);
}

function sixBits(code: number): number {
  return (code - 0x20) & 0x3f;
}
