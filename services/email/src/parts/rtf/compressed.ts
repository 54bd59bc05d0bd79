/** The dictionary that both sides begin with (MS-OXRTFCP §2.1.2.1). */
const DICTIONARY =
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor ' +
  'MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx';
const WINDOW = 4096;
const COMPRESSED = 0x75465a4c;
const UNCOMPRESSED = 0x414c454d;
const HEADER = 16;
/** A reference of two bytes gives at most 17: more than this many times its size no file can grow. */
const RATIO = 9;
const LIMIT = 16 * 1024 * 1024;

/** Undoes the compression of MS-OXRTFCP, as far as it goes; undefined where it is none. */
export function decompressRtf(file: Buffer): Buffer | undefined {
  if (file.length < HEADER) return undefined;
  const kind = file.readUInt32LE(8);
  if (kind === UNCOMPRESSED) return file.subarray(HEADER);
  if (kind !== COMPRESSED) return undefined;
  const window = Buffer.alloc(WINDOW, ' ');
  let end = window.write(DICTIONARY, 'latin1');
  const out = Buffer.alloc(Math.min(file.readUInt32LE(4), file.length * RATIO, LIMIT));
  let length = 0;
  const put = (byte: number) => {
    window[end] = byte;
    end = (end + 1) % WINDOW;
    out[length++] = byte;
  };
  for (let at = HEADER; at < file.length && length < out.length; ) {
    const control = file[at++] as number;
    for (let bit = 0; bit < 8 && at < file.length && length < out.length; bit++) {
      if ((control & (1 << bit)) === 0) {
        put(file[at++] as number);
        continue;
      }
      const reference = ((file[at] as number) << 8) | (file[at + 1] ?? 0);
      at += 2;
      const offset = reference >> 4;
      if (offset === end) return out.subarray(0, length);
      for (let n = 0; n < (reference & 0xf) + 2 && length < out.length; n++)
        put(window[(offset + n) % WINDOW] as number);
    }
  }
  return out.subarray(0, length);
}
