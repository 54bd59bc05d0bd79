import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type Environment, environment, loadConfig, parseConfig } from '../src/index.ts';

/** An environment that says nothing but this. */
function around(variables: Record<string, string> = {}): Environment {
  return environment(variables);
}

/** The message with which a text is refused. */
function refusal(text: string, variables: Record<string, string> = {}): string {
  try {
    parseConfig(text, around(variables), 'callbook.yaml');
  } catch (error) {
    expect(error).toMatchObject({ name: 'CallbookError', code: 'config-invalid' });
    return (error as Error).message;
  }
  throw new Error('This configuration was taken.');
}

const mailbox = (password: string) => `email:
  accounts:
    - name: helpdesk
      address: helpdesk@example.org
      imap:
        host: mail.example.org
        user: helpdesk
        password: ${password}
`;

describe('the configuration', () => {
  test('works without a file: every setting has a default', () => {
    expect(parseConfig('', around(), 'callbook.yaml')).toEqual({
      http: { host: '127.0.0.1', port: 8080, trustedProxies: ['loopback'] },
      archive: {},
      media: {
        ...{ atOnce: 1, speech: { confidence: 0.6, longestSeconds: 3600 } },
        reading: { pageSeconds: 120, mostPages: 1000, largestMegabytes: 200 },
      },
      spool: { reserve: 200 * 1024 * 1024 },
      log: { level: 'info' },
      matching: { recurAfterDays: 30 },
      email: { accounts: [], agents: [] },
      organisation: { languages: [] },
      webhooks: [],
      departments: [],
      services: [],
      priorities: {
        matrix: {
          high: { high: 'P1', medium: 'P2', low: 'P3' },
          medium: { high: 'P2', medium: 'P3', low: 'P4' },
          low: { high: 'P3', medium: 'P4', low: 'P4' },
        },
        ...{ P1: {}, P2: {}, P3: {}, P4: {} },
      },
      routing: { rules: [], vips: [], urgentWords: [], learning: { enabled: true, precision: 0.9 } },
      escalation: { steps: [] },
      templates: [],
      closing: {},
      response: {},
      acknowledgement: { enabled: true, slackInPublic: 'thread', perHour: 3, perDay: 10, allPerHour: 500 },
      voice: {
        host: '127.0.0.1',
        serviceHours: { timeZone: 'UTC', open: [], holidays: [], exceptions: [] },
        responseMinutes: 240,
      },
      slack: { host: '127.0.0.1', apiUrl: 'https://slack.com/api/', workspaces: [] },
      paper: {
        ...{ paper: 'A4', language: 'en', departments: [] },
        ...{ host: '127.0.0.1', trays: [{ name: 'tray', polling: false }] },
        ...{ maxSize: 200_000_000, settleSeconds: 5, unfinishedMinutes: 10 },
      },
      contact: {
        ...{ form: true, calls: true, perHour: 20, maxFiles: 10, maxFileSize: 25_000_000 },
        ...{ phones: [], slack: [], counters: [], outOfHours: {} },
      },
      desk: { sessionHours: 12, passwords: true },
    });
  });

  test('tells all its faults at once, each with line and column', () => {
    const message = refusal(`http:
  port: eighty
log:
  level: loud
redis:
  url: localhost:6379
`);
    expect(message.split('\n')).toEqual([
      'The configuration has 3 faults:',
      expect.stringMatching(/^ {2}callbook\.yaml:2:9 http\.port: /),
      expect.stringMatching(/^ {2}callbook\.yaml:6:8 redis\.url: a redis:\/\/ address$/),
      expect.stringMatching(/^ {2}callbook\.yaml:4:10 log\.level: /),
    ]);
  });

  test('refuses settings that do not exist, each with its own place', () => {
    expect(refusal('http:\n  prot: 80\n  hots: x\nspol: {}\n').split('\n').slice(1)).toEqual([
      '  callbook.yaml:2:3 http.prot: there is no such setting',
      '  callbook.yaml:3:3 http.hots: there is no such setting',
      '  callbook.yaml:4:1 spol: there is no such setting',
    ]);
  });

  test('refuses names of departments and services that there are not, wherever they stand', () => {
    const message = refusal(`departments:
  - name: IT
    aliases: [computers]
  - name: it
services:
  - name: Rooms
    department: Facilities
routing:
  rules:
    - name: a
      when: { words: [room] }
      service: Halls
    - name: b
      when: {}
      department: Computers
escalation:
  steps:
    - { name: s, target: respondBy, minutes: 5, departments: [HR], to: [ada@example.org] }
paper:
  departments: [IT, People]
log:
  level: loud
`);
    expect(message.split('\n').slice(1)).toEqual([
      expect.stringMatching(/callbook\.yaml:22:10 log\.level: /),
      '  callbook.yaml:4:11 departments.1.name: it is IT already',
      '  callbook.yaml:7:17 services.0.department: there is no department Facilities (departments)',
      '  callbook.yaml:12:16 routing.rules.0.service: there is no service Halls (services)',
      '  callbook.yaml:14:13 routing.rules.1.when: a rule without a condition would take everything',
      '  callbook.yaml:18:63 escalation.steps.0.departments.0: there is no department HR (departments)',
      '  callbook.yaml:20:21 paper.departments.1: there is no department People (departments)',
    ]);
  });

  test('fills in the public holidays of a place, and the time zone of the organisation', () => {
    const config = parseConfig(
      `organisation: { timeZone: Europe/Berlin }
response: { serviceHours: { open: [mon-fri 08:00-17:00], publicHolidays: { country: DE, state: BY } } }
`,
      ...([around(), 'callbook.yaml', new Date('2026-11-28T00:00:00Z')] as const),
    );
    const { serviceHours } = config.response;
    expect(serviceHours?.timeZone).toBe('Europe/Berlin');
    expect(config.voice.serviceHours.timeZone).toBe('Europe/Berlin');
    // Epiphany and Corpus Christi, which are none in Berlin.
    expect(serviceHours?.holidays).toEqual(expect.arrayContaining(['2026-01-06', '2026-06-04', '2031-12-26']));
    expect(serviceHours?.holidays).not.toContain('2026-12-24');
  });

  test('refuses a place of which no holidays are known', () => {
    const text = 'voice: { serviceHours: { publicHolidays: { country: DE, state: ZZ } } }';
    expect(refusal(text)).toContain('callbook.yaml:1:42 voice.serviceHours.publicHolidays: no public holidays');
  });

  test('names the nearest place of what is missing', () => {
    const message = refusal('email:\n  accounts:\n    - name: helpdesk\n      imap: {}\n');
    expect(message).toContain('callbook.yaml:3:7 email.accounts.0.address: ');
    expect(message).toContain('callbook.yaml:4:13 email.accounts.0.imap.host: ');
  });

  test.each([
    ['a: [b', '1:6'],
    ['http: { port: 1 }\nhttp: { port: 2 }', '2:1'],
    ['just words', '1:1'],
    ['- a\n- b', '1:1'],
  ])('tells where %j is not a file of settings', (text, where) => {
    expect(refusal(text)).toContain(`callbook.yaml:${where} `);
  });

  test('refuses two mailboxes of one name, whose contacts would have the same keys', () => {
    const two = mailbox('a') + mailbox('b').split('\n').slice(2).join('\n');
    expect(refusal(two)).toContain('two accounts have the same name');
  });

  test('needs an address of the desk where an organisation sends people back to it', () => {
    const oidc = '{ issuer: https://id.example.org, clientId: a, clientSecret: b }';
    expect(refusal(`desk: { oidc: ${oidc} }`)).toContain('desk.url: is needed for oidc');
    expect(refusal('desk: { passwords: false }')).toContain('desk.passwords: without oidc nobody could sign in');
  });
});

