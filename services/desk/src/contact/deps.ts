import type { Archive } from '@callbook/archive';
import type { Config, Contact } from '@callbook/contracts';
import type { Log } from '@callbook/log';
import type { Entered } from '../taking.ts';
import type { SheetConfig } from './sheet.ts';

/** What the pages without a sign-in are made from. */
export type ContactDeps = {
  readonly config: SheetConfig & Pick<Config, 'escalation' | 'country'>;
  readonly log: Log;
  readonly archive: Pick<Archive, 'put'>;
  /** What forms are signed with. */
  readonly secret: string;
  readonly now: () => Date;
  /** UUID v7. */
  readonly newId: () => string;
  take(contact: Contact): Promise<Entered>;
};
