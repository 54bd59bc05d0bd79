import type { Contact, RoutingConfig } from '@callbook/contracts';
import type { Choice } from './choice.ts';
import { listOf } from './whom.ts';
import { finderOf, type Said } from './words.ts';

type Rule = RoutingConfig['rules'][number];

/** What the first rule does that fits, and why it fits. */
export type Ruled = { readonly rule: Rule; readonly why: string };

export type Asked = { readonly contact: Contact; readonly choice: Choice; readonly said: Said };

/** The rules of a configuration, ready to be asked. */
export function rulesOf(rules: readonly Rule[]): (asked: Asked) => Ruled | undefined {
  const prepared = rules.map((rule) => ({ rule, fits: conditionsOf(rule) }));
  return (asked) => {
    for (const { rule, fits } of prepared) {
      const reasons = fits.map((fit) => fit(asked));
      if (reasons.every((reason) => reason !== undefined))
        return { rule, why: `rule “${rule.name}”: ${reasons.join(', ')}` };
    }
    return undefined;
  };
}

/** Each says why it fits; undefined where it does not. */
function conditionsOf({ when }: Rule): ((asked: Asked) => string | undefined)[] {
  const { channels, accounts, senders, words, languages, chosen } = when;
  const sender = senders && listOf(senders);
  const find = words && finderOf(words.map((word) => ({ word, means: word })));
  const options = chosen && new Set(chosen.map((one) => one.toLowerCase()));
  return [
    ...(channels ? [({ contact }: Asked) => one(contact.channel, channels)] : []),
    ...(accounts ? [({ contact }: Asked) => one(contact.account, accounts)] : []),
    ...(sender ? [({ contact: { from } }: Asked) => (from.verified === false ? undefined : sender(from))] : []),
    ...(find ? [({ said }: Asked) => quoted(find(said)[0]?.word)] : []),
    ...(languages ? [({ contact }: Asked) => one(contact.language?.split('-', 1)[0]?.toLowerCase(), languages)] : []),
    ...(options
      ? [
          ({ choice: { department, service, tags } }: Asked) =>
            [department, service, ...tags].find((option) => option !== undefined && options.has(option.toLowerCase())),
        ]
      : []),
  ];
}

function one(value: string | undefined, list: readonly string[]): string | undefined {
  return value !== undefined && list.includes(value) ? value : undefined;
}

function quoted(word: string | undefined): string | undefined {
  return word === undefined ? undefined : `“${word}”`;
}
