import { readFileSync } from 'node:fs';
import { ConfigSchema } from '@callbook/contracts';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { environment, parseConfig } from '../src/index.ts';
import { settingsOf } from './settings.ts';

const example = readFileSync(new URL('../../../callbook.example.yaml', import.meta.url), 'utf8');

/** In the example a `#` without a space behind it puts a setting out of use; all others begin a comment. */
const everything = example.replace(/^( *)#(?=[\w-])/gm, '$1');

/** Secrets that have a form of their own. */
const TOKENS: Readonly<Record<string, string>> = {
  SLACK_BOT_TOKEN: 'xoxb-secret',
  SLACK_APP_TOKEN: 'xapp-secret',
  PAPER_TOKEN: 'secret-of-a-tray',
  CALLBOOK_DESK_SECRET: 'a secret of more than thirty-two characters',
  CALLBOOK_PAPER_SECRET: 'another secret of more than thirty-two characters',
  WEBHOOK_SECRET: 'whsec_YSBrZXkgb2YgdGhpcnR5LXR3byBieXRlcywgd2hpY2g=',
  PREVIOUS_WEBHOOK_SECRET: 'whsec_YSBrZXkgb2YgdGhpcnR5LXR3byBieXRlcywgd2hpY2g=',
};

type Documented = { readonly comment: string; readonly value: string };

/** What the example says of each setting: the comment above it, and the value behind it. */
function documented(): Map<string, Documented> {
  const found = new Map<string, Documented>();
  const above: { indent: number; name: string }[] = [];
  let comment: string[] = [];
  for (const line of example.split('\n')) {
    const setting = /^( *)#?(- )?(\w+):(?: (.*))?$/.exec(line);
    if (!setting) {
      comment = line.trim() === '' ? [] : [...comment, line.trim().replace(/^# ?/, '')];
      continue;
    }
    const [, space = '', member = '', name = '', value = ''] = setting;
    const indent = space.length + member.length;
    while ((above.at(-1)?.indent ?? -1) >= indent) above.pop();
    above.push({ indent, name });
    const path = above.map((step) => step.name).join('.');
    if (!found.has(path)) found.set(path, { comment: comment.join('\n'), value });
    comment = [];
  }
  return found;
}

const settings = settingsOf(ConfigSchema);
const told = documented();

describe('callbook.example.yaml', () => {
  test('sets the defaults and nothing else, so that copying it whole changes nothing', () => {
    expect(parseConfig(example, environment({}), 'example')).toEqual(parseConfig('', environment({}), 'none'));
  });

  test('is taken with every setting in use', () => {
    const names = [...everything.matchAll(/^[^#\n]*\$\{(\w+)\}/gm)].map(([, name]) => name ?? '');
    expect(names.length).toBeGreaterThan(0);
    const variables = Object.fromEntries(names.map((name) => [name, TOKENS[name] ?? 'secret']));
    const config = parseConfig(everything, environment(variables), 'example');
    expect(config.email.accounts).toHaveLength(1);
    expect(config.voice.twilio?.accounts).toHaveLength(1);
    expect(config.slack.workspaces).toHaveLength(1);
    expect(config.webhooks).toHaveLength(1);
  });

  test('has the settings that exist, and no others', () => {
    const sections = new Set(
      settings.flatMap(({ path }) => path.split('.').map((_, at, steps) => steps.slice(0, at).join('.'))),
    );
    // A list of sections is both: a setting, and the section that each of its members is.
    const known = new Set(settings.map(({ path }) => path));
    const single = [...told.keys()].filter((path) => !sections.has(path) || known.has(path));
    expect(single.sort()).toEqual([...known].sort());
  });

  test.each(settings.map(({ path, required, fallback }) => [path, { required, fallback }] as const))(
    'says of %s what it is when it is left out',
    (path, { required, fallback }) => {
      const { comment = '', value } = told.get(path) ?? {};
      const stated = /^Default: (.*?)(?: \(.*\))?\.$/m.exec(comment)?.[1];
      if (required) return expect(comment).toMatch(/^Required\.$/m);
      expect(stated).toBeDefined();
      if (fallback === undefined) return;
      expect(parse(stated ?? '')).toEqual(fallback);
      if (value) expect(parse(value)).toEqual(fallback);
    },
  );
});
