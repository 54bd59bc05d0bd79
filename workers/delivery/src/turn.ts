import { type AcknowledgementConfig, type Config, canSend, DAY } from '@callbook/contracts';
import { type Acknowledged, type OutboxEntry, recipientKey, type Withheld } from '@callbook/log';

export type Turn = {
  readonly out: readonly OutboxEntry[];
  readonly withheld: readonly Withheld[];
  /** The breaker has opened: more is asked for than any desk sends, and a person should look why. */
  readonly flooded: boolean;
};

/** An acknowledgement that waited so long would puzzle whoever gets it. */
const LATE = DAY;

export type TurnContext = {
  readonly config: Pick<Config, 'email' | 'slack' | 'voice' | 'acknowledgement'>;
  /** Who wants no more messages, by `recipientKey`. */
  readonly optedOut: ReadonlySet<string>;
  readonly now: Date;
};

type Caps = Pick<AcknowledgementConfig, 'perHour' | 'perDay' | 'allPerHour'>;

/**
 * Which of the waiting messages go out now, and which never do. What agents write is not capped: a person has thought of
 * it. An acknowledgement that is missing is harmless, and two machines that answer each other are not.
 */
export function takeTurn(
  waiting: readonly OutboxEntry[],
  acknowledged: Acknowledged,
  { config, optedOut, now }: TurnContext,
): Turn {
  const out: OutboxEntry[] = [];
  const withheld: Withheld[] = [];
  const caps: Caps = config.acknowledgement;
  const counts = new Map(acknowledged.byRecipient);
  let all = acknowledged.all;
  let flooded = false;
  for (const entry of waiting) {
    const { hour, day } = counts.get(entry.recipient) ?? { hour: 0, day: 0 };
    const why = reason(entry, { all, hour, day });
    if (why !== undefined) {
      withheld.push({ id: entry.id, why });
      continue;
    }
    out.push(entry);
    if (entry.kind !== 'acknowledgement') continue;
    all += 1;
    counts.set(entry.recipient, { hour: hour + 1, day: day + 1 });
  }
  return { out, withheld, flooded };

  function reason(
    { kind, channel, account, recipient, createdAt }: OutboxEntry,
    { all, hour, day }: { readonly all: number; readonly hour: number; readonly day: number },
  ): string | undefined {
    if (!canSend(config, channel, account)) return `nothing can be sent from ${account} (${channel}) any more`;
    if (optedOut.has(recipientKey({ channel, account, recipient }))) return 'its recipient wants no more messages';
    if (kind !== 'acknowledgement') return undefined;
    if (now.getTime() - Date.parse(createdAt) > LATE) return 'it could not be sent within a day';
    if (hour >= caps.perHour) return `this address has had ${hour} acknowledgements within an hour`;
    if (day >= caps.perDay) return `this address has had ${day} acknowledgements within a day`;
    if (all < caps.allPerHour) return undefined;
    flooded = true;
    return `${all} acknowledgements went out within an hour: this is a flood`;
  }
}
