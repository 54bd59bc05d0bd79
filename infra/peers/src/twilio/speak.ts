import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { babble } from './wave.ts';

/** A text as speech, in a WAV file: by espeak-ng where it is installed, else as something that only sounds like it. */
export async function speak(text: string): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'speak-'));
  const file = join(folder, 'speech.wav');
  try {
    await promisify(execFile)('espeak-ng', ['-v', 'en-us', '-w', file, text]);
    return await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return babble(text);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
