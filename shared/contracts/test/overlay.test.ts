import { describe, expect, test } from '@jest/globals';
import { type Contact, contactKey, overlay, type RevisionCause } from '../src/index.ts';

const SOUND = { sha256: 'a'.repeat(64), name: 'message.wav', mediaType: 'audio/wav', size: 10, inline: false };
const base: Contact = contact('CA1', { media: { kind: 'recording', state: 'pending' } });

function contact(sourceId: string, parts: Partial<Contact> = {}): Contact {
  return {
    version: 1,
    id: '019aa000-0000-7000-8000-000000000000',
    ...{ channel: 'voice', account: 'desk', sourceId, key: contactKey('voice', 'desk', sourceId) },
    ...{ occurredAt: '2026-11-24T12:00:00.000Z', receivedAt: '2026-11-24T12:00:00.000Z' },
    ...{ from: {}, to: [], text: '', fullText: '', thread: { references: [] }, attachments: [] },
    original: { sha256: 'b'.repeat(64), mediaType: 'text/plain', size: 1 },
    details: { channel: 'voice' },
    ...parts,
  };
}

function revision(cause: RevisionCause, second: number, parts: Partial<Contact> = {}): Contact {
  const occurredAt = `2026-11-24T12:00:${String(second).padStart(2, '0')}.000Z`;
  return contact(`CA1/${cause}/${second}`, { revises: { key: base.key, cause }, occurredAt, ...parts });
}

const words = (text: string) => ({ text, fullText: text });
const recording = revision('recording', 10, { attachments: [SOUND], details: { channel: 'voice', seconds: 7 } });
const unheard = revision('transcript', 20, { media: { kind: 'recording', state: 'failed' } });
const transcript = revision('transcript', 30, {
  ...words('The printer is on fire.'),
  ...{ language: 'en', media: { kind: 'recording', state: 'done', confidence: 0.9 } },
});
const ended = revision('ended', 9, { details: { channel: 'voice', callSeconds: 12 } });

/** Every order of a few things. */
function orders<T>(things: readonly T[]): T[][] {
  if (things.length < 2) return [[...things]];
  return things.flatMap((thing, at) => orders(things.toSpliced(at, 1)).map((rest) => [thing, ...rest]));
}

describe('a contact with what came later', () => {
  test('is the same in whatever order it came, and however often', () => {
    const expected = overlay(base, [recording, ended, unheard, transcript]);
    expect(expected).toMatchObject({
      text: 'The printer is on fire.',
      media: { state: 'done' },
      attachments: [SOUND],
      details: { seconds: 7, callSeconds: 12 },
    });
    for (const order of orders([recording, ended, unheard, transcript])) {
      expect(overlay(base, order)).toEqual(expected);
      expect(overlay(base, [...order, ...order])).toEqual(expected);
    }
  });

  test('of one cause is the latest at the source', () => {
    const edits = [
      revision('edit', 1, words('one')),
      revision('edit', 3, words('three')),
      revision('edit', 2, words('two')),
    ];
    expect(overlay(base, edits).text).toBe('three');
  });

  test('says what a person wrote rather than what a machine heard, whoever was first', () => {
    const person = revision('person', 1, words('The pinter, not the printer.'));
    expect(overlay(base, [person, transcript]).text).toBe('The pinter, not the printer.');
  });

  test('keeps what was said when it is deleted', () => {
    const said = { ...base, ...words('My password is 1234.') };
    expect(overlay(said, [revision('deletion', 5)]).text).toBe('My password is 1234.');
  });

  test('may be edited to nothing', () => {
    expect(overlay({ ...base, ...words('Oops') }, [revision('edit', 5)]).text).toBe('');
  });

  test('has nothing to be listened to when the caller left no sound', () => {
    const missed = revision('ended', 9, { details: { channel: 'voice', missed: 'hung-up' } });
    expect(overlay(base, [missed]).media).toBeUndefined();
    const found = overlay(base, [missed, recording]);
    expect(found.media).toBeDefined();
    // Its recording was listed late: there is a message after all.
    expect(found.details).not.toHaveProperty('missed');
    const short = revision('ended', 9, { details: { channel: 'voice', missed: 'too-short' } });
    expect(overlay(base, [short, recording]).details).toHaveProperty('missed', 'too-short');
  });

  test('is itself when nothing came', () => {
    expect(overlay(base, [])).toEqual(base);
  });
});
