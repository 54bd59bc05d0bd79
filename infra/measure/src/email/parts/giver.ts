import { createConnection } from 'node:net';
import { clock } from '../../clock.ts';
import { doTasks } from '../../part.ts';
import { sampleMails } from '../sample-mail.ts';

// Mail servers that pass mail on: each keeps its connection, and sends what it can without waiting (RFC 2920).

export type Giving = {
  readonly port: number;
  readonly name: string;
  readonly count: number;
  readonly connections: number;
};

/** Gives mails over so many connections. Answers with the milliseconds until the last one was answered. */
async function give({ port, name, count, connections }: Giving): Promise<number> {
  // No line of the samples begins with a dot.
  const mails = Array.from(sampleMails(name, count), (raw) => Buffer.from(`${raw}.\r\n`));
  const lanes = await Promise.all(Array.from({ length: connections }, () => connected(port)));
  const start = clock();
  await Promise.all(
    lanes.map(async (say) => {
      for (let mail = mails.pop(); mail; mail = mails.pop()) {
        await say('MAIL FROM:<person@example.org>\r\nRCPT TO:<helpdesk@callbook.example>\r\nDATA\r\n', '354');
        await say(mail, '250');
      }
    }),
  );
  const milliseconds = clock() - start;
  await Promise.all(lanes.map((say) => say('QUIT\r\n', '221')));
  return milliseconds;
}

/** Says something, and waits for the reply that begins with these digits. Any refusal is a failure of the measurement. */
type Say = (what: string | Buffer, until: string) => Promise<void>;

async function connected(port: number): Promise<Say> {
  const socket = createConnection(port, '127.0.0.1').setNoDelay(true);
  let heard = '';
  let awaited = '220';
  let answer: (failure?: Error) => void = () => {};
  socket.setEncoding('latin1').on('data', (text: string) => {
    const lines = (heard + text).split('\r\n');
    heard = lines.pop() ?? '';
    for (const line of lines) {
      if (/^[45]/.test(line)) answer(new Error(`The door said: ${line}`));
      else if (line.startsWith(`${awaited} `)) answer();
    }
  });
  socket.on('error', (error) => answer(error));
  const reply = (until: string) =>
    new Promise<void>((resolve, reject) => {
      awaited = until;
      answer = (failure) => (failure ? reject(failure) : resolve());
    });
  await reply('220');
  const say: Say = (what, until) => {
    const replied = reply(until);
    socket.write(what);
    return replied;
  };
  await say('EHLO giver.example\r\n', '250');
  return say;
}

const tasks = { give };
export type GiverTasks = typeof tasks;
doTasks(tasks);
