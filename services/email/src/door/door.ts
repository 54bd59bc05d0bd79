import type { AddressInfo } from 'node:net';
import { CallbookError, type EmailAccount, isCallbookError, MINUTE, SECOND, type SmtpDoor } from '@callbook/contracts';
import { sleep } from '@callbook/runtime';
import type { Registry } from 'prom-client';
import { SMTPServer } from 'smtp-server';
import type { TakeDeps } from '../take.ts';
import { openCertificate } from './certificate.ts';
import { conversation } from './conversation.ts';
import { createDoorMetrics } from './metrics.ts';
import { recipientsOf } from './recipients.ts';
import { createTurns } from './turns.ts';
import { openVisits, type Visit } from './visits.ts';

/** Silence of a client that is put up with: RFC 5321 §4.5.3.2.7 asks for five minutes. */
const IDLE = 5 * MINUTE;
/** A client that drips bytes is never silent. What it wants must be done in this time all the same. */
const PATIENCE = 15 * MINUTE;
/** A mail that is being received when the stop begins may end within this time. */
const GRACE = 2.5 * SECOND;
/** What is received in whole may be taken within this time; else its client gives it again. */
const LAST = SECOND;
/** Large mails that are parsed at the same time. Each needs some megabytes; their clients wait for minutes, if need be. */
const READERS = 3;
/** Who is being turned away holds a connection for a tenth of a second. So many may, beside the clients. */
const STRANGERS = 200;

export type DoorDeps = TakeDeps & {
  readonly accounts: readonly EmailAccount[];
  readonly metrics: Registry;
  /** Milliseconds that a client may take to begin its next mail, and again to give it. Default: a quarter of an hour. */
  readonly patience?: number;
};

export type Door = {
  /** Where it listens. */
  readonly port: number;
  /** Why mails cannot be taken at this moment; undefined when they can. */
  trouble(): CallbookError | undefined;
  /** Lets mails that are on their way come in, for a moment, and tells everyone else to come again. */
  stop(): Promise<void>;
};

/**
 * Opens the door for mail servers that pass mail on to us: SMTP (RFC 5321) or LMTP (RFC 2033). A mail is answered with
 * 250 when its original is archived and its contact accepted for each account that it is addressed to. Until then the
 * client has it, and no answer, or the wrong one, makes it give it again: then it is known by its bytes.
 *
 * The ledger is told nothing of it. What a mailbox holds can be counted beside what was recorded; a server that has its
 * 250 holds nothing more, so that there is no second count to compare with: ours would say the same as the log.
 * @throws CallbookError `email-door` when it cannot listen, or STARTTLS is not possible.
 */
export async function openDoor(deps: DoorDeps, config: SmtpDoor): Promise<Door> {
  const { accounts, logger, patience = PATIENCE } = deps;
  if (accounts.length === 0)
    throw new CallbookError('email-door', 'email.smtp has nobody to take mail for: name an account in email.accounts.');
  const certificate = config.tls && (await openCertificate(config.tls));
  const visits = openVisits(patience, (visit) => hangUp(visit, '4.4.2 This takes too long, come again later'));
  let trouble: CallbookError | undefined;
  let stopping = false;
  const busy = new Set<Promise<unknown>>();

  const server: SMTPServer = new SMTPServer({
    ...conversation({
      ...deps,
      config,
      visits,
      metrics: createDoorMetrics(deps.metrics, () => visits.all.size),
      accountsOf: recipientsOf(accounts),
      clock: () => performance.now(),
      inTurn: createTurns(READERS),
      onEntered: () => renew(),
      onTaken(found) {
        if (found && found.code !== trouble?.code) logger.error({ err: found }, 'mails cannot be taken at the door');
        if (!found && trouble) logger.info('mails are taken at the door again');
        trouble = found;
      },
      async during(visit, work) {
        busy.add(work);
        await work;
        busy.delete(work);
        // After the answer, which is given in this turn.
        if (stopping) setImmediate(() => hangUp(visit, STOPPING));
      },
    }),
    ...certificate?.pem,
    ...(config.name !== undefined && { name: config.name }),
    lmtp: config.protocol === 'lmtp',
    size: config.maxSize,
    maxClients: config.maxConnections + STRANGERS,
    // Who may connect is said by address. AUTH would let strangers guess passwords that nobody has.
    disabledCommands: ['AUTH', 'WIZ', 'SHELL', 'KILL', ...(certificate ? [] : ['STARTTLS'])],
    authOptional: true,
    // What other servers let through must not be lost here: telephones and devices send from odd addresses.
    lenientAddressParsing: true,
    disableReverseLookup: true,
    heloResponse: '%s',
    socketTimeout: IDLE,
    closeTimeout: GRACE,
    logger: false,
  });

  const renew = async () => {
    try {
      const pem = await certificate?.renewed();
      if (!pem) return;
      server.updateSecureContext(pem);
      logger.info('the door has a new certificate');
    } catch (error) {
      if (!isCallbookError(error)) throw error;
      logger.warn({ err: error }, 'the door keeps its old certificate');
    }
  };
  const hangUp = ({ session, giveUp }: Visit, text: string) => {
    for (const connection of server.connections) if (connection.session === session) connection.send(421, text, false);
    giveUp?.();
  };

  const port = await listen(server, config);
  // A client that breaks off, or fails at its handshake, is told to the server as an error. It comes again.
  server.on('error', (error) => logger.info({ err: error }, 'a client of the door broke off'));
  logger.info({ host: config.host, port, protocol: config.protocol, starttls: !!certificate }, 'the door is open');

  return {
    port,
    trouble: () => trouble,
    async stop() {
      stopping = true;
      const closed = new Promise<void>((resolve) => server.close(resolve));
      for (const visit of visits.all.values()) if (!visit.giveUp) hangUp(visit, STOPPING);
      await atMost(GRACE, closed);
      for (const visit of visits.all.values()) hangUp(visit, STOPPING);
      // What is being taken still needs the archive and the intake, which stop next.
      await atMost(LAST, Promise.all(busy));
    },
  };
}

const STOPPING = '4.3.2 Stopping, come again in a moment';

async function listen(server: SMTPServer, { host, port }: SmtpDoor): Promise<number> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, () => {
        server.off('error', reject);
        resolve();
      });
    });
  } catch (error) {
    throw new CallbookError(
      'email-door',
      `The door cannot listen at ${host}:${port}: ${(error as Error).message}. Another program may have that port (email.smtp.port).`,
      { cause: error },
    );
  }
  return (server.server.address() as AddressInfo).port;
}

async function atMost(milliseconds: number, work: Promise<unknown>): Promise<void> {
  const waiting = new AbortController();
  await Promise.race([work, sleep(milliseconds, waiting.signal)]);
  waiting.abort();
}
