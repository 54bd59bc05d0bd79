import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { closedFolder } from '../src/system-user.ts';

describe('the way of a system user to a folder', () => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'callbook-')));
  const stranger = { name: 'stranger', uid: 54_321, gid: 54_321 };
  const inner = join(root, 'open', 'inner');
  chmodSync(root, 0o755);
  mkdirSync(inner, { recursive: true, mode: 0o755 });

  afterAll(() => rmSync(root, { recursive: true }));

  test('is open where everyone may pass', () => {
    expect(closedFolder(inner, stranger)).toBeUndefined();
  });

  test('ends at the topmost folder that is closed', () => {
    chmodSync(join(root, 'open'), 0o700);
    chmodSync(inner, 0o700);
    expect(closedFolder(inner, stranger)).toBe(join(root, 'open'));
  });

  test('is open for the owner of a private folder', () => {
    const owner = { name: 'owner', uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
    expect(closedFolder(inner, owner)).toBeUndefined();
  });
});
