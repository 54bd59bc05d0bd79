import { Transform } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { TextDecoder } from 'node:util';
import iconv from 'iconv-lite';

/** What was wrong with the character sets of one mail, in words. */
export type CharsetFaults = Set<string>;

type Decoder = { write(bytes: Buffer): string; end(): string | undefined };

/**
 * The decoder of a charset label. The WHATWG decoders come first: they know what mail programs mean by a label
 * (`iso-8859-1` is windows-1252) and can say that bytes do not fit. iconv-lite has the old DOS code pages and UTF-7.
 */
function decoderOf(label: string, faults: CharsetFaults): Decoder {
  const whatwg = textDecoder(label);
  if (whatwg) return tolerant(whatwg, label, faults);
  if (iconv.encodingExists(label)) return iconv.getDecoder(label) as Decoder;
  faults.add(`it declares a charset nobody knows (${label.slice(0, 40)})`);
  return new StringDecoder('utf8');
}

function textDecoder(label: string): TextDecoder | undefined {
  try {
    return new TextDecoder(label, { fatal: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_ENCODING_NOT_SUPPORTED') return undefined;
    throw error;
  }
}

/** Decodes strictly until bytes do not fit; notes it, and goes on with U+FFFD in their place. */
function tolerant(strict: TextDecoder, label: string, faults: CharsetFaults): Decoder {
  let lenient: TextDecoder | undefined;
  const decode = (bytes: Buffer, stream: boolean): string => {
    if (lenient) return lenient.decode(bytes, { stream });
    try {
      return strict.decode(bytes, { stream });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw error;
      faults.add(`it has bytes that are not ${strict.encoding}, which it declares`);
      lenient = new TextDecoder(label);
      return lenient.decode(bytes, { stream });
    }
  };
  return { write: (bytes) => decode(bytes, true), end: () => decode(Buffer.alloc(0), false) };
}

/**
 * What mailparser's option `Iconv` wants: a constructor of streams from a charset to UTF-8. It is used for every text
 * part whose declared charset is neither ASCII nor UTF-8.
 */
export function iconvFor(faults: CharsetFaults) {
  return function Iconv(label: string): Transform {
    const decoder = decoderOf(label.trim(), faults);
    return new Transform({
      transform: (chunk: Buffer, _, done) => done(null, Buffer.from(decoder.write(chunk))),
      flush: (done) => done(null, Buffer.from(decoder.end() ?? '')),
    });
  };
}
