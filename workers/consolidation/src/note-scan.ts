import { type Contact, parseFormNumber } from '@callbook/contracts';
import { SCAN, sheetOf } from '@callbook/log';
import type { Decision } from './decide.ts';
import type { Draft } from './plan.ts';
import { isAmended } from './scanned.ts';
import { titleOf } from './title.ts';

/** Lets the call of a scan say what was read of it, and the scans after it know its sheet. */
export function noteScan(
  { plan, memory }: Draft,
  contact: Contact,
  decision: Decision,
  requesterId: string | undefined,
): void {
  const { channel, revises, details } = contact;
  const opens = revises?.cause === 'reading' || revises?.cause === 'person' || decision.kind === 'new';
  if (channel !== 'paper' || details.channel !== 'paper' || !opens) return;
  const key = revises?.key ?? contact.key;
  const mark = sheetOf(contact);
  if (decision.duplicateOf === undefined) {
    const chosen = (details.reading?.pages ?? [])
      .flatMap(({ groups }) => groups)
      .find(({ name }) => name === 'department');
    const title = titleOf(contact);
    plan.read.push({
      key,
      title: title.startsWith(SCAN) ? undefined : title,
      requesterId: details.typed?.requester ?? requesterId,
      formNumber: mark && parseFormNumber(mark.formNumber),
      department: chosen?.state === 'sure' ? Number(chosen.value) : undefined,
    });
  }
  const id = revises ? memory.idOf(revises.key) : contact.id;
  if (!mark || id === undefined) return;
  const first = memory.sheets(mark.formNumber).find((one) => one.id === decision.duplicateOf);
  if (first && isAmended(contact, first)) plan.amended.push(first.key);
  memory.scanned({ ...mark, id, key, callId: decision.callId, duplicateOf: decision.duplicateOf });
}
