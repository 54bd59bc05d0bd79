import { describe, expect, test } from '@jest/globals';
import { readResults } from '../src/authentication/results.ts';
import { checkedSender } from '../src/authentication.ts';

const FROM = 'ada@example.net';
const fields = (...lines: string[]) =>
  lines.map((line) => {
    const at = line.indexOf(':');
    return { name: line.slice(0, at).toLowerCase(), value: line.slice(at + 1).trim() };
  });
const check = (trusted: string[], ...lines: string[]) => checkedSender(fields(...lines), trusted, FROM);
const one = (results: string) =>
  check(['mx.example.org'], `Authentication-Results: mx.example.org; ${results}`, 'Received: from a by mx.example.org');

describe('Authentication-Results', () => {
  test('are read with comments, versions, quotes and spaces as RFC 8601 has them', () => {
    const results = readResults(
      'Foo.Example.net 1 (a (nested; spf=fail) comment); dkim/1 = pass (good \\) signature) reason="a \\"b\\"; c" header.d=Example.com header.i="@mail.example.com"; iprev=fail policy.iprev=192.0.2.200; none',
    );
    expect(results.receiver).toBe('foo.example.net');
    expect(results.findings.map(({ method, result }) => `${method}=${result}`)).toEqual(['dkim=pass', 'iprev=fail']);
    expect(Object.fromEntries(results.findings[0]?.properties ?? [])).toEqual({
      reason: 'a "b"; c',
      'header.d': 'Example.com',
      'header.i': '@mail.example.com',
    });
  });

  test('of whatever form harm nothing', () => {
    for (const odd of [
      '',
      ';',
      ';;=',
      'x',
      '(((((',
      '"',
      'mx; =',
      'mx; spf=',
      '__proto__; __proto__=pass a.__proto__=b',
    ])
      expect(readResults(odd).findings.every(({ result }) => result !== '')).toBe(true);
    expect(readResults(`mx; ${'('.repeat(1e6)}`).findings).toEqual([]);
  });
});

describe('the sender is', () => {
  test.each<[string, boolean | undefined]>([
    ['dmarc=pass header.from=example.net', true],
    ['spf=fail; dkim=fail; dmarc=pass', true],
    ['dmarc=pass header.from=evil.example', undefined],
    ['dmarc=fail (p=REJECT) header.from=example.net; spf=pass', false],
    ['dkim=pass header.d=example.net', true],
    ['dkim=pass header.i=@mail.example.net', true],
    ['dkim=fail header.d=example.net; dkim=pass header.d=example.net', true],
    ['dkim=pass header.d=mailer.example; dmarc=fail', false],
    ['dkim=pass header.d=mailer.example', undefined],
    ['dkim=pass header.d=net', undefined],
    ['spf=fail smtp.mailfrom=example.net', false],
    ['spf=softfail; dkim=none', false],
    ['spf=fail; dkim=pass header.d=mailer.example', undefined],
    ['spf=fail; dmarc=none', undefined],
    ['spf=fail; dmarc=temperror', undefined],
    ['spf=pass smtp.mailfrom=evil.example', undefined],
    ['none', undefined],
    ['arc=pass', undefined],
  ])('by %s verified: %s', (results, verified) => {
    expect(one(results).verified).toBe(verified);
  });

  test('told with the results of each method', () => {
    expect(one('spf=Pass; dkim=fail; dkim=pass header.d=x.org; dmarc=None').found).toEqual({
      spf: 'pass',
      dkim: 'pass',
      dmarc: 'none',
    });
    expect(one('arc=pass').found).toEqual({});
    expect(check([], 'Authentication-Results: mx; dmarc=pass').found).toBeUndefined();
  });
});

const PASS = 'dmarc=pass header.from=example.net';
const FAIL = 'dmarc=fail header.from=example.net';
describe('what is believed', () => {
  test.each<[string, string[], string[], boolean | undefined]>([
    [
      'above the line of our server',
      ['mx.example.org'],
      [
        'Received: from b by imap.example.org',
        `Authentication-Results: mx.example.org; ${PASS}`,
        'Received: from a by mx.example.org',
      ],
      true,
    ],
    [
      'in several headers of our server',
      ['mx.example.org'],
      [
        'Authentication-Results: mx.example.org; spf=fail',
        'DKIM-Filter: x',
        `Authentication-Results: MX.example.org; ${PASS}`,
        'Received: from a by mx.example.org',
      ],
      true,
    ],
    [
      'right below the line of our server, as Google writes',
      ['mx.google.com'],
      [
        'Delivered-To: desk@example.org',
        'Received: by 2002:a05:6e04:1 with SMTP id x; Mon',
        'ARC-Authentication-Results: i=1; mx.google.com; dmarc=fail',
        'Return-Path: <a@x>',
        'Received: from a by mx.google.com with ESMTPS id x',
        `Authentication-Results: mx.google.com; ${PASS}`,
      ],
      true,
    ],
    [
      'without an authserv-id, as Microsoft writes',
      ['protection.outlook.com'],
      [
        'Received: from B by C.namprd03.prod.outlook.com',
        `Authentication-Results: spf=pass (sender IP is 1.2.3.4) smtp.mailfrom=x.org; ${PASS};compauth=pass reason=100`,
        'Received-SPF: Pass (protection.outlook.com: domain)',
        'Received: from a by BN8.mail.protection.outlook.com',
      ],
      true,
    ],
    [
      'not under a strange name',
      ['mx.example.org'],
      [`Authentication-Results: mx.evil.example; ${PASS}`, 'Received: from a by mx.example.org'],
      undefined,
    ],
    [
      'not what the sender wrote below',
      ['mx.example.org'],
      [
        'Authentication-Results: mx.example.org; dmarc=none',
        'Received: from a by mx.example.org',
        `Authentication-Results: mx.example.org; ${PASS}`,
      ],
      undefined,
    ],
    [
      'not below the second server',
      ['mx.example.org'],
      [
        'Received: from a by mx.example.org',
        'Received: from b by a',
        `Authentication-Results: mx.example.org; ${PASS}`,
      ],
      undefined,
    ],
    [
      'not what follows the first one below the line',
      ['mx.example.org'],
      [
        'Received: from a by mx.example.org',
        `Authentication-Results: mx.example.org; ${FAIL}`,
        `Authentication-Results: mx.example.org; ${PASS}`,
      ],
      false,
    ],
    [
      'not without an id below a server that is not ours',
      ['protection.outlook.com'],
      [
        'Received: from b by BN8.mail.protection.outlook.com',
        'Received: from a by evil.example',
        `Authentication-Results: ${PASS}`,
        'Received: from x by y.protection.outlook.com',
      ],
      undefined,
    ],
    [
      'not a renamed one',
      ['mx.example.org'],
      [`X-Authentication-Results: mx.example.org; ${PASS}`, `Authentication-Results-Original: mx.example.org; ${PASS}`],
      undefined,
    ],
    [
      'where our server does not name itself, above the second line',
      ['mail.example.org'],
      [
        'Received: from x by localhost',
        `Authentication-Results: mail.example.org; ${PASS}`,
        'Received: from a by mx1.example.com',
      ],
      true,
    ],
  ])('is %s', (_, trusted, lines, verified) => {
    expect(check(trusted, ...lines).verified).toBe(verified);
  });
});
