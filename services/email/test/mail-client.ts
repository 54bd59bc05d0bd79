import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, TLSSocket } from 'node:tls';

/** A mail server as seen from ours: it says lines, byte for byte, and hears replies. */
export type MailClient = {
  /** The next reply: all its lines, without line ends. Rejects when the connection ends first. */
  reply(): Promise<string>;
  /** Says a line and waits for its reply. */
  say(line: string): Promise<string>;
  /** Sends bytes as they are; in pieces of their own where several are given. */
  send(...bytes: (string | Buffer)[]): Promise<void>;
  /** EHLO (or LHLO), MAIL, RCPT and DATA, up to the 354. */
  begin(to: readonly string[], from?: string): Promise<void>;
  /** A whole mail with dots doubled; the reply to its end. */
  give(raw: string | Buffer, to: readonly string[], from?: string): Promise<string>;
  /** True while nothing was heard that nobody has asked for. */
  silent(): boolean;
  startTls(): Promise<void>;
  /** The name in the certificate that the door showed. */
  certificate(): string;
  cut(): void;
  readonly closed: Promise<unknown>;
};

/** Connects and hears the greeting, which is left to be read where `greeted` is false. */
export async function mailClient(port: number, hello = 'EHLO', greeted = true): Promise<MailClient> {
  let socket: Socket = connectTcp(port, '127.0.0.1');
  let heard = '';
  let over = false;
  let wake = () => {};
  const listen = (to: Socket) => {
    to.setNoDelay(true);
    to.on('error', () => undefined); // the door may cut; whoever waits for a reply hears of it
    to.on('data', (chunk) => {
      heard += chunk.toString('utf8');
      wake();
    });
    to.on('close', () => {
      over = true;
      wake();
    });
  };
  listen(socket);
  const closed = new Promise((resolve) => socket.once('close', resolve));

  const reply = async (): Promise<string> => {
    for (;;) {
      const found = /^(?:\d{3}-[^\r\n]*\r\n)*\d{3}(?: [^\r\n]*)?\r\n/.exec(heard);
      if (found) {
        heard = heard.slice(found[0].length);
        return found[0].trimEnd().replaceAll('\r\n', '\n');
      }
      if (over) throw new Error(`the connection ended after: ${heard}`);
      await new Promise<void>((resolve) => (wake = resolve));
    }
  };
  const send = async (...pieces: (string | Buffer)[]) => {
    for (const [at, piece] of pieces.entries()) {
      if (at > 0) await new Promise((resolve) => setImmediate(resolve));
      if (!socket.write(piece as Buffer) && !over) await Promise.race([once(socket, 'drain'), closed]);
    }
  };
  const say = async (line: string) => {
    await send(`${line}\r\n`);
    return reply();
  };
  const begin = async (to: readonly string[], from = 'ada@example.org') => {
    await say(`${hello} client.example`);
    await say(`MAIL FROM:<${from}>`);
    for (const address of to) await say(`RCPT TO:<${address}>`);
    await say('DATA');
  };

  if (greeted) await reply();
  return {
    reply,
    say,
    send,
    begin,
    async give(raw, to, from) {
      await begin(to, from);
      await send(stuffed(Buffer.from(raw as Buffer)), '.\r\n');
      return reply();
    },
    silent: () => heard === '',
    async startTls() {
      await say('STARTTLS');
      socket.removeAllListeners('data');
      socket.removeAllListeners('close');
      const secure = connectTls({ socket, rejectUnauthorized: false });
      listen(secure);
      await once(secure, 'secureConnect');
      socket = secure;
    },
    certificate: () => (socket instanceof TLSSocket ? String(socket.getPeerCertificate().subject.CN) : ''),
    cut: () => void socket.destroy(),
    closed,
  };
}

/** RFC 5321 §4.5.2: a line that begins with a dot gets another one. */
export function stuffed(raw: Buffer): Buffer {
  const text = raw.toString('latin1').replace(/(^|\r\n)\./g, '$1..');
  return Buffer.from(text.endsWith('\r\n') ? text : `${text}\r\n`, 'latin1');
}
