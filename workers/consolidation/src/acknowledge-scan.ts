import { type Contact, isMailAddress } from '@callbook/contracts';
import {
  appendHistory,
  findReachable,
  type LogTransaction,
  type NewHistory,
  type NewOutboxMessage,
  putInOutbox,
  type ReachableWriter,
  type ScanWriter,
} from '@callbook/log';
import { isOld, type Promises } from './acknowledge.ts';

/**
 * What is sure of who wrote what a scan shows; undefined where nothing is. Of a reading that is what it gives as a value,
 * which two engines agree on and whose format fits, and never a guess; of a person's word all that they kept. No channel
 * vouches for what stands on paper: what is sure is that it stands there.
 */
export function writerOf({ id, key, channel, revises, details, from }: Contact): ScanWriter | undefined {
  if (channel !== 'paper' || details.channel !== 'paper') return undefined;
  const { reading, typed } = details;
  const tells = typed !== undefined || (reading !== undefined && (!revises || revises.cause === 'reading'));
  const email = from.email !== undefined && isMailAddress(from.email) ? from.email : undefined;
  const known = { email, requesterId: typed?.requester, employeeNumber: from.employeeNumber };
  if (!tells || Object.values(known).every((one) => one === undefined)) return undefined;
  return { contactId: id, key: revises?.key ?? key, ...known };
}

type Deps = { readonly now: string; readonly newId: () => string; readonly promises: Promises | undefined };

/**
 * Acknowledges by mail the calls that a scan has opened, as soon as it is sure where to: once for each call, however often
 * its sheet is read and whoever types it off. Of all others a slip can be printed.
 */
export async function acknowledgeScans(
  trx: LogTransaction,
  writers: readonly ScanWriter[],
  { now, newId, promises }: Deps,
): Promise<void> {
  const { letters } = promises ?? {};
  if (!promises?.acknowledges || !letters) return;
  const history: NewHistory[] = [];
  const outbox: NewOutboxMessage[] = [];
  for (const reachable of await findReachable(trx, writers)) {
    const { callId, contactId, recipient, account } = reachable;
    const why = whyNot(reachable, now, letters.own);
    if (why === undefined)
      outbox.push({
        ...{ id: newId(), callId, contactId, kind: 'acknowledgement', channel: 'email', account: letters.account },
        ...{ recipient, message: {}, createdAt: now },
      });
    else {
      const detail = { contact: contactId, channel: 'paper' as const, account, why };
      history.push({ callId, at: now, by: 'callbook', kind: 'acknowledgement.withheld', detail });
    }
  }
  await putInOutbox(trx, outbox);
  await appendHistory(trx, history);
}

/** The rules of other channels, as far as they are about who is written to and when. */
function whyNot({ recipient, occurredAt }: ReachableWriter, now: string, own: ReadonlySet<string>): string | undefined {
  if (own.has(recipient.replace(/\+[^@]*(?=@)/, ''))) return 'the address on it is our own';
  return isOld(occurredAt, now) ? 'it is older than a day' : undefined;
}
