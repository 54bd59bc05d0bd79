import type { Operation } from '../operation.ts';
import { pageOf } from '../page-of.ts';
import { ReviewAnswer, ReviewQuery } from './queries.ts';
import { ReviewEntrySchema, ReviewedSchema } from './schemas.ts';

const CONTACT = { id: 'The id of a contact.' };

/** The paths by which people look at what no machine could read for sure. */
export const reviewOperations = {
  getPicture: {
    path: '/api/contacts/{id}/pictures/{sha256}',
    needs: 'read',
    summary: 'A page of a scan, or what is written in one of its fields',
    parameters: { ...CONTACT, sha256: 'As the review or the details of the contact name it.' },
    answer: { type: 'image/*', description: 'The picture, to be shown.' },
    problems: ['contact-unknown', 'archive-missing', 'not-found'],
  },
  listReview: {
    path: '/api/review',
    needs: 'read',
    summary: 'Scans and recordings that need a person, the least sure first',
    query: ReviewQuery,
    answer: { type: 'application/json', schema: pageOf(ReviewEntrySchema), description: 'A page of them.' },
    problems: ['request-invalid'],
  },
  getReview: {
    path: '/api/review/{id}',
    needs: 'read',
    summary: 'One scan or recording with what was read of it, whether it needs a person or not',
    parameters: CONTACT,
    answer: { type: 'application/json', schema: ReviewEntrySchema, description: 'As the list has it.' },
    problems: ['contact-unknown', 'not-found'],
  },
  answerReview: {
    path: '/api/review/{id}',
    method: 'post',
    needs: 'work',
    summary: 'Says what a person read or heard. It is kept beside the picture and what was read',
    parameters: CONTACT,
    body: ReviewAnswer,
    answer: { type: 'application/json', schema: ReviewedSchema, description: 'It is safe on disk.' },
    problems: ['request-invalid', 'contact-unknown', 'not-found', 'spool-full', 'archive-full'],
  },
} as const satisfies Record<string, Operation>;
