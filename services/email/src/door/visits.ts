import type { SMTPServerSession } from 'smtp-server';
import type { Envelope } from '../envelope.ts';
import type { Addressed } from './receive.ts';

/** An accepted RCPT, with the accounts that it stands for. */
export type Recipient = { readonly address: string; readonly accounts: readonly string[] };

/** One connected client. */
export type Visit = {
  readonly session: SMTPServerSession;
  /**
   * Of the mail that is being given, in their order. smtp-server keeps a repeated recipient once, and LMTP answers each
   * RCPT that was accepted, "even if there were multiple" of one (RFC 2033 §4.2).
   */
  recipients: Recipient[];
  /** While a mail is received and taken: how to give that up. */
  giveUp: (() => void) | undefined;
};

/** The clients that are connected, with a limit to the time that each may take. */
export type Visits = {
  readonly all: ReadonlyMap<string, Visit>;
  enter(session: SMTPServerSession): void;
  leave(session: SMTPServerSession): void;
  /** From now on the client has its whole time again. */
  patient(visit: Visit): void;
  /** What it waits for is ours to do now: its time stands still. */
  waiting(visit: Visit): void;
};

/** `onLate` is told of a client that has taken more than `patience` milliseconds. */
export function openVisits(patience: number, onLate: (visit: Visit) => void): Visits {
  const all = new Map<string, Visit>();
  const timers = new Map<Visit, NodeJS.Timeout>();
  const waiting = (visit: Visit) => {
    clearTimeout(timers.get(visit));
    timers.delete(visit);
  };
  const patient = (visit: Visit) => {
    waiting(visit);
    if (all.get(visit.session.id) !== visit) return;
    timers.set(visit, setTimeout(() => onLate(visit), patience).unref());
  };
  return {
    all,
    enter(session) {
      const visit: Visit = { session, recipients: [], giveUp: undefined };
      all.set(session.id, visit);
      patient(visit);
    },
    leave({ id }) {
      const visit = all.get(id);
      if (!visit) return;
      all.delete(id);
      waiting(visit);
    },
    patient,
    waiting,
  };
}

/** RFC 5321 §4.5.3.1.3 allows a path 256 bytes; the contract of a contact bounds it so. */
const ADDRESS_LIMIT = 512;
const RECIPIENTS_LIMIT = 100;

/** The accounts that the visit's mail is for, each once, with the envelope as far as it is theirs. */
export function addressed({ session, recipients }: Visit): Addressed[] {
  const { envelope, remoteAddress, secure } = session;
  const from = envelope.mailFrom ? envelope.mailFrom.address : '';
  const accounts = new Set(recipients.flatMap((recipient) => recipient.accounts));
  return [...accounts].map((account) => {
    const own = recipients.filter((recipient) => recipient.accounts.includes(account));
    const to = [...new Set(own.map(({ address }) => clip(address)))].slice(0, RECIPIENTS_LIMIT);
    return { account, envelope: { from: clip(from), to, client: remoteAddress, tls: secure } satisfies Envelope };
  });
}

function clip(address: string): string {
  return address.slice(0, ADDRESS_LIMIT).toWellFormed();
}
