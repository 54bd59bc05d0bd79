import { DAY, type MachineKind } from '@callbook/contracts';
import { isOurs } from './address.ts';
import { SCAN_SENDER } from './machine/scanners.ts';
import { isRobot } from './sender/robots.ts';

/** What must be known of a mail to decide; what is undefined is not known, and then does not count. */
export type AcknowledgeFacts = {
  readonly machine: MachineKind | undefined;
  /** Why it is machine mail. */
  readonly machineWhy: string | undefined;
  readonly device: 'voice' | 'scan' | undefined;
  /** The address of the person, lower case. */
  readonly sender: string | undefined;
  /** Whether somebody else passed their mail on to the desk. */
  readonly passedOn: boolean;
  /** To and Cc, lower case. */
  readonly to: readonly string[];
  /** The desk's addresses, lower case; empty when not known. */
  readonly ours: readonly string[];
  readonly occurredAt: Date;
  readonly receivedAt: Date;
  /** The method of its calendar part, lower case. */
  readonly invitation: string | undefined;
  readonly autoSubmitted: string | undefined;
  readonly returnPath: string | undefined;
  readonly authenticationResults: string | undefined;
  readonly autoResponseSuppress: string | undefined;
  readonly spamFlag: string | undefined;
};

export type Acknowledge = { readonly may: boolean; readonly why: string };

/** Beyond this a mail is a back-fill or was long on its way: telling its sender now that it came would puzzle. */
const OLD = DAY;

type Refusal = {
  readonly holds: (facts: AcknowledgeFacts) => boolean;
  readonly why: (facts: AcknowledgeFacts) => string;
};

/** Why not, in the order in which it is asked. A missing acknowledgement is harmless; a loop of two machines is not. */
const refusals: readonly Refusal[] = [
  {
    holds: ({ machine }) => machine === 'own',
    why: () => 'it comes from an address of this desk',
  },
  {
    holds: ({ machine }) => machine !== undefined,
    why: ({ machine, machineWhy }) => `it is machine mail (${machine}): ${machineWhy}`,
  },
  {
    holds: ({ device }) => device !== undefined,
    why: ({ device }) =>
      `a ${device === 'voice' ? 'telephone system' : 'scanner or fax'} sent it, which reads no answer`,
  },
  {
    holds: ({ returnPath }) => returnPath?.replace(/\s/g, '') === '<>',
    why: () => 'its return path is empty, and such mail is never answered (RFC 3834 §2)',
  },
  { holds: ({ sender }) => !sender, why: () => 'it has no sender to answer' },
  {
    holds: ({ passedOn }) => passedOn,
    why: () => 'somebody passed it on: only they say who wrote it, and who did has not written to this desk',
  },
  {
    holds: ({ sender = '', ours }) => isOurs(sender, ours),
    why: () => 'it comes from an address of this desk',
  },
  {
    holds: ({ sender = '' }) => isRobot(sender) || SCAN_SENDER.test(sender),
    why: () => 'its sender is an address that nobody reads',
  },
  {
    holds: ({ to, ours }) => ours.length > 0 && !to.some((address) => isOurs(address, ours)),
    why: () => 'it is not addressed to this desk: it came as a blind copy or by a list (RFC 3834 §2)',
  },
  {
    // Whoever forges this header can only take an acknowledgement from themselves, so it need not be trusted.
    holds: ({ authenticationResults }) => /\bdmarc\s*=\s*(?:fail|reject)/i.test(authenticationResults ?? ''),
    why: () => 'its sender is forged (DMARC failed), and the real one wrote nothing',
  },
  {
    holds: ({ spamFlag }) => /^\s*yes\b/i.test(spamFlag ?? ''),
    why: () => 'it is marked as spam, and its sender is probably forged',
  },
  {
    holds: ({ occurredAt, receivedAt }) => receivedAt.getTime() - occurredAt.getTime() > OLD,
    why: () => 'it is older than a day: mail from before is logged without a word',
  },
  {
    // [MS-OXCMAIL] 2.2.3.2.14: what the sender's system asks automatic answers not to do. `OOF` is not about us.
    holds: ({ autoResponseSuppress }) => /\b(?:all|autoreply)\b/i.test(autoResponseSuppress ?? ''),
    why: () => 'its sender asks for no automatic answers (X-Auto-Response-Suppress)',
  },
  {
    // RFC 5546 §3.2.3: somebody's calendar answers an invitation.
    holds: ({ invitation }) => invitation === 'reply' || invitation === 'counter' || invitation === 'declinecounter',
    why: () => 'it is the answer of a calendar to an invitation',
  },
  {
    holds: ({ autoSubmitted }) => !/^(?:\s|\([^)]*\))*(?:no\b.*)?$/is.test(autoSubmitted ?? ''),
    why: () => 'a program sent it for a person, and asks for no automatic answer (RFC 3834 §2)',
  },
];

/** Whether this mail may be acknowledged, and why, for a person to read. How often is decided where it is sent. */
export function mayAcknowledge(facts: AcknowledgeFacts): Acknowledge {
  const refusal = refusals.find(({ holds }) => holds(facts));
  if (refusal) return { may: false, why: refusal.why(facts) };
  return { may: true, why: 'a person wrote it, and nothing speaks against an answer' };
}
