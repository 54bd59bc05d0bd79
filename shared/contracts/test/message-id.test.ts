import { describe, expect, test } from '@jest/globals';
import { messageKey, ownMessageId, replyTokenIn } from '../src/index.ts';

describe('two Message-IDs are the same', () => {
  test.each([
    ['with and without angle brackets', '<a.1@x.example>', 'a.1@x.example'],
    ['with space that folding left', 'a.1@\r\n x.example', 'a.1@x.example'],
    ['with the domain in another case', 'a.1@X.Example', 'a.1@x.example'],
    [
      'from Amazon SES, as its API and as its headers have it',
      '0107019cb0c0ffee-5d1f7a30-000000',
      '0107019cb0c0ffee-5d1f7a30-000000@eu-central-1.amazonses.com',
    ],
    ['from Amazon SES in another region', '0100-5d1f@email.amazonses.com', '0100-5d1f@eu-west-1.amazonses.com'],
    ['from Postmark', 'b7bc2f4a-e38e-4336-af7d-e6c392c2f817', 'b7bc2f4a-e38e-4336-af7d-e6c392c2f817@mtasv.net'],
    ['from SendGrid', '14c5d75ce93.dfd.64b469', '14c5d75ce93.dfd.64b469@ismtpd-555'],
    ['from SendGrid today', 'vEuPVLPhQ6WZGuR7yRm2Jw', 'vEuPVLPhQ6WZGuR7yRm2Jw@geopod-ismtpd-12'],
  ])('%s', (_, one, other) => {
    expect(messageKey(one)).toBe(messageKey(other));
  });

  test.each([
    ['when what is before the @ differs in case', 'A1@x.example', 'a1@x.example'],
    ['when the domain differs', 'a1@x.example', 'a1@y.example'],
    ['when a domain only ends like a provider’s', 'a1@notamazonses.com', 'a1@amazonses.com'],
    ['when one is nothing but a domain', '@x.example', 'x.example'],
  ])('not %s', (_, one, other) => {
    expect(messageKey(one)).not.toBe(messageKey(other));
  });
});

describe('the Message-ID of a mail of ours', () => {
  const own = { reference: 'CB-10429', token: '3f0c9d4be1a24c6f8e21b7a05c9d3e44', domain: 'desk.example' };

  test('gives its token back, for the acknowledgement and for every other mail of the call', () => {
    expect(ownMessageId(own)).toBe('CB-10429.3f0c9d4be1a24c6f8e21b7a05c9d3e44@desk.example');
    expect(replyTokenIn(ownMessageId(own))).toBe(own.token);
    expect(replyTokenIn(ownMessageId({ ...own, part: '0190a1b2-0000' }))).toBe(own.token);
  });

  test('is recognised whatever a server did to its case', () => {
    expect(replyTokenIn(ownMessageId(own).toUpperCase())).toBe(own.token);
    expect(replyTokenIn(ownMessageId(own).toLowerCase())).toBe(own.token);
  });

  test.each(['CB-10429@desk.example', 'CB-10429.short@desk.example', `XCB-1.${own.token}@x`, `${own.token}@x`, ''])(
    'is not %p',
    (id) => {
      expect(replyTokenIn(id)).toBeUndefined();
    },
  );
});
