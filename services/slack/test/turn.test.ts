import { expect, test } from '@jest/globals';
import { turnOf } from '../src/turn.ts';

const all = ['C1', 'D1', 'D2', 'D3', 'D4', 'D5'];
const isLively = (one: string) => one === 'C1' || one === 'D4';

test('lively conversations are looked at each time, and each of the quiet ones in its turn', () => {
  const seen: (readonly string[])[] = [];
  for (let begin = 0; seen.length < 4; ) {
    const { chosen, next } = turnOf(all, isLively, { begin, most: 2 });
    seen.push(chosen);
    begin = next;
  }
  expect(seen).toEqual([
    ['C1', 'D1', 'D2', 'D4'],
    ['C1', 'D3', 'D4', 'D5'],
    ['C1', 'D1', 'D2', 'D4'],
    ['C1', 'D3', 'D4', 'D5'],
  ]);
});

test('none is looked at twice in one turn, and where there is room for all, all are', () => {
  expect(turnOf(all, isLively, { begin: 3, most: 100 }).chosen).toEqual(all);
  expect(turnOf([], isLively, { begin: 3, most: 100 }).chosen).toEqual([]);
});
