import { describe, expect, test } from '@jest/globals';
import { Channel, contactKey } from '../src/index.ts';

describe('the key of a contact', () => {
  test('is the same for the same channel, account and source id, for ever', () => {
    // Written out, because the log and every spool hold keys: another value here would log old contacts again.
    expect(contactKey('email', 'helpdesk', 'a')).toBe('pOR3LYNwJlYSuY1aCn6YgQh6SbJ8ETl8lWyXDoM1x64');
  });

  test('is another one where the channel, the account or the source id is another', () => {
    const keys = Channel.options.flatMap((channel) =>
      ['helpdesk', 'facilities'].flatMap((account) =>
        Array.from({ length: 500 }, (_, number) => contactKey(channel, account, `${number}`)),
      ),
    );
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('does not let account and source id run into each other', () => {
    const parts = ['a', 'b', 'a\0b', '\0a', 'a\0', 'a b', 'a:b', 'ab', ''];
    const byParts = new Map<string, string>();
    for (const account of parts) {
      for (const sourceId of parts) {
        // NUL cannot be stored, so it is cleaned away before: what differs only in it is the same.
        const cleaned = JSON.stringify([account.replaceAll('\0', ''), sourceId.replaceAll('\0', '')]);
        const key = contactKey('web', account, sourceId);
        expect(byParts.get(cleaned) ?? key).toBe(key);
        byParts.set(cleaned, key);
      }
    }
    expect(new Set(byParts.values()).size).toBe(byParts.size);
  });

  test('is that of the cleaned parts, so that whoever reads it back from the log computes the same one', () => {
    expect(contactKey('web', 'form', 'a\ud800b\0')).toBe(contactKey('web', 'form', 'a\ufffdb'));
  });

  test('can be a job id of the queue: no colon, and never digits only', () => {
    for (let number = 0; number < 5_000; number += 1) {
      const key = contactKey('email', 'helpdesk', String(number));
      expect(key).toMatch(/^[A-Za-z0-9_-]{43}$/);
      expect(key).toMatch(/\D/);
    }
  });
});
