import { describe, expect, it } from '@jest/globals';
import { isJson, type Json } from '../src/payload.ts';
import { emojiNamed, emojiOf } from '../src/text/emoji.ts';
import { mentionsIn, NOBODY_KNOWN, readMessage } from '../src/text/index.ts';
import { golden } from './golden.ts';

const read = (message: Json) => readMessage(message, NOBODY_KNOWN);
const text = (text: string) => read({ text }).text;
const rich = (...elements: Json[]) => read({ blocks: [{ type: 'rich_text', elements }] }).text;
const section = (...elements: Json[]) => ({ type: 'rich_text_section', elements });
const said = (text: string, style: Json = {}) => ({ type: 'text', text, style });

describe('emoji', () => {
  it.each([
    ['+1', '👍'],
    ['thumbsup::skin-tone-6', '👍🏿'],
    ['white_check_mark', '✅'],
    ['large_green_circle', '🟢'],
    ['man-shrugging::skin-tone-2', '🤷🏻‍♂️'],
    ['point_up::skin-tone-3', '☝🏼'],
    ['flag-ua', '🇺🇦'],
    ['ghost::skin-tone-9', '👻'],
  ])('%s is %s', (name, character) => {
    expect(emojiNamed(name)).toBe(character);
  });

  it.each(['partyparrot', 'constructor', '__proto__', 'toString', 'flag-xyz', ''])('%s is none', (name) => {
    expect(emojiNamed(name)).toBe(`:${name}:`);
  });

  it('by code points that are none are none', () => {
    expect(['', 'd83d', '110000', 'xyz', '1f44b-', '0', '-'.repeat(1_000)].map(emojiOf)).toEqual(
      Array(7).fill(undefined),
    );
    expect(emojiOf('1f468-200d-1f4bb')).toBe('👨‍💻');
  });
});

describe('the text of a message', () => {
  it.each([
    ['unclosed ``` code *here*', 'unclosed ``` code here'],
    ['a &amp;lt; b', 'a &lt; b'],
    ['<unclosed and <@U1|x', '<unclosed and <@U1|x'],
    ['<!subteam^S1>, <!everyone>, <!channel|@channel>', '@S1, @everyone, @channel'],
    ['<tel:+4930123|+49 30 123>', '+49 30 123 (+4930123)'],
    ['<mailto:a@b.org|a@b.org>', 'a@b.org'],
    ['<https://a.org/x:tada:y>', 'https://a.org/x:tada:y'],
    ['snake_case *and* (_this_), _that_.', 'snake_case and (this), that.'],
    ['* one\n* two', '* one\n* two'],
    ['&gt; quoted\nanswer', '> quoted\nanswer'],
    ['at 10:30:45, ratio 3:4:5', 'at 10:30:45, ratio 3:4:5'],
  ])('%s', (mrkdwn, expected) => {
    expect(text(mrkdwn)).toBe(expected);
  });

  it('keeps what stands in code as it is, also within a quotation', () => {
    const code = '  a\t*b* <c> :tada: `d`\n\n';
    const pre = { type: 'rich_text_preformatted', elements: [{ type: 'text', text: code }] };
    expect(rich(pre)).toBe(`\`\`\`\n${code}\n\`\`\``);
    expect(rich({ ...pre, border: 1 })).toBe('> ```\n>   a\t*b* <c> :tada: `d`\n>\n>\n> ```');
  });

  it('says what is struck out and what is code, together too', () => {
    expect(
      rich(section(said('old', { strike: true }), said(' '), said('x', { code: true, strike: true, bold: true }))),
    ).toBe('~old~ ~`x`~');
  });

  it('counts on after a list within a list, and from the beginning after other words', () => {
    const items = (style: string, indent: number, ...words: string[]) => ({
      ...{ type: 'rich_text_list', style, indent },
      elements: words.map((word) => section(said(word))),
    });
    expect(rich(items('ordered', 0, 'a'), items('ordered', 1, 'b', 'c'), items('ordered', 0, 'd'))).toBe(
      '1. a\n  1. b\n  2. c\n2. d',
    );
    expect(rich(items('ordered', 0, 'a'), section(said('so\n')), items('ordered', 0, 'b'))).toBe('1. a\nso\n1. b');
    expect(rich(items('bullet', 0, 'two\nlines'))).toBe('• two\n  lines');
  });

  it('reads blocks that are newer than this by the texts in them', () => {
    const card = {
      ...{
        type: 'card',
        title: { type: 'mrkdwn', text: '*Door*' },
        body: { type: 'plain_text', text: 'stuck :door:' },
      },
      actions: [{ type: 'button', text: { type: 'plain_text', text: 'Open' } }],
    };
    expect(read({ text: 'fallback', blocks: [card] }).text).toBe('Door\nstuck 🚪');
    expect(read({ text: 'fallback', blocks: [{ type: 'hologram' }] }).text).toBe('fallback');
  });

  it('reads the other kinds of blocks', () => {
    const plain = (text: string) => ({ type: 'plain_text', text });
    const blocks = [
      { type: 'video', title: plain('How to'), video_url: 'https://v.org/1', description: plain('in two minutes') },
      { type: 'image', alt_text: 'a screen', image_url: 'https://i.org/1.png' },
      { type: 'input', label: plain('Room'), element: { type: 'plain_text_input' } },
      { type: 'markdown', text: '**as it is**' },
      { type: 'container', title: plain('Box'), child_blocks: [{ type: 'section', text: plain('inside') }] },
      { type: 'file', external_id: 'x', source: 'remote' },
      {
        type: 'data_table',
        caption: 'Stock',
        rows: [
          [
            { type: 'raw_text', text: 'Mice' },
            { type: 'raw_number', value: 4 },
          ],
        ],
      },
    ];
    expect(read({ blocks }).text.split('\n')).toEqual([
      ...['How to (https://v.org/1)', 'in two minutes', '[a screen]', 'Room', '**as it is**', 'Box', 'inside'],
      ...['Stock', 'Mice | 4'],
    ]);
  });

  it('knows whom a message mentions, in its text, its blocks and what is forwarded in it', () => {
    const message = {
      text: '<@U1> <#C1|general> <@U1|x>',
      blocks: [
        {
          type: 'rich_text',
          elements: [section({ type: 'user', user_id: 'U2' }, { type: 'channel', channel_id: 'C2' })],
        },
      ],
      attachments: [
        { message_blocks: [{ message: { blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '<@U3>' } }] } }] },
      ],
    };
    expect(mentionsIn(message)).toEqual({ users: ['U1', 'U2', 'U3'], conversations: ['C1', 'C2'] });
  });
});

