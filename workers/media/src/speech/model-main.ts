import { readFile } from 'node:fs/promises';
import { CallbookError } from '@callbook/contracts';
import { answerParent } from '../answer.ts';
import { RATE } from '../audio/decode.ts';
import type { Stretch } from '../audio/speech-activity.ts';
import type { Segment } from './engine.ts';
import { modelFiles } from './model-files.ts';
import { piecesOf } from './pieces.ts';

/** What this program is asked, by `askChild`. */
export type ModelRequest = {
  readonly folder: string;
  readonly threads: number;
  readonly wav: string;
  readonly seconds: number;
  readonly speech: readonly Stretch[];
  readonly language: string | undefined;
};

const WAV_HEADER = 44;

answerParent(async (request: ModelRequest): Promise<readonly Segment[]> => {
  const { folder, threads, wav, seconds, speech, language } = request;
  const files = await modelFiles(folder);
  const { default: sherpa } = await import('sherpa-onnx-node').catch((error: Error) => {
    throw new CallbookError('speech-failed', `sherpa-onnx-node does not run on this machine: ${error.message}`);
  });
  if ('whisper' in files && language) Object.assign(files.whisper as object, { language: language.split('-')[0] });
  // Never its constructor: that ends the process without a word when a file is damaged.
  const recognizer = await sherpa.OfflineRecognizer.createAsync({
    featConfig: { sampleRate: RATE, featureDim: 80 },
    modelConfig: { ...files, numThreads: threads, provider: 'cpu', debug: 0 },
  });
  const sound = await readFile(wav);
  const samples = Float32Array.from({ length: (sound.length - WAV_HEADER) / 2 }, (_, at) => {
    return sound.readInt16LE(WAV_HEADER + at * 2) / 32_768;
  });
  const segments: Segment[] = [];
  for (const { from, to } of piecesOf(speech, seconds)) {
    const stream = recognizer.createStream();
    stream.acceptWaveform({ sampleRate: RATE, samples: samples.slice(from * RATE, to * RATE) });
    const { text } = await recognizer.decodeAsync(stream);
    if (text.trim()) segments.push({ from, to, text: text.trim() });
  }
  return segments;
});
