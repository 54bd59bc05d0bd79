import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CallbookError, type Config, ConfigSchema, contradictionsOf } from '@callbook/contracts';
import { isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from 'yaml';
import { fillCalendars } from './calendars.ts';
import type { Environment } from './environment.ts';

const DEFAULT_FILE = 'callbook.yaml';

/**
 * The configuration of this process: the file, with secrets filled in from the environment, then the environment's own
 * settings, then everything checked at once.
 * @throws CallbookError `config-invalid` that lists every fault with its place in the file.
 */
export function loadConfig(environment: Environment, directory = '.', now = new Date()): Config {
  const path = environment.configPath ?? join(directory, DEFAULT_FILE);
  if (!existsSync(path)) {
    if (environment.configPath !== undefined)
      throw new CallbookError('config-invalid', `CALLBOOK_CONFIG names ${path}, and there is no such file.`);
    return parseConfig('', environment, path, now);
  }
  return parseConfig(readFileSync(path, 'utf8'), environment, path, now);
}

/**
 * Parses and checks the text of a configuration file. `path` is only for messages, and those never hold a value: it
 * might be a password. `now` says which years' public holidays are looked up.
 * @throws CallbookError `config-invalid` that lists every fault with line and column.
 */
export function parseConfig(text: string, environment: Environment, path: string, now = new Date()): Config {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const syntax: string[] = [];
  const missing: string[] = [];
  const place = (offset: number | undefined) => {
    if (offset === undefined) return path;
    const { line, col } = lines.linePos(offset);
    return `${path}:${line}:${col}`;
  };
  for (const error of document.errors) syntax.push(`${place(error.pos[0])} ${error.message}`);

  const unfilled = new Set<unknown>();
  visit(document, {
    Alias(_, node) {
      // Not left to the parser, whose message would print it: an unquoted password may begin with an asterisk.
      if (node.resolve(document) === undefined)
        syntax.push(`${place(node.range?.[0])} text that begins with * must stand in quotes`);
    },
    Scalar(_, node) {
      if (typeof node.value !== 'string') return;
      node.value = node.value.replace(/\$\{([A-Za-z_]\w*)\}/g, (_whole, name: string) => {
        const value = environment.variables[name];
        if (value === undefined) {
          missing.push(`${place(node.range?.[0])} the environment has no variable ${name}`);
          unfilled.add(node);
        }
        return value ?? '';
      });
    },
  });
  if (document.errors.length === 0 && document.contents !== null && !isMap(document.contents))
    syntax.push(`${place(document.contents.range?.[0])} the file must hold settings, each as "name: value"`);

  const settings = overridden(syntax.length > 0 ? {} : (document.toJS() ?? {}), environment);
  const places = fillCalendars(settings, now);
  const result = ConfigSchema.safeParse(settings);
  const faults = [...syntax, ...missing];
  const tell = (node: Node | undefined, setting: readonly PropertyKey[], message: string) => {
    if (!unfilled.has(node)) faults.push(`${place(node?.range?.[0])} ${setting.join('.')}: ${message}`);
  };
  for (const issue of result.error?.issues ?? []) {
    for (const { setting, message } of settingsOf(issue)) {
      const { name, value } = find(document.contents, setting);
      tell(issue.code === 'unrecognized_keys' ? name : value, setting, message);
    }
  }
  for (const contradiction of [...places, ...contradictionsOf(settings)])
    tell(find(document.contents, contradiction.path).value, contradiction.path, contradiction.message);
  if (faults.length > 0 || !result.success)
    throw new CallbookError(
      'config-invalid',
      `The configuration has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n  ${faults.join('\n  ')}`,
    );
  return result.data;
}

type Issue = NonNullable<ReturnType<typeof ConfigSchema.safeParse>['error']>['issues'][number];

/** Settings that do not exist come as one issue of the section that they stand in: here each is one of its own. */
function settingsOf(issue: Issue): { setting: readonly PropertyKey[]; message: string }[] {
  if (issue.code !== 'unrecognized_keys') return [{ setting: issue.path, message: issue.message }];
  return issue.keys.map((key) => ({ setting: [...issue.path, key], message: 'there is no such setting' }));
}

/** The settings, with those of the environment in place of the file's. */
function overridden(settings: Record<string, unknown>, { databaseUrl, redisUrl, port }: Environment): unknown {
  const section = (name: string, given: object) => {
    const written = settings[name] ?? {};
    // A section that is none stays as it is: the schema refuses it, and a typo is not covered up.
    return { [name]: isPlainObject(written) ? { ...written, ...given } : written };
  };
  return {
    ...settings,
    ...(databaseUrl && section('database', { url: databaseUrl })),
    ...(redisUrl && section('redis', { url: redisUrl })),
    ...(port !== undefined && section('http', { port })),
  };
}

function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Name and value of the setting at this path, or of the nearest thing above it that stands in the file. */
function find(contents: unknown, path: readonly PropertyKey[]): { name: Node | undefined; value: Node | undefined } {
  let value = isNode(contents) ? contents : undefined;
  let name = value;
  for (const step of path) {
    const pair = isMap(value) ? value.items.find(({ key }) => isScalar(key) && key.value === step) : undefined;
    const next = isSeq(value) ? value.get(Number(step), true) : pair?.value;
    if (!isNode(next)) break;
    name = isNode(pair?.key) ? pair.key : next;
    value = next;
  }
  return { name, value };
}
