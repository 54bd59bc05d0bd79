import { type Config, type Contact, canSend, DAY, isMailAddress, type Targets, targetsOf } from '@callbook/contracts';
import { actionOf, isOptOut } from './action.ts';
import { type Classify, type ClassifyConfig, openClassify } from './classify/classify.ts';
import type { Learned } from './classify/learned.ts';

/** What requesters may be told, and when somebody answers them. */
export type Promises = {
  readonly targets: Targets;
  readonly classify: Classify;
  readonly acknowledges: boolean;
  /** Whether anything can be sent by the way that a contact came. */
  canAnswer(contact: Pick<Contact, 'channel' | 'account'>): boolean;
  /** By which account those get a mail who left an address on paper, and which addresses are the desk itself. */
  readonly letters?: { readonly account: string; readonly own: ReadonlySet<string> } | undefined;
};

/** What is promised by a configuration, and by what was learned at the time. */
export function promisesOf(
  config: ClassifyConfig & Pick<Config, 'email' | 'slack' | 'voice' | 'acknowledgement'>,
  learned?: () => Learned | undefined,
): Promises {
  const { accounts } = config.email;
  const account = accounts.find(({ smtp }) => smtp !== undefined)?.name;
  const own = accounts.flatMap(({ address, aliases }) => [address, ...aliases]).map((one) => one.toLowerCase());
  return {
    targets: targetsOf(config),
    classify: openClassify(config, learned),
    acknowledges: config.acknowledgement.enabled,
    canAnswer: ({ channel, account: from }) => canSend(config, channel, from),
    letters: account === undefined ? undefined : { account, own: new Set(own) },
  };
}

/** To whom the acknowledgement of a new call goes, or why nobody gets one. */
export type Acknowledgement = { readonly recipient: string } | { readonly why: string };

/** Whoever wrote so long ago is not told now that it came: that is a back-fill, or a backlog. */
const OLD = DAY;

/**
 * Whether the contact that opens a call is acknowledged. A channel may say no for reasons of its own; the rest is the same
 * for all. How many an address gets is counted where they are let out.
 */
export function acknowledge(
  contact: Pick<Contact, 'details' | 'machine' | 'from' | 'text' | 'occurredAt'>,
  now: string,
): Acknowledgement {
  const { details, machine, from, occurredAt } = contact;
  if (details.channel === 'email' && details.acknowledge?.may !== true)
    return { why: details.acknowledge?.why ?? 'nothing is known of who wrote it' };
  if (actionOf(contact)) return { why: 'it is a button that was pressed' };
  if (isOptOut(contact)) return { why: 'it is about text messages themselves' };
  if (machine !== undefined) return { why: `a machine wrote it (${machine})` };
  if (from.verified === false) return { why: 'its sender could not be verified' };
  if (isOld(occurredAt, now)) return { why: 'it is older than a day' };
  if (details.channel === 'voice' && details.textable?.may !== true)
    return { why: details.textable?.why ?? 'it is not known whether a text message can reach its caller' };
  const recipient = recipientOf(contact);
  return recipient === undefined ? { why: 'there is nobody to whom an answer could go' } : { recipient };
}

function recipientOf({ from, details }: Pick<Contact, 'from' | 'details'>): string | undefined {
  if (details.channel === 'slack') return from.slackUser;
  return details.channel === 'voice' ? from.phone : address(from.email);
}

/** Whether something was said so long ago that nobody is told now that it came. */
export function isOld(occurredAt: string, now: string): boolean {
  return Date.parse(now) - Date.parse(occurredAt) > OLD;
}

function address(email: string | undefined): string | undefined {
  return email !== undefined && isMailAddress(email) ? email.toLowerCase() : undefined;
}
