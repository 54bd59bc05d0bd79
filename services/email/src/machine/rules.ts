import type { MachineKind } from '@callbook/contracts';
import { isOurs } from '../address.ts';
import { deviceOf } from './device.ts';
import type { Facts } from './facts.ts';
import {
  answers,
  answersByProgram,
  challenges,
  delayed,
  failed,
  fromList,
  fromServer,
  isAutomatic,
  isReport,
  marked,
  part,
  reportType,
  saysSo,
  submitted,
  throughUs,
  vendorMark,
} from './marks.ts';
import { AUTOMATIC_SUBJECT, CHALLENGE, FAILURE_SAID, FAILURE_SUBJECT } from './wording.ts';

export type Rule = {
  readonly name: string;
  /** What is known when the rule holds, in words for a person. */
  readonly evidence: string;
  /**
   * Not machine mail, `device`: a telephone system or a scanner brings what a person said or wrote; and `person`: a
   * program sends what a person did.
   */
  readonly kind: MachineKind | 'device' | 'person';
  readonly holds: (facts: Facts) => boolean;
};

/**
 * The rules, and the first that holds decides. Each rests on what a machine puts there and a person's mail program does
 * not, because a person taken for a machine gets no answer: wording counts only beside such a mark. What is *not* a mark:
 * `Auto-Submitted: no`, X-Auto-Response-Suppress (it asks something of us, and Exchange puts it everywhere), a noreply
 * address, a missing header.
 */
