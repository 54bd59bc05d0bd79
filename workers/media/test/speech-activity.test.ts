import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import wavefile from 'wavefile';
import type { Heard, HearRequest } from '../src/audio/hear.ts';
import { waveOf } from '../src/audio/wav.ts';
import { askChild } from '../src/child.ts';
import { NO_SPEECH } from './sounds.ts';

const VOICE = new URL('../../../../shared/data/voice/', import.meta.url).pathname;
const PROMPTS = '/usr/share/asterisk/sounds/en_US_f_Allison';
const LONG = process.env.CALLBOOK_LONG === '1';
const PROMPTS_HEARD = LONG ? 60 : 4;
const MINUTE = 60_000;

type Expected = { readonly file: string; readonly speech: boolean };
const sets: readonly Expected[] = existsSync(VOICE) ? JSON.parse(readFileSync(join(VOICE, 'expect.json'), 'utf8')) : [];
if (sets.length === 0) process.stderr.write('speech: no ../shared/data/voice here, its files are left out\n');

/** Prompts of at least a second, sixty or (in the short form) four, spread over the set of Debian's asterisk-core-sounds-en-wav. */
function prompts(): string[] {
  if (!existsSync(PROMPTS)) {
    process.stderr.write('speech: asterisk-core-sounds-en-wav is not installed, its prompts are left out\n');
    return [];
  }
  const spoken = readdirSync(PROMPTS)
    .filter((name) => name.endsWith('.wav') && !/silence|beep|tone|ring/.test(name))
    .filter((name) => statSync(join(PROMPTS, name)).size > 16_000)
    .sort();
  return spoken.filter((_, at) => at % Math.floor(spoken.length / PROMPTS_HEARD) === 0).slice(0, PROMPTS_HEARD);
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'callbook-sounds-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The same recording as a telephone line carries it: 8 kHz, µ-law. */
async function byTelephone(path: string): Promise<string> {
  const wav = new wavefile.WaveFile(readFileSync(path));
  wav.toSampleRate(8000);
  wav.toMuLaw();
  const line = join(folder, `line-${basename(path)}`);
  await writeFile(line, wav.toBuffer());
  return line;
}

async function speaks(path: string): Promise<boolean> {
  const request: HearRequest = { path, wav: join(folder, `heard-${basename(path)}`), longestSeconds: 600 };
  const limits = { time: MINUTE, signal: new AbortController().signal };
  const { speech } = await askChild<HearRequest, Heard>('audio/hear-main', request, limits);
  expect(existsSync(request.wav)).toBe(speech.length > 0);
  return speech.length > 0;
}

/** Those of the recordings that are not heard as they should be, each as it is and by telephone; two at a time. */
async function misheard(recordings: readonly { path: string; speech: boolean }[]): Promise<string[]> {
  const wrong: string[] = [];
  const waiting = [...recordings];
  const hear = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      if ((await speaks(next.path)) !== next.speech) wrong.push(basename(next.path));
      if ((await speaks(await byTelephone(next.path))) !== next.speech)
        wrong.push(`${basename(next.path)} by telephone`);
    }
  };
  await Promise.all([hear(), hear()]);
  return wrong;
}

/** Every third one in the short form. */
const some = <Sound>(sounds: readonly Sound[]): Sound[] => sounds.filter((_, at) => LONG || at % 3 === 0);

describe('speech is told from everything else', () => {
  test(
    'in noises and tones, which are none',
    async () => {
      const noises = some(NO_SPEECH).map(async ([name, samples], at) => {
        const path = join(folder, `${at}-${name.replace(/\W+/g, '-')}.wav`);
        await writeFile(path, waveOf(samples));
        return { path, speech: false };
      });
      expect(await misheard(await Promise.all(noises))).toEqual([]);
    },
    3 * MINUTE,
  );

  test(
    'in the files of the voice set',
    async () => {
      expect(await misheard(some(sets).map(({ file, speech }) => ({ path: join(VOICE, file), speech })))).toEqual([]);
    },
    3 * MINUTE,
  );

  test(
    'in prompts of a telephone system',
    async () => {
      expect(await misheard(prompts().map((name) => ({ path: join(PROMPTS, name), speech: true })))).toEqual([]);
    },
    5 * MINUTE,
  );
});
