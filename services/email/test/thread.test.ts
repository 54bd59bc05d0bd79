import { formatReference } from '@callbook/contracts';
import { describe, expect, test } from '@jest/globals';
import { noHeaders } from '../src/headers.ts';
import type { MailHeaders } from '../src/mail.ts';
import { referenceIn, threadOf } from '../src/thread.ts';

const GOOD = formatReference(1042);
const BAD = `CB-${(Number(GOOD.slice(3)) + 1).toString()}`;
const digits = GOOD.slice(3);

test.each([
  [`Re: [${GOOD}] Printer`, GOOD],
  [`AW: ${GOOD.toLowerCase()}: Drucker`, GOOD],
  [`Ref CB\u2011${digits}`, GOOD],
  [`CB – ${digits}`, GOOD],
  [`关于${'　'}${GOOD}的问题`, GOOD],
  [`${BAD} no, ${GOOD}`, GOOD],
])('the subject %j quotes a reference', (subject, reference) => {
  expect(referenceIn(subject)).toBe(reference);
});

test.each([
  '',
  BAD,
  `ACB-${digits}`,
  `${GOOD}7`,
  `${GOOD}-x7`.replace('-x', ''),
  `CB-0${digits}`,
  'CB-',
  `CB-${'9'.repeat(400)}`,
])('the subject %j quotes none', (subject) => {
  expect(referenceIn(subject)).toBeUndefined();
});

describe('the token of the reply address', () => {
  const OURS = ['desk@example.org', 'help+it@example.org'];
  const at = (name: string, address: string) => ({ name, address });
  const headers = (parts: Partial<MailHeaders>): MailHeaders => ({ ...noHeaders, ...parts });
  const delivered = (name: string, ...values: string[]) => headers({ lines: new Map([[name, values]]) });

  test.each<[string, MailHeaders, string | undefined]>([
    ['in To', headers({ to: [at('Bo', 'bo+x@example.net'), at('', 'Desk+T0ken@Example.org')] }), 't0ken'],
    ['in Cc', headers({ cc: [at('', 'desk+t0ken@example.org')] }), 't0ken'],
    ['in Delivered-To', delivered('delivered-to', 'desk@example.org', 'desk+t0ken@example.org'), 't0ken'],
    ['in X-Original-To', delivered('x-original-to', '<desk+t0ken@example.org>'), 't0ken'],
    ['in Envelope-To', delivered('envelope-to', 'desk+t0ken@example.org'), 't0ken'],
    ['behind an alias that has a plus of its own', headers({ to: [at('', 'help+it+t0ken@example.org')] }), 't0ken'],
    ['but not in such an alias', headers({ to: [at('', 'help+it@example.org')] }), undefined],
    ['but not of others', headers({ to: [at('', 'desk+t0ken@example.net')] }), undefined],
    ['but not in a header without any address', delivered('delivered-to', 'x'.repeat(1_000_000)), undefined],
    ['but not a long one', headers({ to: [at('', `desk+${'x'.repeat(300)}@example.org`)] }), undefined],
  ])('is found %s', (_, mail, token) => {
    expect(threadOf(mail, OURS).replyToken).toBe(token);
  });
});
