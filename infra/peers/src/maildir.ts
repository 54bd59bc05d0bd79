import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { chown, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

/** Whose the files are, where root makes them. */
export type Owner = { readonly uid: number; readonly gid: number };

/** Puts one message, bytes as given, into a Maildir: written beside, then renamed, so that nobody sees half of it. */
export async function dropInto(maildir: string, raw: Buffer, owner: Owner | undefined): Promise<void> {
  if (!existsSync(join(maildir, 'new'))) await makeMaildir(maildir, owner);
  const name = `${Date.now()}.${randomBytes(8).toString('hex')}.${hostname().replace(/[/:]/g, '-')}`;
  const file = join(maildir, 'tmp', name);
  await writeFile(file, raw, { mode: 0o600, flag: 'wx' });
  if (owner !== undefined) await chown(file, owner.uid, owner.gid);
  await rename(file, join(maildir, 'new', name));
}

/** A mail with the instant at which the mailbox got it: Dovecot takes the time of the file for INTERNALDATE. */
export type SeededMail = { readonly raw: string; readonly at: Date };

/** Writes many mails where the server looks for those it knows, in order. It must not have looked there yet. */
export function seedInto(maildir: string, mails: Iterable<SeededMail>, owner: Owner | undefined): void {
  const folders = [maildir, ...['cur', 'new', 'tmp'].map((name) => join(maildir, name))];
  for (const folder of folders) mkdirSync(folder, { recursive: true, mode: 0o700 });
  let number = 1_000_000_000;
  for (const { raw, at } of mails) {
    const file = join(maildir, 'cur', `${number++}.seed.host:2,`);
    writeFileSync(file, raw, { mode: 0o600 });
    if (owner !== undefined) chownSync(file, owner.uid, owner.gid);
    utimesSync(file, at, at);
  }
  if (owner !== undefined) for (const folder of folders) chownSync(folder, owner.uid, owner.gid);
}

/**
 * Makes the server forget every UID of the folder: as after a restored backup, the same mail comes back under a new
 * UIDVALIDITY. `dovecot-uidvalidity` stays: from it the next value is counted up, so that it is always another one.
 */
export async function forgetUids(maildir: string): Promise<void> {
  for (const name of await readdir(maildir)) {
    if (name.startsWith('dovecot-uidlist') || name.startsWith('dovecot.index'))
      await rm(join(maildir, name), { recursive: true, force: true });
  }
}

/** What the last server before the mailbox would put on top, with the line ends that the message uses. */
export function traced(raw: Buffer, from: string, to: string, id: string, at: Date): Buffer {
  const first = raw.indexOf('\n');
  const end = first > 0 && raw[first - 1] === 0x0d ? '\r\n' : '\n';
  const date = at.toUTCString().replace('GMT', '+0000');
  const lines = [
    `Return-Path: <${from}>`,
    `Delivered-To: ${to}`,
    'Received: from mail.example (mail.example [192.0.2.25])',
    `\tby mx.callbook.example (peer) with LMTP id ${id}`,
    `\tfor <${to}>; ${date}`,
  ];
  return Buffer.concat([Buffer.from(lines.map((line) => line + end).join('')), raw]);
}

/** The address of the From header, as a sender of an envelope; empty where there is none to be read. */
export function senderOf(raw: Buffer): string {
  const header = raw.subarray(0, 16_384).toString('latin1');
  const from = /^from:[^\r\n]*?([^\s<>"]+@[^\s<>"]+)/im.exec(header.split(/\r?\n\r?\n/)[0] ?? '');
  return from?.[1] ?? '';
}

async function makeMaildir(maildir: string, owner: Owner | undefined): Promise<void> {
  for (const folder of [maildir, join(maildir, 'tmp'), join(maildir, 'new'), join(maildir, 'cur')]) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if (owner !== undefined) await chown(folder, owner.uid, owner.gid);
  }
}
