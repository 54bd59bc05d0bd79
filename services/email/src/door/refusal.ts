import { isCallbookError } from '@callbook/contracts';

/** A reply of the door other than 250, with its RFC 3463 code. 4xx: the client keeps the mail and comes again. */
export class Refusal extends Error {
  readonly responseCode: number;

  constructor(code: number, enhanced: string, text: string) {
    super(`${enhanced} ${text}`);
    this.responseCode = code;
  }
}

/** The refusal for what kept a mail from being taken, or undefined when that is no failure we know. */
export function refusalFor(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  if (!isCallbookError(error)) return undefined;
  if (error.code === 'shutdown-late') return new Refusal(451, '4.3.2', 'Stopping, come again in a moment');
  return error.code === 'archive-full' || error.code === 'spool-full'
    ? new Refusal(452, '4.3.1', 'There is no room for this mail at the moment')
    : new Refusal(451, '4.3.0', 'This mail cannot be kept at the moment');
}