describe('secrets in the configuration', () => {
  test('come from the environment, wherever in a value they stand', () => {
    const fromEnvironment = `"\${MAIL_PASSWORD}"`;
    const text = `${mailbox(fromEnvironment)}database: { url: "postgres://callbook:\${DB}@db/callbook" }\n`;
    const config = parseConfig(text, around({ MAIL_PASSWORD: 'pa$$"word: #1', DB: 'x' }), 'callbook.yaml');
    expect(config.email.accounts[0]?.imap?.password).toBe('pa$$"word: #1');
    expect(config.database?.url).toBe('postgres://callbook:x@db/callbook');
  });

  test('are not searched for further secrets', () => {
    const config = parseConfig(mailbox(`\${A}`), around({ A: `\${B}`, B: 'b' }), 'callbook.yaml');
    expect(config.email.accounts[0]?.imap?.password).toBe(`\${B}`);
  });

  test('are named when the environment lacks them, and nothing else is said about them', () => {
    expect(refusal(mailbox(`\${MAIL_PASSWORD}`)).split('\n')).toEqual([
      'The configuration has a fault:',
      '  callbook.yaml:8:19 the environment has no variable MAIL_PASSWORD',
    ]);
  });

  test.each([
    ['one in a section that is wrong', `${mailbox('hunter2')}http: { prot: 1 }`],
    ['one of a wrong type', mailbox('{ hunter2: 1 }')],
    ['one in a wrong place', 'redis: { url: "http://:hunter2@redis" }'],
    ['one that looks like an alias', mailbox('*hunter2')],
    ['one that looks like an anchor', mailbox('&hunter2')],
    ['one that looks like a tag', mailbox('!hunter2')],
    ['one with a quote left open', mailbox('"hunter2')],
    ['one that begins with @', mailbox('@hunter2')],
    ['one in a setting that does not exist', 'pasword: hunter2'],
    ['one from the environment', `redis: { url: "\${SECRET}" }`],
  ])('are never printed: %s', (_, text) => {
    const message = refusal(text, { SECRET: 'hunter2' });
    expect(message).not.toContain('hunter2');
  });
});

