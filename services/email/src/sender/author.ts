import { aligned, domainOf, email, emails, isOurs } from '../address.ts';
import { header } from '../headers.ts';
import type { Address, MailHeaders } from '../mail.ts';
import { type Person, personOfHeader } from '../person.ts';
import { isForm, isNoReply, isRobot } from './robots.ts';

/** Of a longer name nobody reads the end. */
const NAME_LIMIT = 500;

export type Author = Person & {
  /** Whether it is what stands in From, which is what a server checks. */
  readonly stated: boolean;
  /** The list that put its own address into From. */
  readonly list?: string;
};

/**
 * Who wrote a mail, by its headers. That is From, but for three cases: a list put its own address there (which it does
 * to mail of senders who forbid to be changed: DMARC), and keeps who wrote elsewhere; a web site sends what somebody
 * filled in, and Reply-To is who; From is missing or broken. Then Reply-To, Sender and Return-Path are looked at.
 */
export function authorOf(headers: MailHeaders, ours: readonly string[]): Author | undefined {
  const from = headers.from.find(({ address }) => email(address)) ?? headers.from[0];
  const address = email(from?.address);
  if (!from || !address) return instead(headers, from);
  const behind = behindList(headers, from, address, ours);
  if (behind) return { ...behind, stated: false, list: address };
  const filledIn = behindForm(headers, from, address, ours);
  return filledIn ? { ...filledIn, stated: false } : { ...person(from), stated: true };
}

function instead({ replyTo, sender, ...headers }: MailHeaders, from: Address | undefined): Author | undefined {
  const answer = [...replyTo, ...sender].find(({ address }) => email(address));
  if (answer) return { ...person(answer, from), stated: false };
  const path = email(header({ replyTo, sender, ...headers }, 'return-path')?.replace(/[<>\s]/g, ''));
  // What a list or a forwarding server writes there is of its own making (VERP, SRS).
  if (path && !/[+=]/.test(path) && !isRobot(path)) return { ...person(from), email: path, stated: false };
  return from && from.name !== '' ? { ...person(from), stated: true } : undefined;
}

/** `Ada via Staff <staff@lists.example.org>`, as Google Groups, Mailman and others write. */
function behindList(headers: MailHeaders, from: Address, address: string, ours: readonly string[]) {
  const stated = header(headers, 'x-original-from');
  const original = stated === undefined ? undefined : personOfHeader(stated);
  if (original?.email && original.email !== address && !isOurs(original.email, ours)) return original;
  const [, name] = /^['"]?(.+?)['"]?\s+via\s+\S/i.exec(from.name.slice(0, NAME_LIMIT)) ?? [];
  if (!name) return undefined;
  const sender = personOfHeader(header(headers, 'x-original-sender') ?? '')?.email;
  const answers = headers.replyTo.map((one) => email(one.address));
  const copied = headers.cc.filter((one) => same(one.name, name)).map((one) => email(one.address));
  const found = [sender, ...answers, ...copied].find(
    (one) => one && one !== address && !isOurs(one, ours) && !isRobot(one),
  );
  return found ? { name, email: found } : undefined;
}

function behindForm(headers: MailHeaders, from: Address, address: string, ours: readonly string[]) {
  const own = isOurs(address, ours);
  if (!own && !isNoReply(address) && !isForm(from.name, address)) return undefined;
  const answer = headers.replyTo.find((one) => email(one.address));
  const [replyTo] = answer ? emails([answer]) : [];
  if (!answer || !replyTo || replyTo === address || isOurs(replyTo, ours) || isRobot(replyTo)) return undefined;
  // A shop's robot wants answers at its own service desk; our own site's form has been filled in by one of us, too.
  const domain = domainOf(address);
  const ourSite = ours.some((one) => aligned(domainOf(one), domain));
  return ourSite || !aligned(domain, domainOf(replyTo)) ? person(answer) : undefined;
}

function person({ name, address }: Partial<Address> = {}, fallback?: Address): Person {
  const found = email(address);
  const called = name || fallback?.name;
  return { ...(called && { name: called }), ...(found && { email: found }) };
}

function same(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}
