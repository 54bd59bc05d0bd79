import type { Operation } from '../operation.ts';
import { pageOf } from '../page-of.ts';
import { FormsBody, ScanQuery, TicketBody } from './queries.ts';
import { PaperSchema, ScanSchema, ScanTicketSchema } from './schemas.ts';

const PDF = 'application/pdf';
const JSON_TYPE = 'application/json';

/** The paths by which paper is printed, and by which scans are handed in and followed. */
export const paperOperations = {
  getPaper: {
    path: '/api/paper',
    needs: 'read',
    summary: 'The trays there are, and what sheets are printed in and on',
    answer: { type: JSON_TYPE, schema: PaperSchema, description: 'Paper, as it is configured.' },
    problems: [],
  },
  makeScanTicket: {
    path: '/api/paper/tickets',
    method: 'post',
    needs: 'work',
    summary: 'Makes a ticket by which scans can be handed in for a quarter of an hour, at POST /paper/scans',
    body: TicketBody,
    answer: { status: 201, type: JSON_TYPE, schema: ScanTicketSchema, description: 'The ticket.' },
    problems: ['request-invalid', 'not-found'],
  },
  listScans: {
    path: '/api/paper/scans',
    needs: 'read',
    summary: 'How far scans have been read, and what has come of them',
    query: ScanQuery,
    answer: {
      ...{ type: JSON_TYPE, schema: pageOf(ScanSchema) },
      description: 'The scans as they stand; those that have not come to the log yet are left out.',
    },
    problems: ['request-invalid'],
  },
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
    answer: { type: PDF, description: 'The slip, to be shown and printed.' },
    problems: ['call-unknown'],
  },
} as const satisfies Record<string, Operation>;