describe('the environment', () => {
  test('overrides addresses and port of the file, and keeps what else stands beside them', () => {
    const text = 'http: { port: 80, host: localhost }\ndatabase: { url: "postgres://a/b", connections: 3 }\n';
    const variables = { CALLBOOK_PORT: '0', DATABASE_URL: 'postgres://c/d', REDIS_URL: 'redis://e' };
    expect(parseConfig(text, around(variables), 'callbook.yaml')).toMatchObject({
      http: { port: 0, host: 'localhost' },
      database: { url: 'postgres://c/d', connections: 3 },
      redis: { url: 'redis://e', prefix: 'callbook' },
    });
  });

  test('does not cover up a section that is none', () => {
    expect(refusal('http: 8080\n', { CALLBOOK_PORT: '80' })).toContain('callbook.yaml:1:7 http: ');
  });

  test.each(['eighty', '70000', '-1', '8080.5'])('is refused where its port is %s', (port) => {
    expect(refusal('', { CALLBOOK_PORT: port })).toContain('http.port');
  });

  test('counts an empty variable as none', () => {
    const empty = { CALLBOOK_PORT: '', DATABASE_URL: ' ', REDIS_URL: '', CALLBOOK_CONFIG: '' };
    expect(around(empty)).toMatchObject({ port: undefined, databaseUrl: undefined, configPath: undefined });
  });
});

describe('the file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'callbook-config-'));
  const path = join(folder, 'callbook.yaml');

  test('need not be there, unless it was asked for by name', () => {
    expect(loadConfig(around(), folder).http.port).toBe(8080);
    expect(() => loadConfig(around({ CALLBOOK_CONFIG: path }), folder)).toThrow(`CALLBOOK_CONFIG names ${path}`);
  });

  test('is callbook.yaml, or the one that CALLBOOK_CONFIG names', () => {
    writeFileSync(path, 'http: { port: 81 }');
    writeFileSync(join(folder, 'other.yaml'), 'http: { port: 82 }');
    expect(loadConfig(around(), folder).http.port).toBe(81);
    expect(loadConfig(around({ CALLBOOK_CONFIG: join(folder, 'other.yaml') }), folder).http.port).toBe(82);
    rmSync(folder, { recursive: true });
  });
});
