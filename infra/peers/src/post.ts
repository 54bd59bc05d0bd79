import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Logger } from '@callbook/runtime';
import { SMTPServer } from 'smtp-server';

const HOST = '127.0.0.1';

export type PostOptions = {
  /** The addresses that mail is taken for. Others are refused, as a mail server would that does not relay. */
  readonly addresses: readonly string[];
  /** What is done with a mail. When it fails, the sender is told to try again. */
  readonly deliver: (raw: Buffer, to: string) => Promise<void>;
  readonly logger: Logger;
  /** Default: a free one. */
  readonly port?: number;
};

export type PostDoor = { readonly host: string; readonly port: number; stop(): Promise<void> };

/** A small SMTP server on 127.0.0.1, so that mail can be sent into the demo with any mail program. */
export async function startPost({ addresses, deliver, logger, port = 0 }: PostOptions): Promise<PostDoor> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    size: 100 * 1024 * 1024,
    onRcptTo({ address }, _session, done) {
      if (addresses.includes(address.toLowerCase())) return done();
      done(Object.assign(new Error(`Mail is taken for ${addresses.join(', ')} only`), { responseCode: 550 }));
    },
    onData(stream, session, done) {
      const to = session.envelope.rcptTo.map(({ address }) => address.toLowerCase());
      buffer(stream)
        .then((raw) => Promise.all(to.map((address) => deliver(raw, address))))
        .then(
          () => done(),
          (error: unknown) => {
            logger.error({ err: error }, 'a mail could not be put into the mailbox');
            done(Object.assign(new Error('Not delivered, try again later'), { responseCode: 451 }));
          },
        );
    },
  });
  server.on('error', (error) => logger.warn({ err: error }, 'a mail connection broke'));
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, HOST, () => resolve());
  });
  const { port: listening } = server.server.address() as AddressInfo;
  return { host: HOST, port: listening, stop: () => new Promise((resolve) => server.close(() => resolve())) };
}
