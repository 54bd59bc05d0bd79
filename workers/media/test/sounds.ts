import { RATE } from '../src/audio/decode.ts';

/** Sounds that are no speech, each as a function of the second. */
const TONES: Readonly<Record<string, (second: number) => number>> = {
  silence: () => 0,
  'a hum of 50 Hz': (at) => 0.4 * wave(50, at) + 0.2 * wave(150, at),
  'a beep': (at) => (at < 1 ? 0.5 * wave(1000, at) : 0),
  'a ring tone (North America)': (at) => (at % 6 < 2 ? 0.3 * (wave(440, at) + wave(480, at)) : 0),
  'a ring tone (Europe)': (at) => (at % 5 < 1 ? 0.5 * wave(425, at) : 0),
  'a busy tone': (at) => (at % 1 < 0.5 ? 0.3 * (wave(480, at) + wave(620, at)) : 0),
  'keys that are pressed': (at) => (at % 0.5 < 0.2 ? 0.3 * (wave(697, at) + wave(1336, at)) : 0),
  'a fax machine': (at) => 0.5 * wave(2100, at),
};

function wave(hertz: number, second: number): number {
  return Math.sin(2 * Math.PI * hertz * second);
}

function played(sound: (second: number) => number, seconds: number): Float32Array {
  return Float32Array.from({ length: seconds * RATE }, (_, at) => sound(at / RATE));
}

/** Noise by a small generator of its own, so that every run hears the same. */
function whiteNoise(seconds: number): Float32Array {
  let state = 4711;
  return Float32Array.from({ length: seconds * RATE }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return 0.6 * (state / 0x7fff_ffff - 0.5);
  });
}

/** Pink noise: white noise through Paul Kellet's filter. */
function pinkNoise(seconds: number): Float32Array {
  const poles = [
    [0.99886, 0.0555179],
    [0.99332, 0.0750759],
    [0.969, 0.153852],
    [0.8665, 0.3104856],
    [0.55, 0.5329522],
    [-0.7616, -0.016898],
  ] as const;
  const states = poles.map(() => 0);
  return whiteNoise(seconds).map((white) => {
    poles.forEach(([keep, add], at) => {
      states[at] = keep * (states[at] ?? 0) + white * add;
    });
    return 0.2 * (states.reduce((sum, state) => sum + state, 0) + white * 0.5362);
  });
}

/** Sounds that are no speech, six seconds of each, at 16 kHz. */
export const NO_SPEECH: readonly (readonly [string, Float32Array])[] = [
  ...Object.entries(TONES).map(([name, sound]) => [name, played(sound, 6)] as const),
  ['white noise', whiteNoise(6)],
  ['pink noise', pinkNoise(6)],
];
