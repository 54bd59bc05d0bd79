import type { Contact, ErrorCode } from '@callbook/contracts';
import type { Reading } from './read.ts';

/** What the adapter sends to a reader: one mail, with a number of its own. */
export type ReaderJob = Reading & { readonly id: number };

/** What a reader says: that it can begin; then of each mail its contact, or why there is none. */
export type ReaderAnswer =
  | 'ready'
  | { readonly id: number; readonly contact: Contact }
  /** The archive refused: that is not the mail's fault. */
  | { readonly id: number; readonly refused: { readonly code: ErrorCode; readonly message: string } }
  /** The mail could not be read, in words for whoever repairs it. */
  | { readonly id: number; readonly failed: string };