describe('a message that means harm', () => {
  /** Something within itself so many times. */
  const nested = (wrap: (inner: Json) => Json, times: number) => {
    let value: Json = { type: 'section', text: { type: 'plain_text', text: 'deep' } };
    for (let at = 0; at < times; at += 1) value = wrap(value);
    return value;
  };
  const LARGE = 200_000;

  it.each([
    ['containers', { blocks: [nested((inner) => ({ type: 'container', child_blocks: [inner] }), 20_000)] }],
    ['unknown blocks', { blocks: [nested((inner) => ({ type: 'new', inner: [inner] }), 20_000)] }],
    ['attachments', { attachments: [nested((inner) => ({ is_share: true, attachments: [inner] }), 20_000)] }],
  ])('with %s within each other is read as far as Slack nests them', (_, message) => {
    expect(read(message)).toEqual({ text: '', fullText: '' });
    expect(mentionsIn(message)).toEqual({ users: [], conversations: [] });
  });

  it.each([
    ['<'],
    ['<@'],
    ['*'],
    ['_a '],
    ['`'],
    ['```'],
    [':'],
    [':a'],
    ['::skin-tone-2:'],
    ['<!date^'],
    ['&amp;'],
    [' '],
    ['\n'],
    ['> '],
  ])('with nothing but %j is read in one go', (sign) => {
    const long = sign.repeat(Math.ceil(LARGE / sign.length));
    for (const message of [
      { text: long },
      { text: `${long}x` },
      { blocks: [{ type: 'section', text: { type: 'mrkdwn', text: `x${long}` } }] },
    ])
      expect(read(message).text.length).toBeLessThanOrEqual(long.length + 1);
  });

  it('is cut where it is longer than anything that Slack sends', () => {
    const { text, fullText } = read({ text: '😀'.repeat(600_000) });
    expect(text.length).toBeLessThanOrEqual(500_001);
    expect(fullText.isWellFormed()).toBe(true);
  });

  it('with everything of another kind is read without a fault', () => {
    const kinds = [
      null,
      1,
      'x',
      [],
      {},
      [null],
      [[]],
      [{}],
      { type: 'rich_text' },
      [{ type: 'rich_text', elements: [null, 1] }],
    ];
    for (const blocks of kinds)
      for (const attachments of kinds)
        for (const files of kinds)
          expect(typeof read({ text: blocks, blocks, attachments, files }).text).toBe('string');
  });

  it('made of a good one, with anything in it put out of place, is read without a fault', () => {
    for (const { body } of golden) {
      const message = (body.event ?? body.message ?? {}) as Json;
      for (const broken of brokenIn(message)) expect(typeof read(broken as Json).fullText).toBe('string');
    }
  });
});

/** A value with each of its parts, one after the other, of another kind. */
function* brokenIn(value: unknown): Generator<unknown> {
  if (Array.isArray(value))
    for (const [at, one] of value.entries()) for (const broken of brokenIn(one)) yield value.with(at, broken);
  else if (isJson(value))
    for (const [name, one] of Object.entries(value))
      for (const broken of brokenIn(one)) yield { ...value, [name]: broken };
  else yield* [17, [['x']]];
}
