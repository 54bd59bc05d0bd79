import { describe, expect, it } from '@jest/globals';
import { at, type Json } from '../src/payload.ts';
import { decide, ruleFor, rules } from '../src/rules.ts';
import { subjectOf } from '../src/seen.ts';
import { readMessage } from '../src/text/index.ts';
import { readInteraction } from '../src/views/index.ts';
import { directory, factsOf, type Golden, golden } from './golden.ts';

const isEvent = ({ body }: Golden) => body.type === 'event_callback';
const events = golden.filter(isEvent);
const interactions = golden.filter((one) => !isEvent(one));

/** Of a rule's verdict only what a case says: `why` is the name of the rule, which it says too. */
const decided = ({ body, ...facts }: Golden) => {
  const event = at(body, 'event');
  const { why: _, ...verdict } = decide(event, factsOf(facts)) as { becomes: string; why?: string };
  return { rule: ruleFor(event, factsOf(facts)).name, ...verdict };
};

const said = (message: Json) => {
  const { text, fullText } = readMessage(message, directory);
  return fullText === text ? { text } : { text, fullText };
};

describe('what Slack sends', () => {
  it('has cases enough', () => {
    expect(events.length + interactions.length).toBeGreaterThanOrEqual(60);
  });

  it.each(events.map((one) => [`${one.name}: ${one.about}`, one] as const))('%s', (_, one) => {
    const message = one.history ?? subjectOf(at(one.body, 'event'));
    expect({ ...decided(one), ...(one.expect.text !== undefined && said(message)) }).toEqual(one.expect);
  });

  it.each(interactions.map((one) => [`${one.name}: ${one.about}`, one] as const))('%s', (_, one) => {
    const message = at(one.body, 'message');
    expect({ ...readInteraction(one.body), ...(one.expect.text !== undefined && said(message)) }).toEqual(one.expect);
  });

  it('meets every rule but those for what is switched off', () => {
    const met = new Set(events.map(({ expect: { rule } }) => rule));
    expect(rules.map(({ name }) => name).filter((name) => !met.has(name))).toEqual([
      'reaction-switched-off',
      'direct-switched-off',
      'mention-switched-off',
    ]);
  });
});
