export { promisesOf } from './acknowledge.ts';
export { compare } from './matter/evidence.ts';
export { matchesOf, type Other } from './matter/match.ts';
export { type Features, featuresOf } from './matter/score.ts';
export { introduce, type Sketch, sketchOf } from './matter/sketch.ts';
export { type RecordDeps, type Recorded, recordContacts } from './record.ts';
export { consolidationRole } from './role.ts';
