import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { CallbookError } from '@callbook/contracts';

/** The part of sherpa-onnx's configuration that names a model. */
export type ModelFiles = Readonly<Record<string, unknown>> & { readonly tokens: string };

/**
 * Tells from the names of its files which kind of model a folder holds: Moonshine, a transducer (Zipformer, Parakeet)
 * or Whisper, as sherpa-onnx's makers pack them. Of two files that differ in precision the smaller (`int8`) is taken.
 * @throws CallbookError `speech-failed` when the folder holds none.
 */
export async function modelFiles(folder: string): Promise<ModelFiles> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    throw new CallbookError('speech-failed', `The folder of the speech model cannot be read: ${error.code}.`);
  });
  const find = (part: RegExp, end = '.onnx') => {
    const found = names.filter((name) => name.endsWith(end) && part.test(name)).sort();
    const name = found.find((one) => one.includes('int8')) ?? found[0];
    return name === undefined ? undefined : join(folder, name);
  };
  const tokens = find(/tokens/, '.txt');
  const encoder = find(/encoder/);
  const decoder = find(/decoder/);
  const joiner = find(/joiner/);
  const moonshine = {
    preprocessor: find(/^preprocess/),
    encoder: find(/^encode[._]/),
    uncachedDecoder: find(/^uncached_decode/),
    cachedDecoder: find(/^cached_decode/),
  };
  if (tokens && Object.values(moonshine).every(Boolean)) return { tokens, moonshine };
  if (tokens && encoder && decoder && joiner) {
    const nemo = /nemo|parakeet|canary/i.test(basename(folder));
    return { tokens, transducer: { encoder, decoder, joiner }, ...(nemo && { modelType: 'nemo_transducer' }) };
  }
  if (tokens && encoder && decoder) return { tokens, whisper: { encoder, decoder } };
  throw new CallbookError(
    'speech-failed',
    'The folder of the speech model holds no Whisper, Moonshine or transducer model of sherpa-onnx.',
  );
}
