export { type Degrading, degraded } from './degrade.ts';
export { type Answers, fill, type Writing } from './fill.ts';
export { type SheetMaker, startSheetMaker } from './maker.ts';
export { randomOf } from './random.ts';
export { type RoundSheet, roundSheet } from './round.ts';
export { fileOf, scannedSheet } from './scanned.ts';
export { type Score, scoreOf, type Tally, tallied } from './score.ts';
