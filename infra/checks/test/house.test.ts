import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { AROUND, ENVIRONMENT, NOT_IMPORTED, OWN, OWNERS, PURE, ROOMS, TOP } from './house/rights.ts';
import {
  APP,
  appSources,
  cycleIn,
  documents,
  files,
  type Import,
  importsOf,
  packageName,
  packageOf,
  ROOT,
  readsEnvironment,
  referencesOf,
  rooms,
  sources,
} from './house/source.ts';

const all = rooms();
const nameOf = new Map(all.map((room) => [packageOf(room).name, room]));
const imports = new Map<string, Import[]>(all.map((room) => [room, sources(room).flatMap(importsOf)]));
const around = (room: string) => (AROUND as readonly string[]).includes(room);

/** The packages that the sources of a room import, with the files that do. */
function imported(room: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { from, name } of imports.get(room) ?? []) {
    const what = packageName(name);
    if (what !== undefined) found.set(what, [...(found.get(what) ?? []), from]);
  }
  return found;
}

const declared = (room: string) => {
  const { dependencies, optionalDependencies } = packageOf(room);
  return Object.keys({ ...dependencies, ...optionalDependencies }).sort();
};
const roomsAmong = (packages: Iterable<string>) => [...packages].flatMap((name) => nameOf.get(name) ?? []).sort();

test('every room is in the table of rights, and everything in the table is there', () => {
  expect([...all].sort()).toEqual([...Object.keys(ROOMS), ...AROUND].sort());
});

describe.each(all)('%s', (room) => {
  test('is called after its folder', () => {
    expect(packageOf(room).name).toBe(`@callbook/${room.split('/')[1]}`);
  });

  test('has sources', () => {
    expect(sources(room).length).toBeGreaterThan(0);
  });

  test('imports only the rooms that it may', () => {
    if (around(room)) return;
    const allowed = ROOMS[room] ?? [];
    expect(roomsAmong(imported(room).keys()).filter((other) => !allowed.includes(other))).toEqual([]);
    expect(roomsAmong(declared(room)).filter((other) => !allowed.includes(other))).toEqual([]);
  });

  test('leaves packages that have an owner to their owner', () => {
    if (around(room)) return;
    const foreign = [...imported(room).keys(), ...declared(room)].filter((name) => (OWNERS[name] ?? room) !== room);
    expect(foreign).toEqual([]);
  });

  test('declares what it imports', () => {
    const known = declared(room);
    expect([...imported(room)].filter(([name]) => !known.includes(name))).toEqual([]);
  });

  test('imports what it declares', () => {
    const excused = NOT_IMPORTED[room] ?? [];
    const used = [...imported(room).keys()];
    expect(declared(room).filter((name) => !used.includes(name))).toEqual([...excused]);
  });

  test('reaches into no other room by path', () => {
    const out = (imports.get(room) ?? []).filter(
      ({ from, name }) => name.startsWith('.') && !normalize(join(dirname(from), name)).startsWith(`${room}/`),
    );
    expect(out).toEqual([]);
  });

  test('is compiled after the rooms that it depends on, and after no others', () => {
    expect(referencesOf(`${room}/tsconfig.json`)).toEqual(roomsAmong(declared(room)));
  });

  test('has no cycle among its files', () => {
    const files = new Map(
      sources(room).map((file) => [
        file,
        importsOf(file)
          // Types are gone when the program runs: two files may speak of each other's.
          .filter(({ name, typeOnly }) => name.startsWith('.') && !typeOnly)
          .map(({ name }) => normalize(join(dirname(file), name))),
      ]),
    );
    expect(cycleIn(files)).toBeUndefined();
  });
});

