import { someContact } from '@callbook/checks';
import type { Candidate } from '@callbook/log';
import { describe, expect, test } from '@jest/globals';
import { contentHash } from '../src/content-hash.ts';
import { decide, repeatKey } from '../src/decide.ts';
import { titleOf } from '../src/title.ts';

const nothing = { repeats: new Map(), threads: new Map(), revised: new Map() };
const candidate = (messageId: string, callId: string): Candidate => ({
  id: `contact of ${callId}`,
  callId,
  messageId,
  contentHash: 'hash',
});

describe('decide', () => {
  test('a contact about nothing known opens a call', () => {
    expect(decide(someContact(), 'hash', nothing).kind).toBe('new');
  });

  test('the same Message-ID with the same content is a duplicate, with other content another call', () => {
    const contact = someContact({ thread: { messageId: 'a@x', references: [] } });
    const known = { ...nothing, repeats: new Map([[repeatKey('a@x', 'hash'), candidate('a@x', 'call 1')]]) };
    expect(decide(contact, 'hash', known)).toMatchObject({ kind: 'duplicate', of: { callId: 'call 1' } });
    expect(decide(contact, 'other', known).kind).toBe('new');
  });

  test('a missing Message-ID is not the same as another missing one', () => {
    const contact = someContact({ thread: { references: [] } });
    const known = { ...nothing, repeats: new Map([[repeatKey('', 'hash'), candidate('', 'call 1')]]) };
    expect(decide(contact, 'hash', known).kind).toBe('new');
  });

  test('an answer joins the call of the nearest message it answers', () => {
    const contact = someContact({ thread: { messageId: 'c@x', references: ['a@x', 'b@x', 'unknown@x'] } });
    const known = {
      ...nothing,
      threads: new Map([
        ['a@x', candidate('a@x', 'call 1')],
        ['b@x', candidate('b@x', 'call 2')],
      ]),
    };
    expect(decide(contact, 'hash', known)).toMatchObject({ kind: 'thread', of: { callId: 'call 2' } });
  });
});

describe('contentHash', () => {
  test('is the same however a relay folded the white space', () => {
    const one = someContact({ sourceId: 'a', fullText: 'My screen\r\nis  black.', subject: 'Screen' });
    const two = someContact({ sourceId: 'b', fullText: 'My screen is black.\n', subject: ' Screen' });
    expect(contentHash(one)).toBe(contentHash(two));
  });

  test('differs by sender, subject, text and attachment', () => {
    const base = { sourceId: 'a', fullText: 'text', subject: 'subject' };
    const attachment = { sha256: 'a'.repeat(64), name: 'a.png', mediaType: 'image/png', size: 1, inline: false };
    const hashes = [
      someContact(base),
      someContact({ ...base, fullText: 'other' }),
      someContact({ ...base, subject: 'other' }),
      someContact({ ...base, from: { email: 'other@example.org' } }),
      someContact({ ...base, attachments: [attachment] }),
    ].map(contentHash);
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});

describe('titleOf', () => {
  test('is the subject, else the first line with words, else what came', () => {
    expect(titleOf(someContact({ subject: ' Printer \n jam ' }))).toBe('Printer jam');
    expect(titleOf(someContact({ subject: '', text: '\n  \n No network in B12\nsince nine' }))).toBe(
      'No network in B12',
    );
    expect(titleOf(someContact({ subject: undefined, text: '', fullText: '' }))).toBe('(email, nothing readable)');
  });

  test('never cuts a character in two', () => {
    expect(titleOf(someContact({ subject: '😀'.repeat(200) })).isWellFormed()).toBe(true);
  });
});
