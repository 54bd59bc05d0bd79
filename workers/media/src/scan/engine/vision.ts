import { CallbookError, SECOND, type VisionServer } from '@callbook/contracts';
import type { Raster } from '@callbook/forms';
import sharp from 'sharp';
import { z } from 'zod';
import type { LineEngine } from './engine.ts';

const ASKED =
  'This picture shows one line of writing from a form. Answer with exactly the characters that are written, and nothing else. If you cannot read it, answer with nothing.';
/** Characters: an answer that is longer is no line. */
const LONGEST = 300;
const MOST_BYTES = 100_000;

const Answer = z.object({ choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1) });

/** A vision model on a server that speaks OpenAI's `/v1/chat/completions`. It says nothing of how sure it is. */
export function visionEngine({ url, model, apiKey, timeoutSeconds }: VisionServer): LineEngine {
  const ask = async (line: Raster): Promise<string> => {
    const { width, height, data } = line;
    const picture = await sharp(data, { raw: { width, height, channels: 1 } })
      .extend({ top: 8, bottom: 8, left: 8, right: 8, background: 'white' })
      .png()
      .toBuffer();
    const content = [
      { type: 'text', text: ASKED },
      { type: 'image_url', image_url: { url: `data:image/png;base64,${picture.toString('base64')}` } },
    ];
    const response = await fetch(`${url.replace(/\/$/, '')}/chat/completions`, {
      method: 'POST',
      redirect: 'error',
      headers: { 'content-type': 'application/json', ...(apiKey && { authorization: `Bearer ${apiKey}` }) },
      body: JSON.stringify({ model, temperature: 0, max_tokens: 200, messages: [{ role: 'user', content }] }),
      signal: AbortSignal.timeout(timeoutSeconds * SECOND),
    });
    if (!response.ok) throw new Error(`The server answered ${response.status}.`);
    const body = await response.text();
    if (body.length > MOST_BYTES) throw new Error('The server answered without end.');
    const said = Answer.parse(JSON.parse(body)).choices[0]?.message.content.trim() ?? '';
    return said.length > LONGEST ? '' : said;
  };
  return {
    name: `server:${model}`,
    async read(lines) {
      try {
        const texts = [];
        for (const line of lines) texts.push({ text: await ask(line), confidence: 0 });
        return texts;
      } catch (error) {
        throw new CallbookError('reading-failed', 'The vision server failed.', { cause: error });
      }
    },
  };
}
