import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { webhookEvents } from '../src/index.ts';

test('docs/webhooks.md has every event there is, in the words of the API', () => {
  const text = readFileSync(new URL('../../../docs/webhooks.md', import.meta.url), 'utf8');
  const rows = [...text.matchAll(/^\| `(call\.[a-z-]+)` \| (.+) \|$/gm)].map(([, event, words]) => [event, words]);
  expect(Object.fromEntries(rows)).toEqual(webhookEvents);
});
