import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

export type SunkMail = {
  /** The envelope; empty from whom nobody is to answer. */
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: string;
  /** The value of a header, unfolded; undefined where there is none. */
  header(name: string): string | undefined;
};

export type MailSinkOptions = {
  /** Default: a free one. */
  readonly port?: number;
  readonly user?: string;
  readonly password?: string;
  /** An access token that is taken instead of a password (XOAUTH2). */
  readonly token?: string;
};

export type MailSink = {
  readonly host: string;
  readonly port: number;
  /** In the order in which they were taken. */
  readonly mails: readonly SunkMail[];
  /** Answers the next so many mails, or recipients, with this code instead. */
  refuse(step: 'recipient' | 'data' | 'sender', code: number, times: number): void;
  /** Takes the next so many mails and dies before it says so, as a server that is switched off does. */
  forgetToAnswer(times: number): void;
  stop(): Promise<void>;
};

/** A mail server that takes everything, keeps it and sends it nowhere: to see what Callbook sends. */
export async function startMailSink({ port = 0, user, password, token }: MailSinkOptions = {}): Promise<MailSink> {
  const mails: SunkMail[] = [];
  const faults: { step: 'recipient' | 'data' | 'sender' | 'silence'; code: number }[] = [];
  const fault = (step: (typeof faults)[number]['step']) => {
    if (faults[0]?.step !== step) return undefined;
    const { code } = faults.shift() ?? { code: 451 };
    return Object.assign(new Error('as the test asks for'), { responseCode: code });
  };
  const server = new SMTPServer({
    authOptional: user === undefined,
    allowInsecureAuth: true,
    disabledCommands: user === undefined ? ['STARTTLS', 'AUTH'] : ['STARTTLS'],
    disableReverseLookup: true,
    authMethods: token === undefined ? ['PLAIN', 'LOGIN'] : ['XOAUTH2'],
    onAuth(given, _session, done) {
      const known = token === undefined ? given.password === password : given.accessToken === token;
      if (given.username === user && known) done(null, { user });
      else done(new Error('unknown here'));
    },
    onMailFrom: (_address, _session, done) => done(fault('sender')),
    onRcptTo: (_address, _session, done) => done(fault('recipient')),
    onData(stream, session, done) {
      buffer(stream).then(
        (bytes) => {
          const refused = fault('data');
          if (refused) return done(refused);
          const { mailFrom, rcptTo } = session.envelope;
          const to = rcptTo.map(({ address }) => address);
          mails.push(sunk(mailFrom === false ? '' : mailFrom.address, to, bytes.toString('utf8')));
          // The connection ends with it, and the other side does not know what became of the mail.
          if (fault('silence')) for (const one of server.connections) one.close();
          else done();
        },
        (error: Error) => done(error),
      );
    },
  });
  // A peer that breaks off is part of what is tested.
  server.on('error', () => undefined);
  server.listen(port, '127.0.0.1');
  await once(server.server, 'listening');
  const { port: listening } = server.server.address() as AddressInfo;
  return {
    ...{ host: '127.0.0.1', port: listening, mails },
    refuse: (step, code, times) => void faults.push(...Array.from({ length: times }, () => ({ step, code }))),
    forgetToAnswer: (times) =>
      void faults.push(...Array.from({ length: times }, () => ({ step: 'silence' as const, code: 421 }))),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function sunk(from: string, to: readonly string[], raw: string): SunkMail {
  const head = raw
    .slice(0, raw.indexOf('\r\n\r\n'))
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  return {
    ...{ from, to, raw },
    header(name) {
      const begins = `${name.toLowerCase()}:`;
      return head
        .find((line) => line.toLowerCase().startsWith(begins))
        ?.slice(begins.length)
        .trim();
    },
  };
}
