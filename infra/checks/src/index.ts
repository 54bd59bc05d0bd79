export { startBrowser } from './browser.ts';
export { type LoggedCall, logCall, logContact } from './calls.ts';
export { someContact } from './contacts.ts';
export { type TestDatabase, testDatabase } from './database.ts';
export { testServices } from './environment.ts';
export { quietLogger } from './logger.ts';
export { numberedMail } from './mails.ts';
export { seeded } from './random.ts';
export { type HouseOptions, type RunningHouse, startHouse } from './up.ts';
