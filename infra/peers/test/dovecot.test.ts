import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLogger } from '@callbook/runtime';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ImapFlow } from 'imapflow';
import { createTransport } from 'nodemailer';
import { type Dovecot, sampleMails, startDovecot, startPost } from '../src/index.ts';

const mail = (id: string) => `From: A <a@example.org>\nMessage-ID: <${id}@example.org>\nSubject: ${id}\n\nHello\n`;

describe('the private Dovecot', () => {
  let dovecot: Dovecot;

  beforeAll(async () => {
    dovecot = await startDovecot({ logger: createLogger('test', 'error') });
  });

  afterAll(() => dovecot.stop());

  async function look(user: string): Promise<{ uidValidity: bigint; uids: number[]; sources: string[] }> {
    const { host, port, password } = dovecot;
    const client = new ImapFlow({ host, port, secure: false, auth: { user, pass: password }, logger: false });
    client.on('error', () => undefined);
    await client.connect();
    try {
      const { uidValidity } = await client.mailboxOpen('INBOX');
      const mails = await client.fetchAll('1:*', { uid: true, source: true });
      return { uidValidity, uids: mails.map(({ uid }) => uid), sources: mails.map(({ source }) => String(source)) };
    } finally {
      await client.logout();
    }
  }

  test('delivers as the last mail server would', async () => {
    await dovecot.deliver('delivered', mail('one'));
    await dovecot.deliver('delivered', mail('one').replaceAll('\n', '\r\n'));
    const { sources } = await look('delivered');
    expect(sources).toHaveLength(2);
    for (const source of sources) {
      expect(source).toMatch(
        /^Return-Path: <a@example.org>\r\nDelivered-To: delivered@callbook.example\r\nReceived: from/,
      );
      expect(source).toContain('\r\n\r\nHello');
    }
    expect(sources[0]).not.toBe(sources[1]);
    const files = readdirSync(join(dovecot.maildir('delivered'), 'cur'));
    const raws = files.map((name) => readFileSync(join(dovecot.maildir('delivered'), 'cur', name), 'latin1'));
    for (const raw of raws) expect([0, raw.split('\n').length - 1]).toContain(raw.split('\r\n').length - 1);
  });

  test('keeps the bytes of what is dropped', async () => {
    const raw = Buffer.from('Subject: \xe4\r\n\r\n\xff\xfe\r\n', 'latin1');
    await dovecot.drop('dropped', raw);
    const [name = ''] = readdirSync(join(dovecot.maildir('dropped'), 'new'));
    expect(readFileSync(join(dovecot.maildir('dropped'), 'new', name))).toEqual(raw);
  });

  test('gives every mail again under another UIDVALIDITY after a reset', async () => {
    for (const id of ['a', 'b', 'c']) await dovecot.deliver('reset', mail(id));
    const seen = [await look('reset')];
    for (let times = 0; times < 3; times += 1) {
      await dovecot.resetUidValidity('reset');
      seen.push(await look('reset'));
    }
    expect(new Set(seen.map(({ uidValidity }) => uidValidity)).size).toBe(4);
    for (const { uids } of seen) expect(uids).toEqual([1, 2, 3]);
  });

  test('comes back after a kill, on the same port and with its mail', async () => {
    await dovecot.deliver('killed', mail('kept'));
    const { port, pid, exited } = dovecot;
    await dovecot.kill();
    await exited;
    await expect(look('killed')).rejects.toThrow();
    await dovecot.restart();
    expect(dovecot.port).toBe(port);
    expect(dovecot.pid).not.toBe(pid);
    expect((await look('killed')).sources).toHaveLength(1);
  });

  test('takes mail by SMTP for its own addresses only', async () => {
    const post = await startPost({
      addresses: ['helpdesk@callbook.example'],
      deliver: (raw) => dovecot.deliver('helpdesk', raw),
      logger: createLogger('test', 'error'),
    });
    const transport = createTransport({ host: post.host, port: post.port, ignoreTLS: true });
    const send = (to: string) => transport.sendMail({ from: 'r@example.org', to, subject: 'Fire', text: 'Printer' });
    await send('Helpdesk@callbook.example');
    await expect(send('elsewhere@callbook.example')).rejects.toThrow(/550/);
    await post.stop();
    expect((await look('helpdesk')).sources).toEqual([expect.stringContaining('Subject: Fire')]);
  });
});

test('the samples are eight mails, each with an id of its own and today’s date', () => {
  const samples = sampleMails(new Date('2026-03-02T08:00:00Z')).map(({ raw }) => raw.toString('latin1'));
  expect(new Set(samples.map((raw) => /^Message-ID: (.+)$/m.exec(raw)?.[1])).size).toBe(8);
  for (const raw of samples) expect(raw).toContain('Date: Mon, 02 Mar 2026 08:00:00 +0000\r\n');
});
