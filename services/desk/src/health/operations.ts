import type { Operation } from '../operation.ts';
import { DeadLetterQuery, DeadLettersSchema, HealthSchema, RedrivenSchema } from './schemas.ts';

/** The paths by which people see that nothing is stuck, and see to what is. */
export const healthOperations = {
  getHealth: {
    path: '/api/health',
    needs: 'read',
    summary: 'What came last by which account, what waits, and whether anything may be missing',
    answer: { type: 'application/json', schema: HealthSchema, description: 'As it is now.' },
    problems: [],
  },
  listDeadLetters: {
    path: '/api/dead-letters',
    needs: 'oversee',
    summary: 'Queued messages and events for webhooks that were given up on, the latest first',
    query: DeadLetterQuery,
    answer: { type: 'application/json', schema: DeadLettersSchema, description: 'With their reasons.' },
    problems: ['request-invalid', 'queue-unavailable'],
  },
  redriveDeadLetter: {
    path: '/api/dead-letters/{id}/redrive',
    method: 'post',
    needs: 'oversee',
    summary: 'Puts a message back on its queue, with all its attempts',
    parameters: { id: 'As the list has it.' },
    answer: { type: 'application/json', schema: RedrivenSchema, description: 'It is on its way again.' },
    problems: ['dead-letter-unknown', 'queue-unavailable'],
  },
} as const satisfies Record<string, Operation>;
