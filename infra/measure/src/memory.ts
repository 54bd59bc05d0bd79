import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { familyOf } from './family.ts';
import { type Figure, figure } from './figure.ts';

/** Memory of a process in megabytes (10^6 bytes). */
export type Memory = {
  readonly resident: number;
  /** Without pages of mapped files, which the system takes back when it needs them. Known on Linux only. */
  readonly anonymous: number | undefined;
};

/** The memory that a process has at this moment. */
export function memoryOf(pid: number): Memory {
  const path = `/proc/${pid}/status`;
  if (!existsSync('/proc/self/status')) {
    const { stdout } = spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
    return { resident: megabytes(Number(stdout)), anonymous: undefined };
  }
  const status = readFileSync(path, 'utf8');
  const read = (name: string) => megabytes(Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]));
  return { resident: read('VmRSS'), anonymous: read('RssAnon') };
}

/**
 * The most memory that a process and those that it started have had, in megabytes; what it has now where that is not
 * known. The sum of what each had at its worst, with what they share in each of them: more than there ever was.
 */
export function peakOf(pid: number): number {
  if (!existsSync('/proc/self/status')) return memoryOf(pid).resident;
  return familyOf(pid).reduce((sum, member) => sum + ownPeakOf(member), 0);
}

function ownPeakOf(pid: number): number {
  return megabytes(Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]));
}

/** Samples of a process's memory as figures: `…_rss_mb`, and `…_anonymous_mb` where that is known. */
export function memoryFigures(name: string, samples: readonly Memory[], suffix = ''): Figure[] {
  const resident = samples.map((sample) => sample.resident);
  const anonymous = samples.flatMap((sample) => sample.anonymous ?? []);
  return [
    figure(`${name}_rss_mb${suffix}`, 'MB', resident),
    ...(anonymous.length > 0 ? [figure(`${name}_anonymous_mb${suffix}`, 'MB', anonymous)] : []),
  ];
}

function megabytes(kibibytes: number): number {
  return (kibibytes * 1024) / 1e6;
}
