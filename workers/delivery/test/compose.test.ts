import { isRatingToken, replyTokenIn } from '@callbook/contracts';
import { describe, expect, test } from '@jest/globals';
import { compose } from '../src/compose.ts';
import { desk, entry, TOKEN } from './entry.ts';

describe('an acknowledgement by e-mail', () => {
  test('says the reference, what came, and when a person answers', () => {
    expect(compose(entry(), desk()).text).toBe(
      [
        'Hello Ada Lindqvist,',
        'We have your message “The printer is jammed”. Its reference is CB-10429.',
        'A person will answer you by Monday 9 November at 08:30 CET.',
        'To add something, simply answer this message. If it cannot wait, say so in your answer, and why.',
        '-- \nExample Ltd',
      ].join('\n\n'),
    );
  });

  test('is in the language of whoever wrote, as far as it is known here', () => {
    const german = compose(entry({ contact: { language: 'de-AT' } }), desk());
    expect(german.text).toContain('Ihre Vorgangsnummer ist CB-10429.');
    expect(german.text).toContain('Ein Mensch antwortet Ihnen bis Montag, 9. November um 08:30 MEZ.');
    expect(compose(entry({ contact: { language: 'fi' } }), desk()).text).toMatch(/^Hello Ada/);
    expect(compose(entry({ contact: { language: undefined } }), desk()).language).toBe('en-GB');
  });

  test('says out of service hours that nobody is there, and from when', () => {
    const { text } = compose(entry({ createdAt: '2026-11-07T12:00:00.000Z' }), desk());
    expect(text).toContain('Nobody is here now. We are back on Monday 9 November at 08:00 CET. A person will answer');
  });

  test('promises no time where there is none', () => {
    const { text } = compose(entry({ call: { respondBy: undefined } }), desk());
    expect(text).toContain('A person will answer you.');
  });

  test('has an id that tells its call and is the same each time, and answers what came', () => {
    const [once, again] = [compose(entry(), desk()), compose(entry(), desk())];
    expect(again).toEqual(once);
    expect(once.thread).toEqual({ messageId: `CB-10429.${TOKEN}@example.org`, references: ['m1@example.org'] });
    expect(replyTokenIn(once.thread.messageId ?? '')).toBe(TOKEN);
  });

  test.each([
    ['The printer', 'Re: The printer [CB-10429]'],
    ['Re: The printer [CB-10429]', 'Re: The printer [CB-10429]'],
    ['AW: Drucker', 'Re: Drucker [CB-10429]'],
    ['Two\r\nlines', 'Re: Two lines [CB-10429]'],
    ['long '.repeat(100), `Re: ${'long '.repeat(30).slice(0, 149)}… [CB-10429]`],
  ])('to %j', (subject, expected) => {
    expect(compose(entry({ contact: { subject } }), desk()).subject).toBe(expected);
  });

  test('asks for answers at an address of the call, where such addresses come here', () => {
    expect(compose(entry(), desk()).replyTo).toBeUndefined();
    const smtp = { host: '127.0.0.1', plusAddressing: true };
    const plus = desk({ email: { accounts: [{ name: 'helpdesk', address: 'desk@example.org', smtp }] } });
    expect(compose(entry(), plus).replyTo).toBe(`desk+${TOKEN}@example.org`);
  });
});

describe('a link to all calls of an address', () => {
  const message = { link: 'id.1.signed', language: 'de' };
  const config = desk({ http: { publicUrl: 'https://help.example.org/' } });
  const mail = compose(entry({ kind: 'link', message }), config);

  test('is sent in the language of the page, with where to open it and that it is secret', () => {
    expect(mail.subject).toBe('Ihre Vorgänge');
    expect(mail.text).toContain('Guten Tag,\n\n');
    expect(mail.text).toContain('\nhttps://help.example.org/contact/link/id.1.signed?lang=de\n');
    expect(mail.text).toContain('24 Stunden');
    expect(mail.html).toContain('href="https://help.example.org/contact/link/id.1.signed?lang=de"');
  });

  test('says nothing of any call, and an answer to it joins none', () => {
    for (const text of [mail.text, mail.html, mail.subject]) expect(text).not.toMatch(/CB-|printer|Ada/);
    expect(mail.thread).toEqual({ references: [], messageId: `link.${mail.id}@example.org` });
    expect(replyTokenIn(mail.thread.messageId ?? '')).toBeUndefined();
    const plus = {
      ...config,
      email: desk({
        email: {
          accounts: [
            { name: 'helpdesk', address: 'desk@example.org', smtp: { host: '127.0.0.1', plusAddressing: true } },
          ],
        },
      }).email,
    };
    expect(compose(entry({ kind: 'link', message }), plus).replyTo).toBeUndefined();
  });

  test.each(['en', 'de', 'fr', 'es', 'nl', 'it'])('is written in %s', (language) => {
    const { text, language: spoken } = compose(entry({ kind: 'link', message: { ...message, language } }), config);
    expect(spoken).toMatch(new RegExp(`^${language}-`));
    expect(text).toMatch(/24 \p{L}+/u);
    expect(text).toContain(`/contact/link/id.1.signed?lang=${language}`);
  });
});

