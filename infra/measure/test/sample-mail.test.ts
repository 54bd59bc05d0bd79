import { describe, expect, test } from '@jest/globals';
import { largeMails, sampleMails } from '../src/email/sample-mail.ts';

describe('the sample mails', () => {
  const mails = [...sampleMails('helpdesk', 200)];

  test('have the mean and the spread of the research: 23 kB of 4, 17 and 158', () => {
    const mean = (sizes: readonly number[]) => sizes.reduce((sum, size) => sum + size) / sizes.length;
    const kilobytes = (from: number, to: number) =>
      Math.round(
        mean(mails.filter((_, index) => index % 10 >= from && index % 10 < to).map(({ length }) => length)) / 1e3,
      );
    expect([kilobytes(0, 6), kilobytes(6, 9), kilobytes(9, 10)]).toEqual([4, 17, 158]);
    expect(kilobytes(0, 10)).toBe(23);
  });

  test('are the same for the same name, and otherwise all different', () => {
    expect([...sampleMails('helpdesk', 20)]).toEqual(mails.slice(0, 20));
    expect(new Set([...mails, ...sampleMails('other', 200)]).size).toBe(400);
  });

  test('can be given by SMTP as they are: lines end in CRLF, are short enough, and none begins with a dot', () => {
    for (const mail of mails) {
      expect(mail).not.toMatch(/(?:^|\n)\./);
      expect(mail).not.toMatch(/(?<!\r)\n/);
      expect(Math.max(...mail.split('\r\n').map(({ length }) => length))).toBeLessThan(999);
    }
  });

  test('are large where that is wanted, each with a film of its own', () => {
    const [one, other] = largeMails('large', [20, 20]);
    expect(one?.length).toBeGreaterThan(20e6);
    expect(one?.length).toBeLessThan(21e6);
    expect(one?.slice(1e6, 2e6)).not.toBe(other?.slice(1e6, 2e6));
  });
});
