import { describe, expect, it } from '@jest/globals';
import { isJson, type Json } from '../src/payload.ts';
import { formErrors, formView, homeView, NAMES, posting, pressWords, readForm, type Told } from '../src/views/index.ts';
import { LIMITS, parts } from '../src/views/limits.ts';
import { LANGUAGES } from '../src/views/wording.ts';

const NASTY = '<!channel> & <@U1> "😀" '.repeat(4_000);
const call: Told['call'] = { reference: 'CB-10008', title: 'Projector stays dark', status: 'new' };
const told = (parts: Partial<Told> = {}): Told => ({
  ...{ kind: 'acknowledgement', text: 'We have it.', language: 'en-GB', timeZone: 'Europe/Berlin', call, ...parts },
});
const STATUSES = ['new', 'acknowledged', 'in-progress', 'waiting', 'resolved', 'closed'] as const;
const languages = Object.keys(LANGUAGES);

/** Every object in a view, with the path of names to it. */
function* objects(value: unknown, path = ''): Generator<[string, Json]> {
  if (Array.isArray(value)) for (const one of value) yield* objects(one, path);
  if (!isJson(value)) return;
  yield [path, value];
  for (const [name, one] of Object.entries(value)) yield* objects(one, `${path}/${name}`);
}

/** What Slack would refuse in it: https://docs.slack.dev/reference/block-kit. */
function faults(blocks: readonly unknown[], most: number): string[] {
  const found = blocks.length > most ? [`${blocks.length} blocks`] : [];
  const ids = [...objects(blocks)].flatMap(([, { action_id }]) => (typeof action_id === 'string' ? [action_id] : []));
  for (const [path, one] of objects(blocks)) {
    const long = (name: string, limit: number) => {
      const text = isJson(one[name]) ? one[name].text : one[name];
      if (typeof text === 'string' && (text.length > limit || text.length === 0 || !text.isWellFormed()))
        found.push(`${path} ${one.type} ${name}: ${text.length}`);
    };
    if (one.type === 'section') long('text', 3_000);
    if (path.endsWith('/fields')) long('text', 2_000);
    if (one.type === 'header') long('text', 150);
    if (one.type === 'button') long('text', 75);
    if (one.type === 'button') long('value', 2_000);
    if (one.type === 'mrkdwn') long('text', 3_000);
    if (path.endsWith('/options') || path.endsWith('/initial_option')) long('text', 75);
    if (path.endsWith('/options')) long('value', 75);
    if (one.type === 'input') long('label', 2_000);
    if (one.type === 'plain_text_input') long('initial_value', 3_000);
    if (Array.isArray(one.options) && (one.options.length > 100 || one.options.length === 0))
      found.push(`${path} options`);
    if (one.type === 'actions' && (one.elements as unknown[]).length > 25) found.push(`${path} elements`);
  }
  return new Set(ids).size === ids.length || most === LIMITS.blocksOfView
    ? found
    : [...found, 'an action id stands twice'];
}

describe.each(languages)('what is shown in Slack in %s', (language) => {
  const words = LANGUAGES[language]!;

  it('keeps within what Slack takes, whatever people wrote', () => {
    const posted = (['acknowledgement', 'status', 'reply'] as const).flatMap((kind) =>
      STATUSES.flatMap((status) =>
        ['x', NASTY].map((text) => {
          const respondBy = '2026-11-25T09:00:00.000Z';
          const about = { reference: 'CB-10008', title: text, department: text, status, respondBy };
          return posting(told({ kind, language, text, by: text, call: about }));
        }),
      ),
    );
    expect(posted.flatMap(({ blocks }) => faults(blocks, LIMITS.blocksOfMessage))).toEqual([]);
    expect(posted.filter(({ text }) => text.length > LIMITS.message)).toEqual([]);
    const many = Array.from({ length: 150 }, (_, at) => `${at} ${NASTY}`);
    const form = formView({ departments: many, services: many, language, description: NASTY });
    expect(faults(form.blocks, LIMITS.blocksOfView)).toEqual([]);
    expect([form.title, form.submit, form.close].filter((one) => (one?.text.length ?? 0) > LIMITS.modal)).toEqual([]);
    const calls = many.map((title) => ({
      ...{ reference: 'CB-10008', title, status: 'waiting', at: '2026-11-24T10:00:00.000Z' },
      permalink: 'https://desk.slack.com/archives/C1/p1',
    }));
    expect(faults(homeView({ calls, form: true, language }).blocks, LIMITS.blocksOfView)).toEqual([]);
  });

  it('mentions nobody whom somebody else wrote into a title, an answer or a name', () => {
    const about = { ...call, title: '<!channel>', department: '<@U1>', questions: ['<!here>'] };
    const shown = JSON.stringify([
      ...(['acknowledgement', 'status', 'reply'] as const).map((kind) =>
        posting(told({ kind, language, text: '<!here> <https://x|y>', by: '<!everyone>', call: about })),
      ),
      homeView({
        ...{ form: true, language },
        calls: [{ reference: '<!a>', title: '<!b>', status: '<!c>', at: 'no time' }],
      }),
    ]);
    expect(shown.match(/<(?!!date\^)[^<>]*>/g)).toBeNull();
  });

  it('asks what the service needs to know, and nothing where it asks nothing', () => {
    const shown = (questions?: string[]) =>
      JSON.stringify(posting(told({ language, call: { ...call, questions } })).blocks);
    expect(shown(['From which day?', 'Which <team>?'])).toContain('\\n1. From which day?\\n2. Which &lt;team&gt;?');
    expect(shown()).not.toContain('1. ');
  });

  it('says how a call stands and offers what can be done then', () => {
    const buttons = (status: (typeof STATUSES)[number]) =>
      [...objects(posting(told({ kind: 'status', language, call: { ...call, status } })).blocks)]
        .filter(([, { type }]) => type === 'button')
        .map(([, { action_id, value }]) => [action_id, value]);
    expect(buttons('in-progress')).toEqual([[NAMES.button.close, 'CB-10008']]);
    expect(buttons('resolved')).toEqual([
      ...[1, 2, 3, 4, 5].map((stars) => [`${NAMES.button.rate}${stars}`, 'CB-10008']),
      [NAMES.button.reopen, 'CB-10008'],
    ]);
  });

  it('has words for everything, and none of them empty', () => {
    const bare = [...objects(words)].flatMap(([, one]) => Object.values(one)).filter((one) => one === '');
    expect(bare).toEqual([]);
    expect(pressWords({ kind: 'rate', stars: 4 }, language)).toContain('4');
    expect(
      formErrors(
        { description: '', department: undefined, service: undefined, urgency: undefined, files: [] },
        language,
      ),
    ).toEqual({
      description: words.form.missing,
    });
  });
});

