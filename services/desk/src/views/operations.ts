import type { Operation } from '../operation.ts';
import { pageOf } from '../page-of.ts';
import { ViewBody, ViewPatch, ViewSchema } from './schemas.ts';

const JSON_TYPE = 'application/json';
const VIEW = { id: 'The id of a view.' };
const list = { type: JSON_TYPE, schema: pageOf(ViewSchema) } as const;

/** The paths of views: named searches of the log. */
export const viewOperations = {
  listViews: {
    path: '/api/views',
    needs: 'read',
    summary: 'The views of the log that one has, each with how many calls it lists',
    answer: { ...list, description: 'Those of the desk, those of everybody, and one’s own.' },
    problems: [],
  },
  keepView: {
    path: '/api/views',
    method: 'post',
    needs: 'read',
    summary: 'Keeps a view, for oneself or for everybody',
    body: ViewBody,
    answer: { ...list, status: 201, description: 'All views that one has now.' },
    problems: ['request-invalid', 'view-exists'],
  },
  changeView: {
    path: '/api/views/{id}',
    method: 'patch',
    needs: 'read',
    summary: 'Changes a view: one’s own, or for who may oversee one of everybody',
    parameters: VIEW,
    body: ViewPatch,
    answer: { ...list, description: 'All views that one has now.' },
    problems: ['request-invalid', 'view-unknown', 'view-exists'],
  },
  removeView: {
    path: '/api/views/{id}',
    method: 'delete',
    needs: 'read',
    summary: 'Removes a view: one’s own, or for who may oversee one of everybody',
    parameters: VIEW,
    answer: { status: 204, type: JSON_TYPE, description: 'It is gone.' },
    problems: ['view-unknown'],
  },
} as const satisfies Record<string, Operation>;