export const rules: readonly Rule[] = [
  {
    name: 'read-receipt',
    evidence: 'it is a disposition notification (RFC 8098)',
    kind: 'read-receipt',
    holds: (facts) =>
      reportType(facts) === 'disposition-notification' ||
      (part(facts, /disposition-notification$/) && marked(facts)) ||
      (facts.nullPath && /\bwas read on\b|wurde am .{6,60} gelesen|a été lu le\b/i.test(facts.words)),
  },
  {
    name: 'feedback-report',
    evidence: 'it is a feedback report of a mail provider (RFC 5965) or a report about a domain (RFC 7489, RFC 8460)',
    kind: 'delivery-report',
    holds: (facts) =>
      /^(?:feedback-report|tlsrpt)$/.test(reportType(facts)) ||
      (part(facts, /feedback-report$/) && marked(facts)) ||
      // RFC 7489 §7.2.1.1 fixes this subject.
      /^report domain: \S+ submitter: .*report-id:/i.test(facts.subject),
  },
  {
    name: 'challenge-report',
    evidence: 'it is dressed as a delivery report and asks its sender to prove being a person',
    kind: 'auto-reply',
    holds: (facts) => isReport(facts) && facts.sender === 'anyone' && !facts.nullPath && CHALLENGE.test(facts.words),
  },
  {
    name: 'status-failed',
    evidence: 'it is a delivery report (RFC 3464) in which a recipient failed',
    kind: 'bounce',
    holds: (facts) => isReport(facts) && facts.recipients.some(({ outcome }) => outcome === 'failed'),
  },
  {
    name: 'status-other',
    evidence: 'it is a delivery report (RFC 3464) of a delay or of a success',
    kind: 'delivery-report',
    holds: (facts) => isReport(facts) && facts.recipients.some(({ outcome }) => outcome !== undefined),
  },
  {
    name: 'status-unreadable-delay',
    evidence: 'it is a delivery report without a readable status, and speaks of a delay',
    kind: 'delivery-report',
    holds: (facts) => isReport(facts) && delayed(facts),
  },
  {
    name: 'status-unreadable',
    evidence: 'it is a delivery report without a readable status',
    kind: 'bounce',
    holds: isReport,
  },
  {
    name: 'other-report',
    evidence: 'it is a report (RFC 6522)',
    kind: 'delivery-report',
    holds: ({ contentType }) => contentType.startsWith('multipart/report'),
  },
  {
    name: 'failed-recipients',
    evidence: 'its header names failed recipients, or says that it tells of them',
    kind: 'bounce',
    holds: ({ has }) => has('x-failed-recipients') || has('x-ms-exchange-message-is-ndr'),
  },
  {
    name: 'device',
    evidence: 'a telephone system, a fax or a scanner sent it for a person',
    kind: 'device',
    holds: (facts) => deviceOf(facts) !== undefined,
  },
  {
    name: 'own-address',
    evidence: 'it comes from an address of this desk, or carries its loop mark',
    kind: 'own',
    holds: ({ ours, author, value }) => isOurs(author, [...ours]) || ours.has(value('x-loop').replace(/[<>\s]/g, '')),
  },
  {
    name: 'server-delay',
    evidence: 'a mail server sent it, and it speaks of a delay',
    kind: 'delivery-report',
    holds: (facts) => fromServer(facts) && !FAILURE_SUBJECT.test(facts.subject) && delayed(facts),
  },
  {
    name: 'server-failure',
    evidence: 'a mail server sent it, and it says that a mail was not delivered',
    kind: 'bounce',
    holds: (facts) => fromServer(facts) && failed(facts),
  },
  {
    name: 'gateway-failure',
    evidence: 'nobody may answer it, and it says that a mail was not delivered',
    kind: 'bounce',
    holds: (facts) =>
      facts.has('x-ms-embedded-report') ||
      (facts.nullPath && (FAILURE_SUBJECT.test(facts.subject) || (!answers(facts) && FAILURE_SAID.test(facts.words)))),
  },
  {
    name: 'daemon',
    evidence: 'its sender is the mail server itself',
    kind: 'bounce',
    holds: (facts) => facts.sender === 'daemon' && !submitted(facts).startsWith('auto-replied'),
  },
  {
    name: 'invitation',
    evidence: 'a calendar sends it for the person who invites',
    kind: 'person',
    // Google's marks what it sends for people as automatic, and the invitation is theirs all the same.
    holds: (facts) => facts.invites && isAutomatic(facts) && !facts.nullPath && !fromList(facts),
  },
  {
    name: 'auto-replied',
    evidence: 'it says that it is an automatic answer (RFC 3834)',
    kind: 'auto-reply',
    holds: (facts) => submitted(facts) === 'auto-replied',
  },
  {
    name: 'automatic-list',
    evidence: 'it says that it is automatic, and that it comes from a list',
    kind: 'list',
    holds: (facts) => isAutomatic(facts) && fromList(facts),
  },
  {
    name: 'auto-submitted',
    evidence: 'it says that no person sent it (RFC 3834)',
    kind: 'auto-reply',
    holds: isAutomatic,
  },
  {
    name: 'vendor-mark',
    evidence: 'it carries the mark of an auto-responder',
    kind: 'auto-reply',
    holds: vendorMark,
  },
  {
    name: 'automatic-subject',
    evidence: 'its subject is that of an automatic answer, and another mark agrees',
    kind: 'auto-reply',
    holds: (facts) =>
      AUTOMATIC_SUBJECT.test(facts.subject) &&
      (facts.nullPath ||
        /^(?:bulk|junk)\b/.test(facts.value('precedence')) ||
        // A person who answers an automatic answer leaves its mark in the subject, behind `Re:`.
        (!/^(?:re|aw|sv|antw)\s*:/i.test(facts.subject) && (saysSo(facts.said) || answersByProgram(facts)))),
  },
  {
    name: 'challenge',
    evidence: 'it asks its sender to prove being a person, and answers without naming the mail that it answers',
    kind: 'auto-reply',
    holds: (facts) => facts.isReply && !facts.has('in-reply-to') && !facts.has('references') && challenges(facts),
  },
  {
    name: 'null-path',
    evidence: 'its return path is empty, so that nobody may answer it (RFC 5321 §4.5.5)',
    kind: 'auto-reply',
    holds: ({ nullPath }) => nullPath,
  },
  {
    name: 'list',
    evidence: 'it comes from a mailing list (RFC 2919, RFC 2369)',
    kind: 'list',
    holds: fromList,
  },
  {
    name: 'bulk',
    evidence: 'it was sent in bulk and answers nothing',
    kind: 'list',
    // Some programs keep the Precedence of what they answer, and some people's answers carry List-Unsubscribe.
    holds: (facts) =>
      !facts.isReply &&
      (/^(?:bulk|junk)\b/.test(facts.value('precedence')) || (facts.has('list-unsubscribe') && !throughUs(facts))),
  },
];
