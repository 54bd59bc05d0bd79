import { RATE } from '../src/audio/decode.ts';
import { waveOf } from '../src/audio/wav.ts';

/** Formants of vowels in Hz, with their loudness: what makes a buzz a voice. */
const VOWELS = [
  [730, 1090, 2440],
  [270, 2290, 3010],
  [300, 870, 2240],
  [530, 1840, 2480],
  [570, 840, 2410],
] as const;

/**
 * Something like a voice, made without one: a buzz of a changing pitch through the resonances of vowels, in syllables
 * with pauses between. Silero's model takes it for speech; it says nothing.
 */
export function spokenSound(seconds = 3): Buffer {
  const samples = new Float32Array(seconds * RATE);
  let phase = 0;
  const states = [0, 1, 2].map(() => ({ one: 0, two: 0 }));
  for (let at = 0; at < samples.length; at += 1) {
    const time = at / RATE;
    const syllable = Math.floor(time / 0.22);
    const within = (time % 0.22) / 0.22;
    const voiced = syllable % 6 === 5 ? 0 : Math.max(0, Math.sin(Math.PI * Math.min(1, within * 1.15))) ** 0.6;
    const pitch = 118 + 22 * Math.sin(2 * Math.PI * 0.7 * time) - 12 * within;
    phase = (phase + pitch / RATE) % 1;
    // A glottal pulse: opens slowly, closes at once.
    const source = voiced * (phase < 0.6 ? Math.sin((Math.PI * phase) / 0.6) ** 2 - 0.35 : -0.35);
    const formants = VOWELS[syllable % VOWELS.length] ?? VOWELS[0];
    let sound = 0;
    states.forEach((state, which) => {
      const radius = Math.exp((-Math.PI * (60 + 40 * which)) / RATE);
      const next =
        source * (1 - radius) +
        2 * radius * Math.cos((2 * Math.PI * (formants[which] ?? 0)) / RATE) * state.one -
        radius ** 2 * state.two;
      state.two = state.one;
      state.one = next;
      sound += next / (which + 1);
    });
    samples[at] = 0.9 * sound;
  }
  const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 1e-6);
  return waveOf(samples.map((sample) => (0.6 * sample) / peak));
}