test('an answer of an agent is what the agent wrote, under both names, with an id of its own', () => {
  const { id, ...reply } = entry({ kind: 'reply', message: { text: 'Try again.', by: 'Grace' } });
  const delivery = compose({ id, ...reply }, desk());
  expect(delivery.text).toBe('Try again.\n\n-- \nGrace\nExample Ltd');
  expect(delivery.thread.messageId).toBe(`CB-10429.${TOKEN}.${id}@example.org`);
  expect(replyTokenIn(delivery.thread.messageId ?? '')).toBe(TOKEN);
});

test('who is told by mail that it is resolved can rate it, by a link of that call', () => {
  const message = { status: 'resolved', text: 'The drum was changed.', by: 'Grace' } as const;
  const news = entry({ kind: 'status', message });
  const { text } = compose(news, desk({ http: { publicUrl: 'https://desk.example.org' } }));
  const [, token = ''] = /https:\/\/desk\.example\.org\/contact\/rate\/CB-10429\/(\S+)/.exec(text) ?? [];
  expect(isRatingToken(token, { reference: 'CB-10429', replyToken: TOKEN })).toBe(true);
  expect(isRatingToken(token, { reference: 'CB-10428', replyToken: TOKEN })).toBe(false);
  expect(compose(news, desk()).text).not.toContain('http');
});

describe('a service with questions', () => {
  const questions = ['From which day?', 'Which team?'];
  const asking = (parts: object = {}) =>
    desk({
      departments: [{ name: 'HR' }],
      services: [{ name: 'New colleague', department: 'HR', questions }],
      ...parts,
    });
  const about = { service: 'New colleague', department: 'HR' };

  test('asks them in the acknowledgement by e-mail, numbered, and in nothing else', () => {
    const delivery = compose(entry({ call: about }), asking());
    expect(delivery.text).toContain('please answer these:\n1. From which day?\n2. Which team?\n\nTo add something,');
    expect(delivery.html).toContain('1. From which day?<br>\n2. Which team?');
    expect(compose(entry({ call: about, kind: 'reply', message: { text: 'Hello' } }), asking()).text).not.toContain(
      'team',
    );
    expect(compose(entry({ call: { ...about, service: undefined } }), asking()).text).not.toContain('team');
  });

  test('asks them in Slack in a form of its own', () => {
    const slack = { channel: 'slack', account: 'T0000001', recipient: 'T0000001/U1' } as const;
    expect(compose(entry({ ...slack, call: about }), asking()).call.questions).toEqual(questions);
  });

  test('asks them where a template of the organisation says', () => {
    const templates = [
      { kind: 'acknowledgement', language: 'en', text: 'It is {reference}.\n\nPlease tell us:\n{questions}' },
    ];
    expect(compose(entry({ call: about }), asking({ templates })).text).toContain(
      'Please tell us:\n1. From which day?',
    );
    expect(compose(entry(), asking({ templates })).text).not.toContain('{questions}');
  });
});

describe('in Slack', () => {
  const slackThread = 'T0000001:C1:1732.0001';
  const inSlack = (audience: 'public' | 'direct', parts = {}) =>
    entry({
      ...{ channel: 'slack', account: 'T0000001', recipient: 'U1', ...parts },
      contact: {
        ...{ from: { slackUser: 'U1' }, thread: { references: [], slackThread }, subject: undefined },
        details: { channel: 'slack', audience },
      },
    });

  test('a message stays in its thread, and says what it has to say and no more', () => {
    const delivery = compose(inSlack('public'), desk());
    expect(delivery).toMatchObject({ to: 'U1', thread: { references: [], slackThread }, audience: 'everybody' });
    expect(delivery.subject).toBeUndefined();
    expect(delivery.text).toMatch(/^We have your message/);
    expect(delivery.call).toMatchObject({ reference: 'CB-10429', respondBy: '2026-11-09T07:30:00.000Z' });
  });

  test('an acknowledgement among many is for one person, where that is wished, and an answer is not', () => {
    const shy = desk({ acknowledgement: { slackInPublic: 'ephemeral' } });
    expect(compose(inSlack('public'), shy).audience).toBe('recipient');
    expect(compose(inSlack('public', { kind: 'reply', message: { text: 'x' } }), shy).audience).toBe('everybody');
    expect(compose(inSlack('direct'), shy).audience).toBeUndefined();
  });

  test('news says how the call stood when it was written', () => {
    const delivery = compose(inSlack('direct', { kind: 'status', message: { status: 'resolved' } }), desk());
    expect(delivery.text).toBe('CB-10429 is resolved.');
    expect(delivery.call.status).toBe('resolved');
  });
});

