export { type RecordDeps, type Recorded, recordContacts } from './record.ts';
export { consolidationRole } from './role.ts';
