export type { Degrading } from './degrade.ts';
export type { Answers, Writing } from './fill.ts';
export { randomOf } from './random.ts';
export { type RoundSheet, roundSheet } from './round.ts';
export { scannedSheet } from './scanned.ts';
