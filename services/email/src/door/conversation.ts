import { type CallbookError, isCallbookError, type SmtpDoor } from '@callbook/contracts';
import type { SMTPServerDataStream, SMTPServerOptions } from 'smtp-server';
import type { TakeDeps } from '../take.ts';
import type { DoorMetrics } from './metrics.ts';
import { networks } from './networks.ts';
import { createPace } from './pace.ts';
import { type Kept, keepMail, takeFor } from './receive.ts';
import { Refusal, refusalFor } from './refusal.ts';
import { addressed, type Visit, type Visits } from './visits.ts';

export type ConversationDeps = TakeDeps & {
  readonly config: SmtpDoor;
  readonly visits: Visits;
  readonly metrics: DoorMetrics;
  /** The accounts of a recipient's address, by their names. */
  readonly accountsOf: (address: string) => readonly string[];
  /** Milliseconds of a clock that only goes forward. */
  readonly clock: () => number;
  /** Waits until a large mail may be read, which needs memory. */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
  /** Before a client is greeted. */
  readonly onEntered: () => Promise<void>;
  /** Mails are taken, or cannot be for this reason. */
  readonly onTaken: (trouble: CallbookError | undefined) => void;
  /** A mail is being received and taken, until this work is done. */
  readonly during: (visit: Visit, work: Promise<void>) => Promise<void>;
};

type Conversation = Required<Pick<SMTPServerOptions, 'onConnect' | 'onClose' | 'onMailFrom' | 'onRcptTo' | 'onData'>>;
/** What became of a mail for one recipient: the text of a 250, or the refusal. */
type Answer = string | Refusal;
const LEFT = new Refusal(421, '4.4.2', 'The connection is closed');

/** What the door says to a client: who may come in, what it may give, and what became of that. */
export function conversation(deps: ConversationDeps): Conversation {
  const { config, visits, metrics, accountsOf, clock } = deps;
  const allowed = networks(config.from);
  const mayGive = createPace(config.perMinute);
  const turned = (why: Parameters<DoorMetrics['turned']>[0], code: number, enhanced: string, text: string) => {
    metrics.turned(why);
    return new Refusal(code, enhanced, text);
  };

  return {
    onConnect(session, done) {
      if (!allowed(session.remoteAddress))
        return done(turned('network', 554, '5.7.1', 'Mail is not taken from your address'));
      if (visits.all.size >= config.maxConnections)
        return done(turned('connections', 421, '4.7.0', 'Too many connections, come again later'));
      visits.enter(session);
      void deps.onEntered().then(() => done());
    },
    onClose: (session) => visits.leave(session),
    onMailFrom(_address, session, done) {
      const visit = visits.all.get(session.id);
      if (!visit) return done(LEFT);
      if (config.tls?.required && !session.secure)
        return done(turned('encryption', 530, '5.7.0', 'Must issue a STARTTLS command first'));
      if (!mayGive(session.remoteAddress, clock()))
        return done(turned('pace', 451, '4.7.0', `No more than ${config.perMinute} mails a minute, come again later`));
      visit.recipients = [];
      done();
    },
    onRcptTo({ address }, session, done) {
      const visit = visits.all.get(session.id);
      if (!visit) return done(LEFT);
      const accounts = accountsOf(address);
      if (accounts.length === 0) return done(turned('recipient', 550, '5.1.1', 'There is nobody of this address here'));
      if (visit.recipients.length >= config.maxRecipients)
        return done(turned('recipients', 452, '4.5.3', `No more than ${config.maxRecipients} recipients of one mail`));
      visit.recipients.push({ address, accounts });
      done();
    },
    onData(stream, session, done) {
      const visit = visits.all.get(session.id);
      if (!visit) return done(LEFT);
      // What is no failure of ours to name is a bug: nobody catches it, and the process ends as after any other.
      const work = answers(deps, visit, stream).then((given) => {
        if (config.protocol === 'lmtp') done(null, given);
        else
          done(
            given.find((answer) => answer instanceof Refusal),
            given.find((answer) => typeof answer === 'string'),
          );
      });
      void deps.during(visit, work);
    },
  };
}

/** Receives a mail and takes it. The answers to its recipients, in their order. */
async function answers(deps: ConversationDeps, visit: Visit, stream: SMTPServerDataStream): Promise<Answer[]> {
  const { visits, metrics, clock, logger } = deps;
  visit.giveUp = () => void stream.destroy();
  visits.patient(visit);
  let received: number | undefined;
  let given: Answer[];
  try {
    const kept = await keepMail(deps.archive, stream);
    visits.waiting(visit);
    received = clock();
    given = await taken(deps, visit, kept);
  } catch (error) {
    const gone = stream.destroyed && !stream.readableEnded;
    const refusal = gone ? LEFT : refused(deps, error);
    given = visit.recipients.map(() => refusal);
  } finally {
    visit.giveUp = undefined;
    visits.patient(visit);
  }
  const worst = given.find((answer) => answer instanceof Refusal);
  metrics.answered(worst === LEFT ? 'gone' : String(worst?.responseCode ?? 250), seconds(received, clock()));
  if (worst) logger.info({ client: visit.session.remoteAddress, answer: worst.message }, 'a mail was not taken');
  return given;
}

async function taken(deps: ConversationDeps, visit: Visit, kept: Kept): Promise<Answer[]> {
  const mail = addressed(visit);
  const take = () => takeFor(deps, kept, mail);
  const results = await (kept.bytes ? take() : deps.inTurn(take));
  const refusals = new Map<string, Refusal>();
  for (const [at, { account }] of mail.entries()) {
    const result = results[at];
    if (result?.status === 'rejected') refusals.set(account, refused(deps, result.reason));
  }
  if (refusals.size === 0) deps.onTaken(undefined);
  const yes = `2.0.0 Taken over, sha256 ${kept.original.sha256}`;
  return visit.recipients.map(({ accounts }) => {
    const failed = accounts.find((account) => refusals.has(account));
    return (failed !== undefined && refusals.get(failed)) || yes;
  });
}

/** What is no failure we know is a bug, and thrown. */
function refused({ onTaken }: ConversationDeps, error: unknown): Refusal {
  const refusal = refusalFor(error);
  if (!refusal) throw error;
  if (isCallbookError(error) && error.code !== 'shutdown-late') onTaken(error);
  return refusal;
}

function seconds(from: number | undefined, to: number): number {
  return from === undefined ? 0 : (to - from) / 1000;
}
