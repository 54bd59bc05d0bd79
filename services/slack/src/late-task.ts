import type { SlackWay } from '@callbook/contracts';
import type { SlackFile } from './file.ts';

/** What is fetched after a contact was taken. */
export type LateTask = { readonly id: string } & (
  | { readonly kind: 'requester'; readonly sourceId: string; readonly user: string }
  | { readonly kind: 'files'; readonly sourceId: string; readonly files: readonly SlackFile[] }
  | {
      readonly kind: 'message';
      readonly conversation: string;
      readonly ts: string;
      readonly way: SlackWay;
      readonly loggedBy: string | undefined;
    }
  | { readonly kind: 'thread'; readonly conversation: string; readonly ts: string; readonly since: string }
);
