import { CallbookError, type ErrorCode, errorCodes, isCallbookError } from '@callbook/contracts';
import type { ErrorRequestHandler, Response } from 'express';
import type { Logger } from './logger.ts';

/** RFC 9457 problem details, with our stable `code`. */
export type Problem = {
  readonly type: 'about:blank';
  readonly title: string;
  readonly status: number;
  readonly code: ErrorCode;
  readonly detail: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
  /** What somebody else has made of it meanwhile. */
  readonly current?: object;
};

const STATUS: Partial<Record<ErrorCode, number>> = {
  'request-invalid': 400,
  'contact-invalid': 400,
  'voice-signature': 403,
  'slack-signature': 401,
  'paper-refused': 401,
  'sign-in-required': 401,
  'sign-in-failed': 401,
  'sign-in-throttled': 429,
  'provider-unreachable': 503,
  'link-invalid': 403,
  'not-permitted': 403,
  'origin-foreign': 403,
  'agent-unknown': 404,
  'token-unknown': 404,
  'session-unknown': 404,
  'view-unknown': 404,
  'view-exists': 409,
  'not-found': 404,
  'call-unknown': 404,
  'call-unanswerable': 409,
  'reply-too-long': 422,
  'call-changed': 409,
  'tasks-open': 409,
  'task-unknown': 404,
  'known-error-unknown': 404,
  'requester-unknown': 404,
  'contact-unknown': 404,
  'dead-letter-unknown': 404,
  'archive-missing': 404,
  'archive-invalid-name': 400,
  'spool-full': 507,
  'archive-full': 507,
  'queue-unavailable': 503,
  'log-unavailable': 503,
};

/** Answers a request with a problem. */
export function sendProblem(
  response: Response,
  error: CallbookError,
  more: Pick<Problem, 'errors' | 'current'> = {},
): void {
  const status = STATUS[error.code] ?? 500;
  const problem: Problem = {
    type: 'about:blank',
    title: errorCodes[error.code],
    status,
    code: error.code,
    detail: error.message,
    ...more,
  };
  response.status(status).type('application/problem+json').send(JSON.stringify(problem));
}

/** The last handler of an app: turns what was thrown into a problem. A stranger's text never reaches the client. */
export function problemHandler(logger: Logger): ErrorRequestHandler {
  return (error, request, response, next) => {
    if (response.headersSent) return next(error);
    if (isCallbookError(error)) return sendProblem(response, error);
    const fault = faultOfRequest(error);
    if (fault) return sendProblem(response, fault);
    logger.error({ err: error, method: request.method, path: request.path }, 'a request failed');
    sendProblem(
      response,
      new CallbookError('internal', 'This failed on our side. It has been logged.', { cause: error }),
    );
  };
}

/**
 * What Express and its parsers find wrong with a request: they mark what the client may read. A `status` alone says
 * nothing: errors of SDKs carry the one that somebody else answered us with.
 */
function faultOfRequest(error: unknown): CallbookError | undefined {
  if (error instanceof URIError)
    return new CallbookError('request-invalid', 'The path cannot be decoded.', { cause: error });
  if (!(error instanceof Error) || !('expose' in error) || !('status' in error)) return undefined;
  if (typeof error.status !== 'number' || error.status < 400 || error.status >= 500) return undefined;
  return error.status === 404
    ? new CallbookError('not-found', 'There is nothing here.', { cause: error })
    : new CallbookError('request-invalid', error.expose === true ? error.message : 'The request has a fault.', {
        cause: error,
      });
}
