import type { Bench } from '../bench.ts';
import type { Figure } from '../figure.ts';
import { measureHearing } from './hearing.ts';
import { measureWebhooks } from './webhooks.ts';

/** How fast a caller is answered, and what it costs to listen to what was said. */
export async function measureVoice(bench: Bench): Promise<Figure[]> {
  return [...(await measureWebhooks(bench)), ...(await measureHearing(bench))];
}
