import { existsSync, readFileSync } from 'node:fs';

/** A process and those that it started, and so on, that are running. Others than itself are known on Linux only. */
export function familyOf(pid: number): number[] {
  const path = `/proc/${pid}/task/${pid}/children`;
  if (!existsSync(path)) return [pid];
  const children = readFileSync(path, 'latin1').trim().split(' ').filter(Boolean).map(Number);
  return [pid, ...children.flatMap(familyOf)];
}
