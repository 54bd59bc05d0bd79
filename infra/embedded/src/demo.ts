import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, SECOND } from '@callbook/contracts';
import { type Dovecot, demoNoteIn, sampleMails, startDovecot, startPost } from '@callbook/peers';
import { sleep } from '@callbook/runtime';
import { startDemoCalls } from './demo-calls.ts';
import { playDemoPaper, withDemoForms } from './demo-paper.ts';
import { startDemoSlack } from './demo-slack.ts';
import type { House } from './house.ts';
import { isRoot, ownFolder, systemUser } from './system-user.ts';

const MAILBOX = 'helpdesk';
/** Eight mails in about twenty seconds: slow enough to watch them land. */
const PAUSE = 2.5 * SECOND;

export type Demo = {
  /** The configuration with the demo's mailbox, number and workspace in it. */
  readonly config: Config;
  /** Lets those write and call who have not in an earlier demo on this home. */
  play(): void;
};

/** A mail server of our own with a mailbox and a door for mail, a telephone and a Slack, so that there is something to see. */
export async function startDemo(house: House, config: Config): Promise<Demo> {
  const { home, logger, lifecycle, supervisor, progress } = house;
  const path = join(home, 'demo');
  // Started by root, Dovecot keeps mail as nobody.
  const directory = isRoot() ? ownFolder(path, systemUser(['nobody'])) : path;
  lifecycle.onStop('Dovecot', () => supervisor.stop(['dovecot']));
  const dovecot = await progress.step(
    'Demo mailbox',
    () =>
      supervisor.watch<Dovecot>('dovecot', (previous) => startedAgain(previous) ?? startDovecot({ directory, logger })),
    ({ host, port }) => `Demo mailbox: IMAP on ${host}:${port}`,
  );

  const address = dovecot.address(MAILBOX);
  const post = await startPost({ addresses: [address], deliver: (raw) => dovecot.deliver(MAILBOX, raw), logger });
  const note = demoNoteIn(home);
  writeFileSync(note, JSON.stringify({ host: post.host, port: post.port, address }));
  lifecycle.onStop('post', async () => {
    rmSync(note, { force: true });
    await post.stop();
  });

  const others = config.email.accounts.filter(({ name }) => name !== MAILBOX);
  const calls = await startDemoCalls(house, config);
  const slack = await startDemoSlack(house, calls.config);
  const demoed = withDemoForms({
    ...slack.config,
    email: { ...config.email, accounts: [...others, dovecot.mailbox(MAILBOX)] },
  });
  return {
    config: demoed,
    play() {
      progress.say(`
Mail to ${address} becomes a call. Send one, in another terminal:
  infra/mail "My printer is on fire"
or with any mail program, by SMTP to ${post.host}:${post.port} (no password, no encryption).`);
      void calls.play();
      void slack.play();
      void playDemoPaper(house, demoed);
      void playSamples(house, dovecot, join(directory, 'played'));
    },
  };
}

function startedAgain(previous: Dovecot | undefined): Promise<Dovecot> | undefined {
  return previous?.restart().then(() => previous);
}

async function playSamples({ lifecycle, logger, progress }: House, dovecot: Dovecot, file: string): Promise<void> {
  const played = new Set(existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []);
  const names = sampleMails(new Date()).map(({ name }) => name);
  const missing = names.filter((name) => !played.has(name));
  if (missing.length === 0) return;
  progress.say(
    `${missing.length} sample mails arrive within the next ${Math.round((missing.length * PAUSE) / SECOND)} s.`,
  );
  for (const name of missing) {
    await sleep(PAUSE, lifecycle.signal);
    if (lifecycle.signal.aborted) return;
    const sample = sampleMails(new Date()).find((candidate) => candidate.name === name);
    if (sample === undefined) continue;
    await dovecot.deliver(MAILBOX, sample.raw);
    played.add(name);
    writeFileSync(file, [...played].filter(Boolean).join('\n'));
    logger.info({ sample: name }, 'a sample mail was delivered');
  }
}
