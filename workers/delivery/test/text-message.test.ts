import { describe, expect, test } from '@jest/globals';
import { compose } from '../src/compose.ts';
import { plainText, segmentsOf, textMessage } from '../src/text-message.ts';
import { desk, entry, TOKEN } from './entry.ts';

const MOBILE = '+4915112345678';
const HOTLINE = {
  name: 'hotline',
  ...{ accountSid: `AC${'0'.repeat(32)}`, authToken: 'secret', numbers: [{ number: '+493012345678' }] },
  sms: { from: '+4915735990000' },
};
const voice = { twilio: { publicUrl: 'https://desk.example.org', accounts: [HOTLINE] } };
const texts = (parts: object = {}) => desk({ voice, ...parts });
const call = (parts: Parameters<typeof entry>[0] = {}) =>
  entry({
    ...{ channel: 'voice', account: 'hotline', recipient: MOBILE },
    ...parts,
    call: { title: 'Telephone call from +4915112345678', ...parts.call },
    contact: { details: { channel: 'voice', provider: 'twilio' }, subject: undefined, ...parts.contact },
  });

describe('an acknowledgement by text message', () => {
  test('says who writes, the reference, when a person answers and what to do if it cannot wait, in one segment', () => {
    const { text, html, subject } = compose(call(), texts());
    expect(text).toBe(
      'Example Ltd: We have your message. Its reference is CB-10429. A person answers by Mon 9 Nov, 08:30 CET. ' +
        'If it cannot wait, call again and say so.',
    );
    expect(segmentsOf(text)).toBe(1);
    expect([html, subject]).toEqual([undefined, undefined]);
  });

  test.each(['en', 'de', 'fr', 'es', 'nl', 'it'])('is in %s one segment all the year round', (language) => {
    const { text: other } = compose(call({ contact: { language } }), texts({ organisation: {} }));
    expect(other.startsWith('We have')).toBe(language === 'en');
    const longest = Array.from({ length: 24 }, (_, half) => {
      const respondBy = new Date(Date.UTC(2028, 0, 10 + 15 * half, 14, 30)).toISOString();
      const { text } = compose(call({ contact: { language }, call: { respondBy } }), texts({ organisation: {} }));
      expect(text).toContain('CB-10429');
      return segmentsOf(text);
    });
    expect(Math.max(...longest)).toBe(1);
  });

  test('says when somebody is back and where to look where that costs no segment more', () => {
    const night = call({ createdAt: '2026-11-06T22:00:00.000Z', call: { service: 'Rooms', department: 'IT' } });
    const http = { publicUrl: 'https://desk.example.org' };
    const short = compose(night, texts({ http })).text;
    expect(short).not.toMatch(/back|https/);
    const [departments, questions] = [[{ name: 'IT' }], ['Which one?']];
    const asking = texts({
      organisation: {},
      http,
      departments,
      services: [{ name: 'Rooms', department: 'IT', questions }],
    });
    const long = compose(night, asking).text;
    expect(long).toContain('CB-10429. We are back on Mon 9 Nov, 08:00 CET. A person answers by');
    expect(segmentsOf(long)).toBe(2);
    const untimed = { ...night, call: { ...night.call, respondBy: undefined } };
    expect(compose(untimed, asking).text).toContain('https://desk.example.org/contact?reference=CB-10429');
  });

  test('never has more than two segments, whatever the organisation calls itself', () => {
    const name = 'Příliš žluťoučký kůň, s.r.o.';
    const { text } = compose(call({ contact: { language: 'de' } }), texts({ organisation: { name } }));
    expect(segmentsOf(text)).toBeLessThanOrEqual(2);
    expect(text).toContain('Nummer CB-10429. Ein Mensch antwortet bis');
    expect(text).not.toContain(name);
  });

  const services = (...questions: string[]) => ({
    departments: [{ name: 'HR' }],
    services: [{ name: 'New colleague', department: 'HR', questions }],
    http: { publicUrl: 'https://desk.example.org' },
  });
  const asked = call({ call: { service: 'New colleague', department: 'HR' } });

  test('asks what the service needs to know', () => {
    const { text } = compose(asked, texts(services('From which day?', 'Which team?')));
    expect(text).toContain('please answer these: 1. From which day? 2. Which team?');
    expect(segmentsOf(text)).toBe(2);
  });

  test('says how many questions there are, and where, when they are too many for it', () => {
    const long = Array.from({ length: 12 }, (_, n) => `Question ${n} about the new colleague?`);
    const { text } = compose(asked, texts(services(...long)));
    expect(text).toContain('We have 12 questions: https://desk.example.org/contact?');
    expect(text).not.toContain('Question 3');
    expect(segmentsOf(text)).toBe(2);
  });
});

test('an answer of an agent says which call it is about and who wrote it', () => {
  const reply = call({ kind: 'reply', message: { text: 'Which room is it?', by: 'Grace' } });
  expect(compose(reply, texts()).text).toBe('CB-10429: Which room is it?\nGrace, Example Ltd');
});

test('who is told that it is resolved can rate it, by a link of that call', () => {
  const message = { status: 'resolved', text: 'The drum was changed.', by: 'Grace' } as const;
  const { text } = compose(
    call({ kind: 'status', message }),
    texts({ http: { publicUrl: 'https://desk.example.org' } }),
  );
  expect(text).toMatch(
    /^CB-10429 is resolved\. The drum was changed\. How content .* https:\/\/desk\.example\.org\/contact\/rate\/CB-10429\//,
  );
  expect(text).not.toContain(TOKEN);
});

test('a template of the organisation is said as it is', () => {
  const templates = [
    { kind: 'acknowledgement', language: 'en', channels: ['voice'], text: 'We call “you” back: {reference}' },
  ];
  expect(compose(call(), texts({ templates })).text).toBe('We call "you" back: CB-10429');
});

describe('the letters of a text message', () => {
  test('are plain where that makes all of them letters of GSM 03.38, and else as they were', () => {
    expect(plainText('“Größe” – 5\u00a0€…')).toBe('"Größe" - 5 €...');
    expect(plainText('“Привет”')).toBe('“Привет”');
  });

  test('decide how many segments it is', () => {
    expect(['a'.repeat(160), 'a'.repeat(161), 'ж'.repeat(70), 'ж'.repeat(71), '€'.repeat(80)].map(segmentsOf)).toEqual([
      1, 2, 1, 2, 1,
    ]);
  });
});

test('what is left out of a message is what fits least, and its order stays', () => {
  const part = (when: 'always' | 'wanted' | 'spare', letter: string, length: number) => ({
    when,
    text: letter.repeat(length),
  });
  const said = textMessage([
    part('spare', 's', 40),
    part('always', 'a', 100),
    part('wanted', 'w', 80),
    part('spare', 't', 400),
  ]);
  expect(said.split(' ').map((word) => word[0])).toEqual(['s', 'a', 'w']);
});
