import { join } from 'node:path';
import { openArchive } from '@callbook/archive';
import type { Config } from '@callbook/contracts';
import { type IntakeContext, openIntake } from '@callbook/intake';
import { v7 } from 'uuid';
import { deskOf } from './config.ts';
import { openReaders } from './reader/readers.ts';
import type { TakeDeps } from './take.ts';

export type TakingContext = IntakeContext & { readonly config: Config };

/**
 * Opens what mails are taken with: the archive, readers in processes of their own, and the intake under this name. All
 * of it is closed with the lifecycle.
 * @throws CallbookError those of `openArchive` and `openIntake`.
 */
export async function openTaking(name: string, context: TakingContext): Promise<TakeDeps> {
  const { config, home, logger, lifecycle } = context;
  const archive = await openArchive(config.archive, home, logger);
  lifecycle.onStop('archive', archive.close);
  const intake = await openIntake(name, context);
  const folder = config.archive.folder ?? join(home, 'archive');
  const readers = openReaders({ folder, archive, logger, least: config.email.accounts.length > 0 ? 1 : 0 });
  lifecycle.onStop('readers of mails', async () => readers.close());
  return { read: readers.read, archive, intake, logger, now: () => new Date(), newId: () => v7(), ...deskOf(config) };
}
