import { existsSync, readFileSync } from 'node:fs';
import type { Scenario } from './scenario.ts';

const FOLDER = new URL('../../../../../shared/data/email/threads/', import.meta.url);

type Given = {
  id: string;
  name: string;
  files: string[];
  expectedCalls: string[][];
  duplicates: string[];
  substitute?: Record<string, string>;
};

/** The scenarios that lie beside the project; undefined where they do not. */
export function givenScenarios(): Scenario[] | undefined {
  const list = new URL('scenario.json', FOLDER);
  if (!existsSync(list)) return undefined;
  return (JSON.parse(readFileSync(list, 'utf8')) as Given[]).map(
    ({ id, name, files, expectedCalls, duplicates, substitute = {} }) => ({
      name: `${id}: ${name}`,
      letters: files.map((file) => letterOf(file, Object.keys(substitute))),
      ...{ calls: expectedCalls, duplicates },
    }),
  );
}

function letterOf(name: string, placeholders: readonly string[]) {
  let raw = readFileSync(new URL(name, FOLDER), 'latin1');
  const value = (header: string) => new RegExp(`^${header}: (.*)$`, 'm').exec(raw)?.[1]?.trim() ?? '';
  const [mailbox, receivedAt] = [value('X-Test-Mailbox'), value('X-Test-Received-At')];
  for (const placeholder of placeholders) raw = raw.replaceAll(placeholder, ours(placeholder));
  return { name, mailbox, receivedAt, raw };
}

/** `ACK.t01-a@placeholder.invalid`, as this test's own placeholders say it. */
function ours(placeholder: string): string {
  const [, what = '', file] = /^([A-Z]+)\.(t\d+-\w)/.exec(placeholder) ?? [];
  const name = { ACK: 'ack', TOKEN: 'token', REF: 'ref', BADCODE: 'badref' }[what];
  if (name === undefined) throw new Error(`What is to stand for ${placeholder} is not known`);
  return `{${name}:${file}.eml}`;
}
