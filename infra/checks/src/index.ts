export { someContact } from './contacts.ts';
export { type TestDatabase, testDatabase } from './database.ts';
export { testServices } from './environment.ts';
export { quietLogger } from './logger.ts';
