import { basename } from 'node:path';
import { CallbookError, cleanText, isCallbookError, SECOND, type SpeechModel } from '@callbook/contracts';
import { askChild } from '../child.ts';
import type { Segment, SpeechEngine } from './engine.ts';
import type { ModelRequest } from './model-main.ts';

/** A model on this machine, in a process of its own: one that is damaged takes its process with it, and no more. */
export function modelEngine({ folder, threads, timeoutSeconds }: SpeechModel): SpeechEngine {
  return {
    name: `model:${basename(folder)}`,
    async transcribe({ signal, wav, seconds, speech, language }) {
      const request: ModelRequest = { folder, threads, wav, seconds, speech, language };
      const limits = { time: timeoutSeconds * SECOND, signal };
      const segments = await askChild<ModelRequest, readonly Segment[]>('speech/model-main', request, limits).catch(
        (error) => {
          if (isCallbookError(error, 'media-late') || isCallbookError(error, 'speech-failed')) throw error;
          throw new CallbookError('speech-failed', 'The speech model failed.', { cause: error });
        },
      );
      const said = segments.map((segment) => ({ ...segment, text: cleanText(segment.text) }));
      // These models say nothing of how sure they are.
      return { text: said.map(({ text }) => text).join(' '), language, confidence: undefined, segments: said };
    },
  };
}
