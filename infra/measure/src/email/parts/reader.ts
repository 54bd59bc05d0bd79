import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ImapFlow } from 'imapflow';
import { MailParser, simpleParser } from 'mailparser';
import { clock } from '../../clock.ts';
import { doTasks } from '../../part.ts';

// The ceilings of reading a mailbox: imapflow and mailparser, each alone and one after the other, and nothing else. What
// is fetched is parsed or thrown away; no hash, no disk, no decision.

/** As many mails as the adapter asks for in one round trip. */
const GROUP = 50;
/** The bytes that the adapter asks for at a time of a mail that it streams. */
const CHUNK = 1024 * 1024;
const OPTIONS = { skipHtmlToText: true, skipTextToHtml: true, skipTextLinks: true, skipImageLinks: true };

export type Login = { readonly user: string; readonly host: string; readonly port: number; readonly password: string };
/** How long it took in milliseconds, and how much of that the processor worked for this process. */
export type Took = { readonly milliseconds: number; readonly processor: number };

async function timed(work: () => Promise<void>): Promise<Took> {
  const before = process.cpuUsage();
  const start = clock();
  await work();
  const milliseconds = clock() - start;
  const { user, system } = process.cpuUsage(before);
  return { milliseconds, processor: (user + system) / 1000 };
}

async function inbox({ user, host, port, password }: Login, read: (client: ImapFlow, uids: number[]) => Promise<void>) {
  const client = new ImapFlow({ host, port, secure: false, auth: { user, pass: password }, logger: false });
  client.on('error', () => undefined); // the command that was cut off rejects as well
  await client.connect();
  try {
    await client.mailboxOpen('INBOX');
    const uids = await client.search({ all: true }, { uid: true });
    return await timed(() => read(client, uids || []));
  } finally {
    await client.logout();
  }
}

/** The next group is on its way while one is worked on, as the adapter does it. */
async function groups(client: ImapFlow, uids: readonly number[], work: (raw: Buffer) => Promise<unknown>) {
  const get = async (from: number) =>
    client.fetchAll(uids.slice(from, from + GROUP).join(','), { uid: true, source: true }, { uid: true });
  let next = get(0);
  for (let from = 0; from < uids.length; from += GROUP) {
    const mails = await next;
    if (from + GROUP < uids.length) next = get(from + GROUP);
    for (const { source } of mails) if (source) await work(source);
  }
}

/** Reads one mail's parts to their ends. */
function drained(source: NodeJS.ReadableStream): Promise<void> {
  const parser = new MailParser(OPTIONS);
  parser.on('data', (part) => {
    if (part.type === 'attachment') part.content.on('end', () => part.release()).resume();
  });
  source.pipe(parser);
  return new Promise((resolve, reject) => parser.once('end', resolve).once('error', reject));
}

async function each(
  client: ImapFlow,
  uids: readonly number[],
  work: (content: NodeJS.ReadableStream) => Promise<void>,
) {
  for (const uid of uids) {
    const { content } = await client.download(String(uid), undefined, { uid: true, chunkSize: CHUNK });
    if (content) await work(content);
  }
}

async function thrownAway(content: NodeJS.ReadableStream): Promise<void> {
  for await (const _ of content);
}

const tasks = {
  fetch: (login: Login) => inbox(login, (client, uids) => groups(client, uids, async () => undefined)),
  fetchAndParse: (login: Login) =>
    inbox(login, (client, uids) => groups(client, uids, (raw) => simpleParser(raw, OPTIONS))),
  /** Of the mails of a Maildir, which are in memory before the clock runs. */
  async parse({ folder }: { readonly folder: string }) {
    const mails = readdirSync(folder).map((file) => readFileSync(join(folder, file)));
    return timed(async () => {
      for (const raw of mails) await simpleParser(raw, OPTIONS);
    });
  },
  fetchLarge: (login: Login) => inbox(login, (client, uids) => each(client, uids, thrownAway)),
  fetchAndParseLarge: (login: Login) => inbox(login, (client, uids) => each(client, uids, drained)),
};
export type ReaderTasks = typeof tasks;
doTasks(tasks);
