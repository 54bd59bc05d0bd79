import type { Operation } from '../operation.ts';
import { FormsBody } from './queries.ts';

const PDF = 'application/pdf';

/** The paths by which paper is printed. */
export const paperOperations = {
  printForms: {
    path: '/api/forms',
    method: 'post',
    needs: 'work',
    summary: 'Prints sheets of paper, each with a number that the log remembers',
    body: FormsBody,
    answer: { type: PDF, description: 'The sheets, to be printed in their own size (100 %).' },
    problems: ['request-invalid'],
  },
  printSlip: {
    path: '/api/calls/{reference}/slip',
    needs: 'read',
    summary: 'A slip with the reference of a call, for somebody to whom nothing can be sent',
    parameters: { reference: 'The reference of a call, such as CB-10008.' },
    answer: { type: PDF, description: 'The slip.' },
    problems: ['call-unknown'],
  },
} as const satisfies Record<string, Operation>;
