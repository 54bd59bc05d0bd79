import { type AcknowledgementConfig, type Config, canSend, DAY, HOUR } from '@callbook/contracts';
import { type CappedKind, type LetOut, type OutboxEntry, recipientKey, type Withheld } from '@callbook/log';

export type Turn = {
  readonly out: readonly OutboxEntry[];
  readonly withheld: readonly Withheld[];
  /** The breaker has opened for these: more is asked for than any desk sends, and a person should look why. */
  readonly flooded: CappedKind | undefined;
};

/** What waited so long would puzzle whoever gets it; of a link, it would soon be good for nothing. */
const LATE = { acknowledgement: DAY, link: HOUR } as const satisfies Record<CappedKind, number>;
const PLURAL = { acknowledgement: 'acknowledgements', link: 'links' } as const satisfies Record<CappedKind, string>;

export type TurnContext = {
  readonly config: Pick<Config, 'email' | 'slack' | 'voice' | 'acknowledgement'>;
  /** Who wants no more messages, by `recipientKey`. */
  readonly optedOut: ReadonlySet<string>;
  readonly now: Date;
};

type Caps = Pick<AcknowledgementConfig, 'perHour' | 'perDay' | 'allPerHour'>;

/**
 * Which of the waiting messages go out now, and which never do. What agents write is not capped: a person has thought of
 * it. An acknowledgement that is missing is harmless, and two machines that answer each other are not; links are asked for
 * by anybody. Either has a count of its own, so that neither can use up the other.
 */
export function takeTurn(
  waiting: readonly OutboxEntry[],
  before: Readonly<Record<CappedKind, LetOut>>,
  { config, optedOut, now }: TurnContext,
): Turn {
  const out: OutboxEntry[] = [];
  const withheld: Withheld[] = [];
  const caps: Caps = config.acknowledgement;
  const counts = { acknowledgement: counterOf(before.acknowledgement), link: counterOf(before.link) };
  let flooded: CappedKind | undefined;
  for (const entry of waiting) {
    const why = reason(entry);
    if (why === undefined) out.push(entry);
    else withheld.push({ id: entry.id, why });
    if (why === undefined && isCapped(entry.kind)) counts[entry.kind].add(entry.recipient);
  }
  return { out, withheld, flooded };

  function reason({ kind, channel, account, recipient, createdAt }: OutboxEntry): string | undefined {
    if (!canSend(config, channel, account)) return `nothing can be sent from ${account} (${channel}) any more`;
    if (optedOut.has(recipientKey({ channel, account, recipient }))) return 'its recipient wants no more messages';
    if (!isCapped(kind)) return undefined;
    const { all, hour, day } = counts[kind].of(recipient);
    const late = LATE[kind];
    if (now.getTime() - Date.parse(createdAt) > late)
      return `it could not be sent within ${late === DAY ? 'a day' : 'an hour'}`;
    if (hour >= caps.perHour) return `this address has had ${hour} ${PLURAL[kind]} within an hour`;
    if (day >= caps.perDay) return `this address has had ${day} ${PLURAL[kind]} within a day`;
    if (all < caps.allPerHour) return undefined;
    flooded = kind;
    return `${all} ${PLURAL[kind]} went out within an hour: this is a flood`;
  }
}

function isCapped(kind: OutboxEntry['kind']): kind is CappedKind {
  return kind === 'acknowledgement' || kind === 'link';
}

/** What went out of a kind, with what goes out now. */
function counterOf(before: LetOut) {
  const counts = new Map(before.byRecipient);
  let { all } = before;
  const single = (recipient: string) => counts.get(recipient) ?? { hour: 0, day: 0 };
  return {
    of: (recipient: string) => ({ all, ...single(recipient) }),
    add(recipient: string) {
      const { hour, day } = single(recipient);
      all += 1;
      counts.set(recipient, { hour: hour + 1, day: day + 1 });
    },
  };
}
