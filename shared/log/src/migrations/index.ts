import type { Migration } from 'kysely';
import * as firstLog from './0001-first-log.ts';
import * as ledger from './0002-ledger.ts';
import * as threads from './0003-threads.ts';
import * as media from './0004-media.ts';
import * as outbox from './0005-outbox.ts';
import * as matching from './0006-matching.ts';
import * as forms from './0008-forms.ts';
import * as directories from './0010-directories.ts';
import * as review from './0012-review.ts';
import * as workingCalls from './0014-working-calls.ts';
import * as escalations from './0015-escalations.ts';
import * as figures from './0017-figures.ts';
import * as access from './0020-access.ts';
import * as search from './0021-search.ts';
import * as webhooks from './0023-webhooks.ts';
import * as optOuts from './0024-opt-outs.ts';
import * as narrowFigures from './0025-narrow-figures.ts';
import * as scans from './0026-scans.ts';
import * as linksToCalls from './0027-links-to-calls.ts';
import * as views from './0028-views.ts';

/** Every migration in its order. A list rather than a folder scan: what is not here does not compile in. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-first-log': firstLog,
  '0002-ledger': ledger,
  '0003-threads': threads,
  '0004-media': media,
  '0005-outbox': outbox,
  '0006-matching': matching,
  '0008-forms': forms,
  '0010-directories': directories,
  '0012-review': review,
  '0014-working-calls': workingCalls,
  '0015-escalations': escalations,
  '0017-figures': figures,
  '0020-access': access,
  '0021-search': search,
  '0023-webhooks': webhooks,
  '0024-opt-outs': optOuts,
  '0025-narrow-figures': narrowFigures,
  '0026-scans': scans,
  '0027-links-to-calls': linksToCalls,
  '0028-views': views,
};