describe('the app of the desk', () => {
  const all = appSources().flatMap(importsOf);

  test('takes nothing but types from its room, and knows no other', () => {
    const out = all.filter(
      ({ from, name }) => name.startsWith('.') && !normalize(join(dirname(from), name)).startsWith(`${APP}/src/`),
    );
    expect(out.map(({ typeOnly }) => typeOnly)).toEqual(out.map(() => true));
    expect(new Set(out.map(({ from, name }) => normalize(join(dirname(from), name))))).toEqual(
      new Set(['services/desk/src/operations.ts']),
    );
    const typesAlone = (name: string) =>
      all.filter((one) => packageName(one.name) === name).every((one) => one.typeOnly);
    expect(roomsAmong(new Set(all.flatMap(({ name }) => packageName(name) ?? [])))).toEqual([]);
    expect(typesAlone('zod')).toBe(true);
  });

  test('is built with packages that the desk does not need to run', () => {
    const { devDependencies = {}, dependencies = {} } = packageOf('services/desk');
    const used = new Set(all.filter(({ typeOnly }) => !typeOnly).flatMap(({ name }) => packageName(name) ?? []));
    expect([...used].filter((name) => !(name in devDependencies))).toEqual([]);
    expect([...used].filter((name) => name in dependencies)).toEqual([]);
  });

  test('has no cycle among its files', () => {
    const graph = new Map(
      appSources().map((file) => [
        file,
        importsOf(file)
          .filter(({ name, typeOnly }) => name.startsWith('.') && !typeOnly)
          .map(({ name }) => normalize(join(dirname(file), name))),
      ]),
    );
    expect(cycleIn(graph)).toBeUndefined();
  });
});

describe('the house', () => {
  test('has no cycle among its rooms', () => {
    const graph = new Map(
      all.map((room) => [room, [...new Set([...roomsAmong(imported(room).keys()), ...roomsAmong(declared(room))])]]),
    );
    expect(cycleIn(graph)).toBeUndefined();
  });

  test('lets adapters know neither each other nor the log nor the queue', () => {
    const others = ['services/desk', 'services/command'];
    const adapters = Object.keys(ROOMS).filter((room) => room.startsWith('services/') && !others.includes(room));
    expect(adapters).toContain('services/email');
    for (const room of adapters)
      for (const other of ROOMS[room] ?? []) expect(other).toMatch(/^shared\/(?!log$|queue$)/);
  });

  test('is built upwards: what is shared knows no service and no worker, and nobody knows infra', () => {
    for (const [room, others] of Object.entries(ROOMS)) {
      if (room.startsWith('shared/')) for (const other of others) expect(other).toMatch(/^shared\//);
      expect(others.filter((other) => other.startsWith('infra/'))).toEqual([]);
    }
  });

  test('reads the environment in its environment.ts files alone', () => {
    const readers = all.flatMap(sources).filter(readsEnvironment);
    expect(readers.sort()).toEqual([...ENVIRONMENT]);
  });

  test.each(PURE)('%s has no files, no network and no clock', (room) => {
    const touched = (imports.get(room) ?? []).map(({ name }) => name).filter((name) => name.startsWith('node:'));
    expect([...new Set(touched)]).toEqual(['node:crypto']);
  });

  test('is compiled and type-checked whole', () => {
    expect(referencesOf('tsconfig.json').filter((path) => path !== 'tsconfig.test.json')).toEqual([...all, APP].sort());
    expect(referencesOf('tsconfig.test.json')).toEqual([...all].sort());
  });

  test.each(documents())('names in %s only files that exist', (document) => {
    const text = readFileSync(join(ROOT, document), 'utf8').replace(/^```.*?^```/gms, '');
    const linked = [...text.matchAll(/\]\(([^)#:]+)\)/g)].map(([, path = '']) => join(dirname(document), path));
    const named = [...text.matchAll(/`([\w./-]+\.(?:ts|sql|eml|ya?ml|mjs))`/g)].map(([, path = '']) => path);
    const there = files();
    const isThere = (path: string) => there.some((file) => file === path || file.endsWith(`/${path}`));
    const gone = [
      ...linked.map(normalize).filter((path) => !existsSync(join(ROOT, path))),
      ...named.filter((path) => !isThere(path)),
    ];
    expect(gone.filter((path) => !(OWN as readonly string[]).includes(path))).toEqual([]);
  });

  test('has at its top what is known, and no more', () => {
    const here = readdirSync(ROOT).filter((name) => !(OWN as readonly string[]).includes(name));
    expect(here.sort()).toEqual([...TOP].sort());
  });
});
