import type { Role } from '@callbook/runtime';
import { startAdapter } from './adapter.ts';

/** The paper adapter: scans are handed in, or lie in a folder, and each file becomes a contact. */
export const paperRole: Role = { name: 'paper', start: startAdapter };
