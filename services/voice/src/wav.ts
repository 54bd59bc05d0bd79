import { Transform } from 'node:stream';
import { CallbookError } from '@callbook/contracts';

/** Bytes: eight hours at Twilio's 8 kHz and 16 bit; no message is near it. */
const LARGEST = 512 * 1024 * 1024;
const HEADER = 12;
/** A writer that did not know the length beforehand leaves one of these. */
const UNKNOWN_LENGTHS = [0, 0xffff_ffff];

/**
 * Passes the bytes of a WAV file on, and fails at their end unless they are one, whole: it begins as RIFF does and is
 * as long as it says itself, and as the server said.
 * @throws CallbookError `voice-recording-invalid`, as the error of the stream.
 */
export function checkWav(promised: number | undefined): Transform {
  let head = Buffer.alloc(0);
  let size = 0;
  const fault = (): string | undefined => {
    if (size > LARGEST) return `it has more than ${LARGEST} bytes`;
    if (promised !== undefined && size !== promised) return `${size} of ${promised} bytes came`;
    if (head.length < HEADER || head.toString('latin1', 0, 4) !== 'RIFF' || head.toString('latin1', 8, 12) !== 'WAVE')
      return 'it is no WAV file';
    const declared = head.readUInt32LE(4);
    if (!UNKNOWN_LENGTHS.includes(declared) && size < declared + 8) return `${size} of ${declared + 8} bytes came`;
    return undefined;
  };
  return new Transform({
    transform(chunk: Buffer, _, done) {
      size += chunk.length;
      if (head.length < HEADER) head = Buffer.concat([head, chunk]).subarray(0, HEADER);
      if (size > LARGEST) return done(invalid(fault()));
      done(null, chunk);
    },
    flush(done) {
      const found = fault();
      done(found === undefined ? null : invalid(found));
    },
  });
}

function invalid(fault: string | undefined): CallbookError {
  return new CallbookError('voice-recording-invalid', `Twilio's answer is not the whole recording: ${fault}.`);
}
