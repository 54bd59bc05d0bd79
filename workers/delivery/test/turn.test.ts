import { describe, expect, test } from '@jest/globals';
import { takeTurn } from '../src/turn.ts';
import { desk, entry } from './entry.ts';

const now = new Date('2026-11-06T15:31:00.000Z');
const context = { config: desk(), optedOut: new Set<string>(), now };
const counted = (all: number, hour = 0, day = hour) => ({
  all,
  byRecipient: new Map([['ada@example.org', { hour, day }]]),
});
const before = (...given: Parameters<typeof counted>) => ({ acknowledgement: counted(...given), link: counted(0) });
const entries = (count: number, parts: Parameters<typeof entry>[0] = {}) =>
  Array.from({ length: count }, (_, index) => entry({ id: `0198c8f2-7c1f-7aaa-8bbb-00000000000${index}`, ...parts }));
const reasons = (waiting: ReturnType<typeof entries>, counted = before(0)) =>
  takeTurn(waiting, counted, context).withheld.map(({ why }) => why);

describe('of the waiting messages', () => {
  test('three acknowledgements an hour go to one address, those that went before counted', () => {
    expect(reasons(entries(3))).toEqual([]);
    expect(reasons(entries(5))).toEqual(Array(2).fill('this address has had 3 acknowledgements within an hour'));
    expect(reasons(entries(2), before(0, 2))).toHaveLength(1);
  });

  test('ten a day go to one address', () => {
    expect(reasons(entries(1), before(0, 0, 10))).toEqual(['this address has had 10 acknowledgements within a day']);
  });

  test('a flood to many addresses is stopped', () => {
    const many = entries(4).map((one, index) => ({ ...one, recipient: `u${index}@example.org` }));
    expect(takeTurn(many, before(490), context).flooded).toBeUndefined();
    expect(takeTurn(many, before(498), context).flooded).toBe('acknowledgement');
    expect(reasons(many, before(498))).toEqual(
      Array(2).fill('500 acknowledgements went out within an hour: this is a flood'),
    );
  });

  test('links have the same caps and a count of their own, so that whoever asks for them takes nothing from others', () => {
    const links = entries(4, { kind: 'link' });
    expect(reasons(links)).toEqual(['this address has had 3 links within an hour']);
    expect(reasons([...links, ...entries(3)])).toHaveLength(1);
    expect(reasons(links.slice(1), { acknowledgement: counted(0), link: counted(0, 0, 10) })).toHaveLength(3);
    const flood = { acknowledgement: counted(0), link: counted(500) };
    const turn = takeTurn([...links, ...entries(1)], flood, context);
    expect([turn.flooded, turn.out.map(({ kind }) => kind)]).toEqual(['link', ['acknowledgement']]);
  });

  test('a link that waited for an hour is not sent any more', () => {
    const waited = { kind: 'link', createdAt: '2026-11-06T14:30:59.000Z' } as const;
    expect(reasons(entries(1, waited))).toEqual(['it could not be sent within an hour']);
  });

  test('what agents write goes out, however many there are', () => {
    expect(reasons(entries(9, { kind: 'reply' }), before(10_000, 50))).toEqual([]);
  });

  test('an acknowledgement that waited for a day is not sent any more', () => {
    expect(reasons(entries(1, { createdAt: '2026-11-05T15:30:59.000Z' }))).toEqual([
      'it could not be sent within a day',
    ]);
  });

  test('none goes to who wants no more of them, not even what an agent wrote', () => {
    const optedOut = new Set(['email helpdesk ada@example.org']);
    const waiting = [...entries(1, { kind: 'reply' }), ...entries(1, { kind: 'reply', recipient: 'bo@example.org' })];
    const { out, withheld } = takeTurn(waiting, before(0), { ...context, optedOut });
    expect(out.map(({ recipient }) => recipient)).toEqual(['bo@example.org']);
    expect(withheld.map(({ why }) => why)).toEqual(['its recipient wants no more messages']);
  });

  test('what an account cannot send any more waits for nothing', () => {
    const [lost] = reasons(entries(1, { kind: 'reply', account: 'old' }));
    expect(lost).toBe('nothing can be sent from old (email) any more');
  });
});
