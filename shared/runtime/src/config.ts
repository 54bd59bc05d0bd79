import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CallbookError, type Config, ConfigSchema } from '@callbook/contracts';
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from 'yaml';
import type { Environment } from './environment.ts';

const DEFAULT_FILE = 'callbook.yaml';

/**
 * The configuration of this process: the file, with secrets filled in from the environment, then the environment's own
 * settings, then everything checked at once.
 * @throws CallbookError `config-invalid` that lists every fault with its place in the file.
 */
export function loadConfig(environment: Environment, directory = '.'): Config {
  const path = environment.configPath ?? join(directory, DEFAULT_FILE);
  if (!existsSync(path)) {
    if (environment.configPath !== undefined)
      throw new CallbookError('config-invalid', `CALLBOOK_CONFIG names ${path}, and there is no such file.`);
    return parseConfig('', environment, path);
  }
  return parseConfig(readFileSync(path, 'utf8'), environment, path);
}

/**
 * Parses and checks the text of a configuration file. `path` is only for messages.
 * @throws CallbookError `config-invalid` that lists every fault with line and column.
 */
export function parseConfig(text: string, environment: Environment, path: string): Config {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const faults: string[] = [];
  const place = (offset: number | undefined) => {
    if (offset === undefined) return path;
    const { line, col } = lines.linePos(offset);
    return `${path}:${line}:${col}`;
  };
  for (const error of document.errors) faults.push(`${place(error.pos[0])} ${error.message.split('\n')[0]}`);

  visit(document, {
    Scalar(_, node) {
      if (typeof node.value !== 'string') return;
      node.value = node.value.replace(/\$\{([A-Za-z_]\w*)\}/g, (_whole, name: string) => {
        const value = environment.variables[name];
        if (value === undefined) faults.push(`${place(node.range?.[0])} the environment has no variable ${name}`);
        return value ?? '';
      });
    },
  });

  const settings = overridden(document.errors.length > 0 ? {} : (document.toJS() ?? {}), environment);
  const result = ConfigSchema.safeParse(settings);
  if (!result.success) {
    for (const issue of result.error.issues) {
      const node = nodeAt(document.contents, issue.path);
      faults.push(`${place(node?.range?.[0])} ${issue.path.join('.') || 'the file'}: ${issue.message}`);
    }
  }
  if (faults.length > 0 || !result.success) {
    throw new CallbookError(
      'config-invalid',
      `The configuration has ${faults.length} fault(s):\n  ${faults.join('\n  ')}`,
    );
  }
  return result.data;
}

function overridden(settings: Record<string, unknown>, { databaseUrl, redisUrl, port }: Environment): unknown {
  const section = (name: string) => (settings[name] ?? {}) as object;
  return {
    ...settings,
    ...(databaseUrl && { database: { ...section('database'), url: databaseUrl } }),
    ...(redisUrl && { redis: { ...section('redis'), url: redisUrl } }),
    ...(port !== undefined && { http: { ...section('http'), port } }),
  };
}

/** The node of a path, or the nearest one above it that stands in the file. */
function nodeAt(contents: unknown, path: readonly PropertyKey[]): Node | undefined {
  let node = contents as Node | null;
  for (const step of path) {
    const next = isMap(node) || isSeq(node) ? node.get(step as string | number, true) : undefined;
    if (!isMap(next) && !isSeq(next) && !isScalar(next)) break;
    node = next;
  }
  return node ?? undefined;
}
