import { logCall, quietLogger, someContact, type TestDatabase, testDatabase } from '@callbook/checks';
import { ConfigSchema } from '@callbook/contracts';
import { findLessons, type Log, openLog } from '@callbook/log';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openClassify } from '../src/classify/classify.ts';
import { type Lesson, learn } from '../src/classify/learned.ts';
import { saidIn } from '../src/classify/words.ts';

const lesson = (department: string, text: string): Lesson => ({ department, words: [...saidIn(text).words] });

const IT = ['laptop', 'printer', 'password', 'screen', 'network', 'mailbox'];
const HR = ['payslip', 'contract', 'holiday', 'salary', 'maternity', 'insurance'];
const FACILITIES = ['heating', 'window', 'door', 'lamp', 'chair', 'kitchen'];

/** Calls of which each names two things of its department; of `mixed`, as many name what anybody might. */
function calls(department: string, things: readonly string[], count: number): Lesson[] {
  return Array.from({ length: count }, (_, at) => {
    const [one, other] = [things[at % things.length], things[(at + 1 + (at % 3)) % things.length]];
    return lesson(department, `Hello, the ${one} and the ${other} again, please help ${at}`);
  });
}

/** In an order in which no department stands together. */
function shuffled(lessons: readonly Lesson[]): Lesson[] {
  return lessons
    .map((one, at) => ({ one, key: (at * 7_919) % lessons.length }))
    .sort((a, b) => a.key - b.key)
    .map(({ one }) => one);
}

describe('what is learned from calls that people decided on', () => {
  test('is used for departments of which enough guesses were right, and tells how many', () => {
    const learned = learn(shuffled([...calls('IT', IT, 60), ...calls('HR', HR, 60)]), 0.9);
    const guess = learned?.guess([...saidIn('My payslips lack the salary').words]);
    expect(guess?.department).toBe('HR');
    expect(guess?.why).toMatch(/^calls that say such things were HR’s, in \d+ of \d+ guesses$/);
    expect(learned?.guess(['printer', 'laptop'])?.department).toBe('IT');
  });

  test('is not used where nothing is known of any word', () => {
    const learned = learn(shuffled([...calls('IT', IT, 60), ...calls('HR', HR, 60)]), 0.9);
    expect(learned?.guess(['zebra', 'giraffe'])).toBeUndefined();
  });

  test('is not used where a few calls may have been luck', () => {
    const learned = learn(shuffled([...calls('IT', IT, 60), ...calls('HR', HR, 12)]), 0.9);
    expect([...(learned?.measured.keys() ?? [])]).toEqual(['IT']);
    expect(learned?.guess(['payslip', 'salary'])).toBeUndefined();
  });

  test('is not used for departments that cannot be told apart', () => {
    const learned = learn(
      shuffled([...calls('IT', IT, 80), ...calls('Service desk', IT, 80), ...calls('Facilities', FACILITIES, 80)]),
      0.9,
    );
    expect(learned?.measured.has('IT')).toBe(false);
    expect(learned?.measured.has('Service desk')).toBe(false);
    expect(learned?.guess(['heating', 'window'])?.department).toBe('Facilities');
    expect(learned?.guess(['laptop', 'printer'])).toBeUndefined();
  });

  test('keeps, on calls of another time, the precision that it was measured to have', () => {
    // A third of each department's calls are about what anybody may ask.
    const anything = ['room', 'meeting', 'help', 'question', 'today', 'urgent'];
    const mixed = (department: string, things: readonly string[], count: number) =>
      shuffled([...calls(department, things, count * 2), ...calls(department, anything, count)]);
    const of = (count: number) =>
      shuffled([...mixed('IT', IT, count), ...mixed('HR', HR, count), ...mixed('Facilities', FACILITIES, count)]);
    const learned = learn(of(60), 0.9);
    const guesses = of(40).flatMap(({ department, words }) => {
      const guess = learned?.guess(words);
      return guess ? [guess.department === department] : [];
    });
    expect(guesses.length).toBeGreaterThan(150);
    expect(guesses.filter((right) => right).length / guesses.length).toBeGreaterThanOrEqual(0.9);
  });

  test('is nothing without two departments', () => {
    expect(learn(calls('IT', IT, 100), 0.9)).toBeUndefined();
    expect(learn([], 0.9)).toBeUndefined();
  });
});

describe('a call', () => {
  const config = ConfigSchema.parse({
    departments: [{ name: 'IT' }, { name: 'HR' }],
    services: [{ name: 'Payslips', department: 'HR', words: ['payslip'] }],
    routing: { urgentWords: ['outage'] },
  });
  const learned = learn(shuffled([...calls('IT', IT, 60), ...calls('HR', HR, 60)]), 0.9);
  const classify = openClassify(config, () => learned);
  const asks = (text: string) => classify(someContact({ subject: undefined, text }));

  test('goes by what was learned where nothing else tells, and is not made urgent by it', () => {
    expect(asks('The salary and the contract')).toMatchObject({
      department: 'HR',
      routedBy: 'learned',
      urgency: 'medium',
    });
    expect(asks('payslip: the printer and the laptop')).toMatchObject({ department: 'HR', routedBy: 'words' });
    expect(asks('Good morning')).toMatchObject({ department: undefined, routedBy: 'triage' });
  });

  test('does not go to a department that is not there any more', () => {
    const renamed = openClassify(
      ConfigSchema.parse({ departments: [{ name: 'IT' }, { name: 'People' }] }),
      () => learned,
    );
    expect(renamed(someContact({ text: 'The salary and the contract' }))).toMatchObject({ routedBy: 'triage' });
  });
});

describe('the log', () => {
  let database: TestDatabase;
  let log: Log;
  beforeAll(async () => {
    database = await testDatabase();
    log = openLog({ url: database.url, connections: 2 }, quietLogger());
  });
  afterAll(async () => {
    await log.close();
    await database.drop();
  });

  test('teaches what people decided, and nothing that was only guessed', async () => {
    const call = (text: string, parts: object) =>
      logCall(log, { contacts: [{ contact: someContact({ subject: undefined, text }) }], call: parts });
    await call('moved by an agent', { department: 'IT', routedBy: 'person' });
    await call('chosen', { department: 'HR', routedBy: 'choice' });
    await call('guessed', { department: 'HR', routedBy: 'learned' });
    await call('by words', { department: 'HR', routedBy: 'words' });
    await call('in triage', { routedBy: 'triage' });
    const kept = await call('kept', { department: 'IT', routedBy: 'learned' });
    await database.query(`update calls set status = 'resolved', responded_at = now() where id = $1`, [kept.id]);
    const lessons = await findLessons(log.db, 10);
    expect(lessons.map(({ text, department }) => `${text.split('\n').at(-1)}: ${department}`).sort()).toEqual([
      ...['chosen: HR', 'kept: IT', 'moved by an agent: IT'],
    ]);
  });
});
