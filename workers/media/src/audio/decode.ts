import { spawn } from 'node:child_process';
import { open, readFile } from 'node:fs/promises';
import { CallbookError } from '@callbook/contracts';
import wavefile from 'wavefile';

/** Samples a second of everything that is listened to: what speech models are trained on. */
export const RATE = 16_000;

/** Formats that ffmpeg may read. A playlist among them could name any file or address. */
const FORMATS = 'wav,mp3,ogg,amr,amrnb,amrwb,mov,aac,flac,gsm,au,caf,matroska,w64,aiff';

/**
 * The sound of a file as one channel of samples between -1 and 1 at 16 kHz, of its first `seconds` at the most. ffmpeg
 * reads it where it is installed; without it only WAV (PCM, A-law, µ-law, float, IMA ADPCM) can be read.
 * @throws CallbookError `media-undecodable` when it is no sound; `media-tool-missing` when ffmpeg would be needed.
 */
export async function decodeAudio(path: string, seconds: number): Promise<Float32Array> {
  const decoded = await byFfmpeg(path, seconds);
  if (decoded !== 'not installed') return decoded;
  if (!(await isWav(path)))
    throw new CallbookError('media-tool-missing', 'This recording is no WAV file: install ffmpeg, which can read it.');
  return byWavefile(path, seconds);
}

async function byFfmpeg(path: string, seconds: number): Promise<Float32Array | 'not installed'> {
  const input = ['-protocol_whitelist', 'file', '-format_whitelist', FORMATS, '-i', `file:${path}`];
  const output = ['-map', 'a:0', '-t', String(seconds), '-ac', '1', '-ar', String(RATE), '-f', 'f32le', 'pipe:1'];
  const ffmpeg = spawn('ffmpeg', ['-nostdin', '-v', 'error', ...input, ...output], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const chunks: Buffer[] = [];
  let complaint = '';
  ffmpeg.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  ffmpeg.stderr.on('data', (chunk: Buffer) => {
    complaint = `${complaint}${chunk}`.slice(0, 500);
  });
  const ended = await new Promise<number | 'not installed'>((resolve, reject) => {
    ffmpeg.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ENOENT' ? resolve('not installed') : reject(error),
    );
    ffmpeg.on('close', (code) => resolve(code ?? -1));
  });
  if (ended === 'not installed') return ended;
  const sound = Buffer.concat(chunks);
  // A file that is cut off ends with a complaint, and what came before it is worth hearing.
  if (sound.length === 0) throw undecodable(complaint.replace(/\s+/g, ' ').replaceAll(path, 'the file').trim());
  const samples = new Float32Array(Math.floor(sound.length / 4));
  for (let at = 0; at < samples.length; at += 1) samples[at] = sound.readFloatLE(at * 4);
  return samples;
}

async function byWavefile(path: string, seconds: number): Promise<Float32Array> {
  const wav = new wavefile.WaveFile();
  try {
    wav.fromBuffer(await readFile(path));
    const { audioFormat, bitsPerSample } = wav.fmt as { audioFormat: number; bitsPerSample: number };
    if (audioFormat === 6) wav.fromALaw();
    else if (audioFormat === 7) wav.fromMuLaw();
    else if (audioFormat === 17) wav.fromIMAADPCM();
    else if (![1, 3, 0xfffe].includes(audioFormat))
      throw new CallbookError(
        'media-tool-missing',
        `A WAV file of format ${audioFormat}: install ffmpeg, which can read it.`,
      );
    if (bitsPerSample !== 32 || audioFormat !== 3) wav.toBitDepth('32f');
    if ((wav.fmt as { sampleRate: number }).sampleRate !== RATE) wav.toSampleRate(RATE);
    const samples = wav.getSamples(false, Float32Array as never) as unknown as Float32Array | Float32Array[];
    return mono(samples).subarray(0, seconds * RATE);
  } catch (error) {
    if (error instanceof CallbookError) throw error;
    throw undecodable((error as Error).message);
  }
}

function mono(channels: Float32Array | Float32Array[]): Float32Array {
  if (!Array.isArray(channels)) return channels;
  const [first = new Float32Array(), ...others] = channels;
  return first.map((sample, at) => others.reduce((sum, other) => sum + (other[at] ?? 0), sample) / channels.length);
}

async function isWav(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(12), 0, 12, 0);
    return buffer.toString('latin1', 0, 4) === 'RIFF' && buffer.toString('latin1', 8, 12) === 'WAVE';
  } finally {
    await file.close();
  }
}

function undecodable(reason: string): CallbookError {
  return new CallbookError('media-undecodable', `This recording cannot be played: ${reason || 'it holds no sound'}.`);
}