describe('what is shown in Slack', () => {
  it('tells reference, matter, department, and when a person answers, in the reader’s own time', () => {
    const respondBy = '2026-11-25T09:00:00.000Z';
    const { blocks } = posting(told({ call: { ...call, department: 'IT', respondBy } }));
    expect(blocks[1]).toEqual({
      type: 'section',
      fields: [
        { type: 'mrkdwn', text: '*Reference*\nCB-10008' },
        { type: 'mrkdwn', text: '*About*\nProjector stays dark' },
        { type: 'mrkdwn', text: '*Department*\nIT' },
        {
          type: 'mrkdwn',
          text: '*A person answers by*\n<!date^1795597200^{date_long_pretty}, {time}|Wednesday 25 November at 10:00 CET>',
        },
      ],
    });
  });

  it('shows the whole of a long answer, in parts that end between lines', () => {
    const text = Array.from({ length: 400 }, (_, at) => `line ${at} with <angles> & more`).join('\n');
    const { blocks } = posting(told({ kind: 'reply', text }));
    const said = blocks.flatMap((block) => (block.type === 'section' && block.text ? [block.text.text] : []));
    expect(said.length).toBeGreaterThan(3);
    expect(said.join('\n').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')).toBe(text);
  });

  it('splits what has no spaces between characters, and no character', () => {
    const split = parts('😀'.repeat(5_000), LIMITS.section);
    expect(split.join('')).toBe('😀'.repeat(5_000));
    expect(split.filter((part) => part.length > LIMITS.section || !part.isWellFormed())).toEqual([]);
  });

  it('keeps code that is split as code, with its spaces', () => {
    const code = Array.from({ length: 300 }, (_, at) => `    ${at}: <x> && y`).join('\n');
    const split = parts(`Try this:\n\`\`\`\n${code}\n\`\`\`\nand tell me.`, LIMITS.section);
    expect(split.length).toBeGreaterThan(2);
    expect(split.filter((part) => part.length > LIMITS.section || part.split('```').length !== 3)).toEqual([]);
    const inside = split.map((part) => part.split('```')[1]?.replace(/^\n|\n$/g, ''));
    expect(inside.join('\n')).toBe(code.replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('&&', '&amp;&amp;'));
  });

  it('asks in the form only for what can be chosen, and knows what was chosen', () => {
    const names = (view: ReturnType<typeof formView>) => view.blocks.map(({ block_id }) => block_id);
    expect(names(formView({ departments: [], services: [] }))).toEqual(['description', 'urgency', 'files']);
    expect(names(formView({ departments: ['IT'], services: ['Mail'] }))).toEqual([
      ...['description', 'department', 'service', 'urgency', 'files'],
    ]);
    expect(readForm({})).toEqual({
      ...{ description: '', department: undefined, service: undefined, urgency: undefined, files: [] },
    });
  });

  it('speaks English to whose language nobody has written down', () => {
    expect(homeView({ calls: [], form: true, language: 'fi' })).toEqual(homeView({ calls: [], form: true }));
    expect(homeView({ calls: [], form: true, language: 'de_AT' })).not.toEqual(homeView({ calls: [], form: true }));
  });

  it('links to a call only where it leads to Slack by https', () => {
    const shown = { reference: 'CB-10008', title: 'x', status: 'new', at: '2026-11-24T10:00:00.000Z' };
    const links = (permalink: string) =>
      [...objects(homeView({ calls: [{ ...shown, permalink }], form: false }).blocks)].filter(([, { url }]) => url);
    expect(links('https://desk.slack.com/archives/C1/p1')).toHaveLength(1);
    expect(links('javascript:alert(1)')).toHaveLength(0);
  });
});

describe('whoever has rated a call', () => {
  const asked = (rated: boolean) => {
    const { blocks } = posting(
      told({ kind: 'status', text: 'It is closed.', call: { ...call, status: 'closed', rated } }),
    );
    return [...objects(blocks)].filter(([, { action_id }]) => String(action_id).startsWith(NAMES.button.rate)).length;
  };
  it('is not asked again how content they are', () => {
    expect([asked(false), asked(true)]).toEqual([5, 0]);
  });
});
