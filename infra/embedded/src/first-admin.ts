import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '@callbook/contracts';
import { hasAdmin, isOpenInvitation, makeInvitation, openLog } from '@callbook/log';
import type { Logger } from '@callbook/runtime';
import { v7 } from 'uuid';

/**
 * The path of the page where the first admin of a new desk signs up; undefined once somebody is one. It is the same at
 * each start until it is used, so it is kept on this machine, in a file that only its owner can read.
 */
export async function firstAdminPath(home: string, config: Config, logger: Logger): Promise<string | undefined> {
  const file = join(home, 'first-admin');
  const log = openLog(config.database, logger);
  try {
    const now = new Date();
    if (await hasAdmin(log.db)) {
      rmSync(file, { force: true });
      return undefined;
    }
    const kept = existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
    if (kept !== undefined && (await isOpenInvitation(log.db, kept, now))) return pathOf(kept);
    const made = { id: v7(), role: 'admin', by: 'infra/up', at: now } as const;
    const secret = await log.db.transaction().execute((trx) => makeInvitation(trx, made));
    writeFileSync(file, secret, { mode: 0o600 });
    return pathOf(secret);
  } finally {
    await log.close();
  }
}

function pathOf(secret: string): string {
  return `sign-in#invitation=${secret}`;
}
