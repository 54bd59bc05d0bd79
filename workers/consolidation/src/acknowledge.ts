import { type Config, type Contact, canSend, DAY, isMailAddress, type Targets, targetsOf } from '@callbook/contracts';
import { actionOf } from './action.ts';
import { type Classify, type ClassifyConfig, openClassify } from './classify/classify.ts';
import type { Learned } from './classify/learned.ts';

/** What requesters may be told, and when somebody answers them. */
export type Promises = {
  readonly targets: Targets;
  readonly classify: Classify;
  readonly acknowledges: boolean;
  /** Whether anything can be sent by the way that a contact came. */
  canAnswer(contact: Contact): boolean;
};

/** What is promised by a configuration, and by what was learned at the time. */
export function promisesOf(
  config: ClassifyConfig & Pick<Config, 'email' | 'slack' | 'acknowledgement'>,
  learned?: () => Learned | undefined,
): Promises {
  return {
    targets: targetsOf(config),
    classify: openClassify(config, learned),
    acknowledges: config.acknowledgement.enabled,
    canAnswer: ({ channel, account }) => canSend(config, channel, account),
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
export function acknowledge(contact: Contact, now: string): Acknowledgement {
  const { details, machine, from, occurredAt } = contact;
  if (details.channel === 'email' && details.acknowledge?.may !== true)
    return { why: details.acknowledge?.why ?? 'nothing is known of who wrote it' };
  if (actionOf(contact)) return { why: 'it is a button that was pressed' };
  if (machine !== undefined) return { why: `a machine wrote it (${machine})` };
  if (from.verified === false) return { why: 'its sender could not be verified' };
  if (Date.parse(now) - Date.parse(occurredAt) > OLD) return { why: 'it is older than a day' };
  const recipient = details.channel === 'slack' ? from.slackUser : address(from.email);
  return recipient === undefined ? { why: 'there is nobody to whom an answer could go' } : { recipient };
}

function address(email: string | undefined): string | undefined {
  return email !== undefined && isMailAddress(email) ? email.toLowerCase() : undefined;
}
