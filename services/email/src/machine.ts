import type { MachineKind } from '@callbook/contracts';
import { idIn, reportedId } from './machine/delivery-status.ts';
import { deviceOf } from './machine/device.ts';
import { factsOf } from './machine/facts.ts';
import { failures } from './machine/failed.ts';
import { answersMail } from './machine/marks.ts';
import { rules } from './machine/rules.ts';
import type { ParsedMail } from './mail.ts';

/** Who wrote a mail, as far as its marks say, and what a report reports. */
export type Verdict = {
  /** Undefined for a person's mail, and for what a device sent for a person. */
  readonly kind: MachineKind | undefined;
  /** Whether it answers a mail or tells of one, as opposed to an alarm or a newsletter. */
  readonly answers: boolean;
  readonly device: 'voice' | 'scan' | undefined;
  /** The rule that decided, and its evidence in words; undefined when none held. */
  readonly rule: string | undefined;
  readonly why: string | undefined;
  readonly failedAddresses: readonly string[];
  readonly temporaryAddresses: readonly string[];
  /** The Message-ID of the mail that a report is about. */
  readonly bounceOf: string | undefined;
};

/**
 * Tells machine mail from people's; `text` is the whole text, `ours` the desk's own addresses, `author` who wrote it,
 * where that is not whom From names.
 */
export function machineVerdict(mail: ParsedMail, text: string, ours: readonly string[], author?: string): Verdict {
  const facts = factsOf(mail, text, ours, author);
  const rule = rules.find(({ holds }) => holds(facts));
  const kind = rule?.kind === 'device' || rule?.kind === 'person' ? undefined : rule?.kind;
  const reporting = kind === 'bounce' || kind === 'delivery-report';
  return {
    kind,
    answers: reporting || kind === 'read-receipt' || answersMail(facts),
    device: rule?.kind === 'device' ? deviceOf(facts) : undefined,
    rule: rule?.name,
    why: rule?.evidence,
    ...(reporting && rule?.name !== 'feedback-report'
      ? failures(facts, kind)
      : { failedAddresses: [], temporaryAddresses: [] }),
    bounceOf: reporting || kind === 'read-receipt' ? (reportedId(facts.reports) ?? idIn(facts.returned)) : undefined,
  };
}
