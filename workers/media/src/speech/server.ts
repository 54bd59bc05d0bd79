import { openAsBlob } from 'node:fs';
import { CallbookError, cleanText, SECOND, type SpeechServer } from '@callbook/contracts';
import { z } from 'zod';
import type { SpeechEngine, TranscribeRequest, Transcript } from './engine.ts';

/** Characters of an answer: an hour of speech is below 100,000. */
const ANSWER_LIMIT = 5_000_000;

const Answer = z.object({
  text: z.string(),
  language: z.string().max(40).nullish(),
  segments: z
    .array(
      z.object({
        start: z.number().nonnegative(),
        end: z.number().nonnegative(),
        text: z.string(),
        avg_logprob: z.number().nullish(),
      }),
    )
    .nullish(),
});

/**
 * A server that speaks OpenAI's `POST /v1/audio/transcriptions` (platform.openai.com/docs/api-reference/audio). It is
 * asked for `verbose_json`, and for `json` when it knows only that.
 */
export function serverEngine(server: SpeechServer): SpeechEngine {
  const url = `${server.url.replace(/\/+$/, '')}/audio/transcriptions`;
  const ask = async (request: TranscribeRequest, format: 'verbose_json' | 'json'): Promise<Response> => {
    const form = new FormData();
    form.set('file', await openAsBlob(request.wav, { type: 'audio/wav' }), 'recording.wav');
    form.set('model', server.model);
    form.set('response_format', format);
    form.set('temperature', '0');
    if (request.language) form.set('language', request.language.split('-')[0] ?? '');
    if (server.prompt) form.set('prompt', server.prompt);
    const timeout = AbortSignal.timeout(server.timeoutSeconds * SECOND);
    return fetch(url, {
      method: 'POST',
      body: form,
      headers: server.apiKey ? { authorization: `Bearer ${server.apiKey}` } : {},
      signal: AbortSignal.any([request.signal, timeout]),
      redirect: 'error',
    });
  };

  return {
    name: `server:${server.model}`,
    async transcribe(request) {
      try {
        let response = await ask(request, 'verbose_json');
        if (response.status === 400) {
          await response.body?.cancel();
          response = await ask(request, 'json');
        }
        const body = await limited(response);
        if (!response.ok) throw failed(`it answers with ${response.status}: ${body.slice(0, 200)}`);
        return transcriptOf(Answer.parse(JSON.parse(body)));
      } catch (error) {
        if (error instanceof CallbookError) throw error;
        if ((error as Error).name === 'TimeoutError')
          throw new CallbookError('media-late', `The speech server did not answer within ${server.timeoutSeconds} s.`);
        throw failed(error instanceof z.ZodError ? 'its answer is no transcript' : reasonOf(error));
      }
    },
  };

  function failed(reason: string): CallbookError {
    return new CallbookError('speech-failed', `The speech server ${new URL(url).host} failed: ${reason}.`);
  }
}

function transcriptOf({ text, language, segments }: z.infer<typeof Answer>): Transcript {
  const sure = (segments ?? []).flatMap(({ avg_logprob, start, end }) =>
    avg_logprob == null ? [] : [{ weight: Math.max(end - start, 0.1), value: Math.exp(Math.min(avg_logprob, 0)) }],
  );
  const weight = sure.reduce((sum, one) => sum + one.weight, 0);
  return {
    text: cleanText(text).trim(),
    language: languageTag(language ?? undefined),
    confidence: weight > 0 ? sure.reduce((sum, one) => sum + one.weight * one.value, 0) / weight : undefined,
    segments: (segments ?? []).map((one) => ({ from: one.start, to: one.end, text: cleanText(one.text).trim() })),
  };
}

/** Whisper's servers answer with a tag (`en`) or with an English name (`english`). */
function languageTag(language: string | undefined): string | undefined {
  const name = language?.trim().toLowerCase();
  if (!name) return undefined;
  if (/^[a-z]{2,3}$/.test(name)) return name;
  return LANGUAGES.get(name);
}

const NAMES = new Intl.DisplayNames('en', { type: 'language' });
const CODES =
  'af ar az be bg bn bs ca cs cy da de el en es et eu fa fi fr gl gu he hi hr hu hy id is it ja ka kk km kn ko lt lv mi mk ml mr ms my ne nl no pa pl pt ro ru sk sl sq sr sv sw ta te th tl tr uk ur vi zh';
const LANGUAGES = new Map(CODES.split(' ').map((code) => [NAMES.of(code)?.toLowerCase() ?? code, code]));

async function limited(response: Response): Promise<string> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    if (text.length > ANSWER_LIMIT) throw new Error('its answer does not end');
  }
  return text;
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return (cause as { code?: string } | undefined)?.code ?? message;
}
