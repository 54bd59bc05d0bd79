import { Contact, contactKey } from '@callbook/contracts';
import { describe, expect, test } from '@jest/globals';
import type { CallFacts } from '../src/facts.ts';
import { type Form, readCall, readRecording } from '../src/form.ts';
import { callContact, endedContact, recordingContact, transcriptContact, unreadableContact } from '../src/normalise.ts';
import { outcomeOf } from '../src/outcome.ts';

const NOW = new Date('2026-11-02T08:00:05.000Z');
const SID = `CA${'1'.repeat(32)}`;
const RECORDING = `RE${'2'.repeat(32)}`;
const arrival = {
  account: 'hotline',
  receivedAt: NOW,
  id: '019a4000-0000-7000-8000-000000000000',
  original: { sha256: 'a'.repeat(64), mediaType: 'application/x-www-form-urlencoded', size: 400 },
};
const FORM: Form = { CallSid: SID, From: '+4930111', To: '+493012345678', CallStatus: 'ringing' };
const call = (form: Form = {}) => readCall({ ...FORM, ...form }, NOW) as CallFacts;
const contact = (form: Form = {}) => Contact.parse(callContact(call(form), undefined, arrival));

describe('a call', () => {
  test('has the key of its account and its name, whatever tells of it', () => {
    expect(contact().key).toBe(contactKey('voice', 'hotline', SID));
    expect(contact({ CallStatus: 'completed', CallDuration: '12' }).key).toBe(contact().key);
  });

  test('that is told of when it is over began so many seconds before', () => {
    const over = { CallStatus: 'completed', CallDuration: '65', Timestamp: 'Mon, 02 Nov 2026 08:00:00 +0000' };
    expect(contact(over).occurredAt).toBe('2026-11-02T07:58:55.000Z');
    expect(contact().occurredAt).toBe(NOW.toISOString());
  });

  test.each(['+266696687', '+7378742833', '+2562533', '+8656696', '+86282452253'])(
    'from %s is from nobody that could be known again',
    (From) => {
      expect(contact({ From }).from).toEqual({});
      expect(contact({ From }).details).toMatchObject({ caller: 'anonymous' });
    },
  );

  test.each(['anonymous', 'sip:ada@example.org', 'client:ada', '+0123', '911', '+49 30 111', `+${'9'.repeat(20)}`])(
    'from %s has no number, and says what it had',
    (From) => {
      expect(contact({ From }).from).toEqual({});
      expect(contact({ From }).details).toMatchObject({ caller: From });
    },
  );

  test.each([
    ['TN-Validation-Passed-A', true],
    ['TN-Validation-Passed-C', undefined],
    ['TN-Validation-Failed-A', false],
    ['No-TN-Validation', undefined],
  ])('whose carrier says %s', (StirVerstat, verified) => {
    expect(contact({ StirVerstat }).from.verified).toBe(verified);
  });

  test('with anything at all in its parameters fits the contract', () => {
    const wild = '\u0000 \ud800 '.concat('x'.repeat(5_000), '\u202e<script>');
    const names = ['From', 'To', 'CallerName', 'ForwardedFrom', 'StirVerstat', 'CallStatus', 'Timestamp'];
    for (const name of names) expect(contact({ [name]: wild }).sourceId).toBe(SID);
    expect(contact({ From: ['+4930111', '+4930222'] }).from).toEqual({ phone: '+4930111' });
  });

  test.each([{}, { CallSid: '' }, { CallSid: '../../etc' }, { CallSid: 'CA 1' }])('%j cannot be told apart', (form) => {
    expect(readCall(form, NOW)).toBeUndefined();
    const bare = unreadableContact('a'.repeat(64), 'no name', arrival);
    expect(Contact.parse(bare).problem?.code).toBe('voice-unreadable');
  });
});

describe('a recording', () => {
  const form = { CallSid: SID, RecordingSid: RECORDING, RecordingStatus: 'completed', RecordingDuration: '7' };

  test('is a revision of its call with the audio as its original', () => {
    const facts = readRecording({ ...form, RecordingStartTime: 'Mon, 02 Nov 2026 08:00:00 +0000' });
    const revision = Contact.parse(recordingContact(facts as NonNullable<typeof facts>, arrival));
    expect(revision).toMatchObject({
      sourceId: `${SID}/recording/${RECORDING}`,
      revises: { key: contactKey('voice', 'hotline', SID), cause: 'recording' },
      occurredAt: '2026-11-02T08:00:07.000Z',
      attachments: [{ sha256: arrival.original.sha256 }],
    });
  });

  test.each(['RE/../../Calls', 'https://evil.example/RE1', '', 'RE1?x', 'RE%2e'])(
    '%s is no name of one',
    (RecordingSid) => {
      expect(readRecording({ ...form, RecordingSid })).toBeUndefined();
    },
  );
});

test('a transcript is text of the call', () => {
  const said = { callSid: SID, transcriptionSid: 'TR1', text: 'Hello\u0000 there' };
  expect(Contact.parse(transcriptContact(said, arrival))).toMatchObject({
    sourceId: `${SID}/transcript/TR1`,
    text: 'Hello there',
    media: { kind: 'recording', state: 'done' },
  });
});

describe('the end of a call', () => {
  const rules = { shortestSeconds: 1, now: NOW, grace: 10_000 };
  const over = (status = 'completed', secondsAgo = 60) => ({
    ...call(),
    status,
    endedAt: new Date(NOW.getTime() - secondsAgo * 1000),
  });
  const recording = (status: string, seconds?: number, errorCode?: number) => ({
    ...{ callSid: SID, recordingSid: RECORDING, status, seconds, errorCode },
  });

  test.each([
    ['is open while it lasts', call({ CallStatus: 'in-progress' }), [], { kind: 'open' }],
    ['is open while a recording is worked on', over(), [recording('processing')], { kind: 'open' }],
    ['is open while a recording may yet be listed', over('completed', 5), [], { kind: 'open' }],
    ['is a message', over(), [recording('completed', 7)], { kind: 'message', seconds: 7 }],
    [
      'is a message when one of two is',
      over(),
      [recording('absent'), recording('completed', 7)],
      { kind: 'message', seconds: 7 },
    ],
    ['is a message when it was deleted since', over(), [recording('deleted', 7)], { kind: 'message', seconds: 7 }],
    ['is a message when its length is not told', over(), [recording('completed')], { kind: 'message', seconds: 0 }],
    ['is too short', over(), [recording('completed', 0)], { kind: 'missed', reason: 'too-short', seconds: 0 }],
    ['is silent', over(), [recording('absent', undefined, 16102)], { kind: 'missed', reason: 'silent' }],
    ['has no recording', over(), [recording('absent')], { kind: 'missed', reason: 'no-recording' }],
    ['was hung up', over(), [], { kind: 'missed', reason: 'hung-up' }],
    ['was hung up while it rang', over('no-answer'), [], { kind: 'missed', reason: 'hung-up' }],
    ['failed', over('failed'), [], { kind: 'missed', reason: 'failed' }],
  ])('%s', (_, facts, recordings, outcome) => {
    expect(outcomeOf(facts, recordings, rules)).toEqual(outcome);
  });

  test('is the same contact, whoever tells of it', () => {
    const outcome = { kind: 'missed', reason: 'hung-up' } as const;
    const [first, second] = [
      endedContact(over(), outcome, arrival),
      endedContact(over('completed', 1), outcome, arrival),
    ];
    expect(Contact.parse(second).key).toBe(Contact.parse(first).key);
  });
});
