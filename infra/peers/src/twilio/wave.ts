/** Samples a second, as on the telephone. */
export const RATE = 8_000;
const HEADER = 44;

/** A WAV file of 16 bit PCM, mono. */
export function waveFile(samples: Int16Array, rate = RATE): Buffer {
  const data = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
  const head = Buffer.alloc(HEADER);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(HEADER - 8 + data.length, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}

/** How long a PCM WAV file plays, in seconds, by its own header. */
export function waveSeconds(wave: Buffer): number {
  return wave.length < HEADER ? 0 : (wave.length - HEADER) / wave.readUInt32LE(28);
}

/** Two formants for each vowel, in Hz. */
const VOWELS = [
  [730, 1090],
  [530, 1840],
  [270, 2290],
  [570, 840],
  [300, 870],
] as const;
const PITCH = 120;

/**
 * Something that sounds like a person far away: as many syllables as a text has, each a vowel of the pitch and the
 * formants of a voice, with pauses between words. No words can be heard in it.
 */
export function babble(text: string): Buffer {
  const samples: number[] = [];
  for (const word of text.split(/\s+/)) {
    for (const [index, vowels] of [...word.matchAll(/[aeiouyäöü]+/gi)].entries())
      syllable(samples, VOWELS[((vowels[0].codePointAt(0) ?? 0) + index) % VOWELS.length] ?? VOWELS[0]);
    silence(samples, 0.08);
  }
  return waveFile(Int16Array.from(samples));
}

/** Nothing at all, for so many seconds. */
export function quiet(seconds: number): Buffer {
  return waveFile(new Int16Array(Math.round(seconds * RATE)));
}

function silence(samples: number[], seconds: number): void {
  for (let left = seconds * RATE; left > 0; left--) samples.push(0);
}

function syllable(samples: number[], formants: readonly [number, number]): void {
  const length = 0.16 * RATE;
  for (let at = 0; at < length; at++) {
    const seconds = at / RATE;
    let sum = 0;
    for (let harmonic = 1; harmonic * PITCH < RATE / 2; harmonic++) {
      const frequency = harmonic * PITCH;
      const loud = formants.reduce(
        (most, formant) => Math.max(most, 1 / (1 + ((frequency - formant) / 90) ** 2)),
        0.02,
      );
      sum += loud * Math.sin(2 * Math.PI * frequency * seconds);
    }
    samples.push(Math.round(4_000 * sum * Math.sin((Math.PI * at) / length)));
  }
}
