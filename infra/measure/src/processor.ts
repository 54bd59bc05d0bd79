import { existsSync, readFileSync } from 'node:fs';
import { familyOf } from './family.ts';

/** `getconf CLK_TCK`: 100 on every Linux that there is. */
const TICKS_A_SECOND = 100;

/**
 * Milliseconds of processor time that a process and those that it started have used, also those that have ended. Known
 * on Linux only.
 */
export function processorOf(pid: number): number | undefined {
  if (!existsSync('/proc/self/stat')) return undefined;
  return familyOf(pid).reduce((sum, member) => sum + own(member), 0);
}

function own(pid: number): number {
  // proc(5): the name in brackets may hold anything. Behind it the third field comes; 14 to 17 are the times of the
  // process and of its children that have ended.
  const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)?.split(' ') ?? [];
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return (ticks * 1000) / TICKS_A_SECOND;
}
