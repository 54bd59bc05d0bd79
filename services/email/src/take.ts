import type { Archive, Stored } from '@callbook/archive';
import { type Contact, contactKey, isCallbookError } from '@callbook/contracts';
import type { Accepted, Intake } from '@callbook/intake';
import type { Logger } from '@callbook/runtime';
import { type Arrival, unreadableContact } from './arrival.ts';
import type { Read, Reading } from './reader/read.ts';

export type TakeDeps = {
  readonly archive: Archive;
  readonly intake: Intake;
  readonly logger: Logger;
  readonly now: () => Date;
  readonly newId: () => string;
  /** How a mail is read; default: in this process. */
  readonly read?: Read;
  /** The desk's own addresses. */
  readonly ours?: readonly string[];
  readonly agents?: readonly string[];
  readonly country?: string | undefined;
  /** Of each account: the authserv-ids whose results are believed. */
  readonly trustedReceivers?: ReadonlyMap<string, readonly string[]>;
};

/** A mail whose original is in the archive, with what its mailbox knows of it, or who handed it over. */
export type ArchivedMail = Pick<Arrival, 'account' | 'folder' | 'uid' | 'uidValidity' | 'internalDate' | 'envelope'> & {
  readonly original: Stored;
  /** The bytes, where they are at hand; else they are read from the archive. */
  readonly bytes?: Buffer;
};

/**
 * Makes a contact of an archived mail and hands it to the intake. A mail that is recorded already is not even parsed.
 * @throws CallbookError `spool-full`, `spool-failed`, `archive-full`, `archive-failed`: the mailbox must keep the mail.
 */
export async function takeMail(deps: TakeDeps, mail: ArchivedMail): Promise<Accepted> {
  const { intake, logger, read = (reading) => readHere(deps.archive, reading) } = deps;
  const { bytes, ...known } = mail;
  const { sha256, size } = mail.original;
  const key = contactKey('email', mail.account, sha256);
  if (intake.recorded.has(key)) return { key, state: 'recorded' };
  const { ours = [], agents = [], country, trustedReceivers } = deps;
  const desk = { ours, agents, country, trustedReceivers: trustedReceivers?.get(mail.account) ?? [] };
  const arrival: Arrival = { ...known, ...desk, receivedAt: deps.now(), id: deps.newId() };
  const contact = await read({ arrival, ...(bytes && { bytes }) });
  const accepted = await accept(deps, contact, arrival);
  logger.info({ key, uid: mail.uid, size, state: accepted.state, problem: contact.problem?.code }, 'mail taken');
  return accepted;
}

/** `normalise` promises a valid contact; if it ever breaks that, the mail must still not be lost. */
async function accept({ intake, logger }: TakeDeps, contact: Contact, arrival: Arrival): Promise<Accepted> {
  try {
    return await intake.accept(contact);
  } catch (error) {
    if (!isCallbookError(error, 'contact-invalid')) throw error;
    logger.error({ err: error, key: contact.key }, 'a mail gave an invalid contact; it is logged without its content');
    return intake.accept(unreadableContact(arrival, 'it did not fit the contract of a contact'));
  }
}

/** Loaded only where it is used: what reading needs takes 100 MB. */
async function readHere(archive: Archive, reading: Reading): Promise<Contact> {
  const { readMail } = await import('./reader/read.ts');
  return readMail(archive, reading);
}