describe('an acknowledgement', () => {
  test('says who works on it, and where to see how it stands', () => {
    const { text, html } = compose(
      entry({ call: { department: 'IT & <Net>' } }),
      desk({ http: { publicUrl: 'https://desk.example.org/' } }),
    );
    expect(text).toContain('Its reference is CB-10429. It is with IT & <Net>.');
    expect(text).toContain('See how it stands: https://desk.example.org/contact?reference=CB-10429');
    expect(html).not.toContain('<Net>');
    expect(html).toContain('It is with IT &amp; &lt;Net&gt;.');
    const link = 'https://desk.example.org/contact?reference=CB-10429';
    expect(html).toContain(`<a href="${link}">${link}</a>`);
  });

  test.each([
    ['fr', 'fr-FR', 'Une personne vous répondra d’ici au lundi 9 novembre'],
    ['es-MX', 'es-ES', 'Una persona le responderá antes del lunes, 9 de noviembre'],
    ['nl', 'nl-NL', 'Een medewerker antwoordt u uiterlijk maandag 9 november'],
    ['it', 'it-IT', 'Una persona Le risponderà entro: lunedì 9 novembre'],
  ])('is written in %s', (language, tag, said) => {
    const told = compose(entry({ contact: { language } }), desk());
    expect([told.language, told.text.includes(said)]).toEqual([tag, true]);
    expect(told.html).toContain(`<html lang="${tag}">`);
  });

  test('is written in a language of the organisation’s', () => {
    const ours = desk({ organisation: { languages: ['de', 'en'] } });
    expect(compose(entry({ contact: { language: 'en-US' } }), ours).language).toBe('en-GB');
    expect(compose(entry({ contact: { language: 'fr' } }), ours).language).toBe('de-DE');
    expect(compose(entry({ contact: { language: undefined } }), ours).language).toBe('de-DE');
  });

  test('tells times by the clock of the requester', () => {
    const details = { channel: 'slack', timeZone: 'America/New_York' } as const;
    const asked = { channel: 'slack', account: 'T0000001', contact: { details } } as const;
    expect(compose(entry(asked), desk()).text).toContain('Monday 9 November at 02:30 GMT-5');
    const odd = { ...asked, contact: { details: { ...details, timeZone: 'Mars/Olympus' } } };
    expect(compose(entry(odd), desk()).timeZone).toBe('Europe/Berlin');
  });

  test('says when they are back who work on it', () => {
    const departments = [{ name: 'HR', serviceHours: { timeZone: 'Europe/Berlin', open: ['wed 10:00-12:00'] } }];
    const { text } = compose(entry({ call: { department: 'HR' } }), desk({ departments }));
    expect(text).toContain('We are back on Wednesday 11 November at 10:00 CET.');
  });

  test('is said in words of the organisation’s own, and leaves out what nobody knows', () => {
    const templates = [
      { kind: 'acknowledgement', language: 'en', text: 'For all: {reference}' },
      {
        ...{ kind: 'acknowledgement', language: 'en', channels: ['email'], closedText: 'Closed until {opens}.' },
        text: 'Dear {name},\n\n{title} is {reference}.\nIt is with {department}.\n{respondBy}, {organisation}',
      },
      { kind: 'resolved', language: 'en', text: '{reference}: {resolution}' },
    ];
    const own = desk({ templates });
    expect(compose(entry(), own).text).toBe(
      [
        'Dear Ada Lindqvist,',
        'The printer is jammed is CB-10429.\nMonday 9 November at 08:30 CET, Example Ltd',
        '-- \nExample Ltd',
      ].join('\n\n'),
    );
    expect(compose(entry({ createdAt: '2026-11-07T12:00:00.000Z' }), own).text).toMatch(/^Closed until Monday 9/);
    expect(compose(entry({ contact: { language: 'de' } }), own).text).toMatch(/^Guten Tag/);
    const resolved = { kind: 'status', message: { status: 'resolved', text: 'A new lamp.' } } as const;
    expect(compose(entry(resolved), own).text).toMatch(/^CB-10429: A new lamp\./);
    expect(compose(entry(resolved), desk()).text).toContain('CB-10429 is resolved.\n\nA new lamp.');
  });
});

describe('a notice to the staff', () => {
  const due = '2026-11-06T16:00:00.000Z';
  const notice = (message: object, createdAt = '2026-11-06T15:30:00.000Z') =>
    compose(
      entry({ ...{ kind: 'notice', recipient: 'boss@example.org', createdAt }, message, contact: { language: 'de' } }),
      desk(),
    );

  test('says which call, what is due, and how it stands, in the language of the organisation', () => {
    const { text, subject, thread } = notice({ notice: { target: 'respondBy', due } });
    expect(text).toMatch(
      /^CB-10429: The printer is jammed\n\nSomebody must answer it by Friday 6 November at 17:00 CET\.\n\nCB-10429 waits/,
    );
    expect(subject).toBe('Re: The printer is jammed [CB-10429]');
    expect(thread.references).toEqual([]);
    expect(notice({ notice: { target: 'resolveBy', due } }, due).text).toContain(
      'It is not done; the time for that was',
    );
    expect(notice({ status: 'waiting' }).text).toContain('CB-10429 waits for an answer');
  });
});
