export { type Backoff, backoff, sleep } from './backoff.ts';
export { loadConfig, parseConfig } from './config.ts';
export { openDoor } from './door.ts';
export { type Environment, environment } from './environment.ts';
export { createSurface, type HttpSurface, type Readiness } from './http.ts';
export { createLifecycle, type Lifecycle, within } from './lifecycle.ts';
export { createLogger, type Logger } from './logger.ts';
export { type Problem, problemHandler, sendProblem } from './problem.ts';
export { type Role, type RoleContext, runRole } from './role.ts';
