import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from '@swc/core';

export const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

/** One import or re-export of a source file. */
export type Import = {
  readonly from: string;
  /** The name as it is written. */
  readonly name: string;
  /** Only types: gone when the program runs. */
  readonly typeOnly: boolean;
};

/** The rooms that are there: every folder of a workspace with a package.json. */
export function rooms(): string[] {
  return ['infra', 'services', 'shared', 'workers'].flatMap((wing) =>
    readdirSync(join(ROOT, wing))
      .map((name) => `${wing}/${name}`)
      .filter((room) => existsSync(join(ROOT, room, 'package.json')))
      .sort(),
  );
}

/** The source files of a room, tests left out. */
export function sources(room: string): string[] {
  const found = readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' });
  return found
    .filter((path) => /^src\/.*\.tsx?$/.test(path) && !/\.d\.ts$/.test(path))
    .map((path) => `${room}/${path}`)
    .sort();
}

/** The app of the desk: a part of its room that runs in browsers, and is built with packages that nothing else needs. */
export const APP = 'services/desk/web';

export function appSources(): string[] {
  const found = readdirSync(join(ROOT, APP, 'src'), { recursive: true, encoding: 'utf8' });
  return found.filter((path) => /\.tsx?$/.test(path)).map((path) => `${APP}/src/${path}`);
}

/** Every file of the repository that is not made by a tool. */
export function files(): string[] {
  return readdirSync(ROOT).flatMap((top) =>
    ['.git', '.callbook', '.test-evidence', 'node_modules'].includes(top) ? [] : below(top),
  );
}

function below(path: string): string[] {
  if (!statSync(join(ROOT, path)).isDirectory()) return [path];
  const names = readdirSync(join(ROOT, path)).filter((name) => name !== 'dist' && name !== 'node_modules');
  return names.flatMap((name) => below(`${path}/${name}`));
}

/** What people read: the documents at the top, and the decisions. */
export function documents(): string[] {
  return files().filter((path) => /^([A-Z]+|docs\/.+)\.md$/.test(path));
}

export type Package = {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
};

export function packageOf(room: string): Package {
  return JSON.parse(readFileSync(join(ROOT, room, 'package.json'), 'utf8'));
}

/** The rooms that a tsconfig refers to. */
export function referencesOf(path: string): string[] {
  const { references = [] }: { references?: { path: string }[] } = JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
  return references.map((reference) => normalize(join(dirname(path), reference.path))).sort();
}

type Node = Readonly<Record<string, unknown>>;

/** Calls back for every node of a file's syntax tree: exact where a search for text would find comments and strings. */
function visit(file: string, seen: (node: Node) => void): void {
  const source = readFileSync(join(ROOT, file), 'utf8');
  const walk = (value: unknown) => {
    if (typeof value !== 'object' || value === null) return;
    if ('type' in value) seen(value as Node);
    for (const inner of Object.values(value)) walk(inner);
  };
  walk(parseSync(source, { syntax: 'typescript', tsx: file.endsWith('x'), target: 'es2022' }));
}

const textOf = (node: unknown) => (node as { value?: string } | undefined)?.value;

export function importsOf(file: string): Import[] {
  const found: Import[] = [];
  const add = (name: string | undefined, typeOnly: boolean) => {
    if (name !== undefined) found.push({ from: file, name, typeOnly });
  };
  visit(file, (node) => {
    if (/^(Import|Export(Named|All)?)Declaration$/.test(String(node.type)))
      add(textOf(node.source), node.typeOnly === true);
    if (node.type === 'TsImportType') add(textOf(node.argument), true);
    if (node.type === 'CallExpression' && (node.callee as Node).type === 'Import') {
      const [first] = node.arguments as { expression: Node }[];
      add(textOf(first?.expression), false);
    }
  });
  return found;
}

/** True when a file reads the environment of the process, by whatever way of writing it. */
export function readsEnvironment(file: string): boolean {
  let reads = false;
  const isProcess = (node: unknown) => (node as Node | null)?.type === 'Identifier' && textOf(node) === 'process';
  visit(file, (node) => {
    if (node.type === 'MemberExpression' && isProcess(node.object)) {
      const { property } = node as { property: Node };
      if (textOf(property) === 'env' || textOf(property.expression) === 'env') reads = true;
    }
    if (node.type === 'VariableDeclarator' && isProcess(node.init)) reads = true;
    if (node.type === 'ImportDeclaration' && /^(node:)?process$/.test(textOf(node.source) ?? '')) reads = true;
  });
  return reads;
}

/** The package of an import: `@scope/name/part` → `@scope/name`. Undefined for what comes with Node, and for files. */
export function packageName(name: string): string | undefined {
  if (name.startsWith('.') || name.startsWith('node:')) return undefined;
  return name.split('/', name.startsWith('@') ? 2 : 1).join('/');
}

/** A way round a graph, if there is one. */
export function cycleIn(graph: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>();
  const walk = (node: string, way: string[]): string[] | undefined => {
    if (way.includes(node)) return [...way.slice(way.indexOf(node)), node];
    if (done.has(node)) return undefined;
    for (const next of graph.get(node) ?? []) {
      const cycle = walk(next, [...way, node]);
      if (cycle) return cycle;
    }
    done.add(node);
    return undefined;
  };
  for (const node of graph.keys()) {
    const cycle = walk(node, []);
    if (cycle) return cycle;
  }
  return undefined;
}
