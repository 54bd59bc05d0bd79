import { at, type Json, list, text } from '../payload.ts';
import { conversationMention, type Directory, link, usergroupMention, userMention } from './directory.ts';
import { emojiNamed, emojiOf } from './emoji.ts';

const INDENT = '  ';
/** Slack itself goes to eight. */
const DEEPEST = 20;

/** What people type in Slack's own programs. https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */
export function readRichText(block: Json, directory: Directory): string {
  // A list within a list comes as one list after another; the numbers of the outer one go on after it.
  const counts: number[] = [];
  return list(block, 'elements')
    .map((element) => {
      const said = readElement(element, counts, directory);
      // A list or code within a quotation has a border beside it.
      return element.border === 1 ? quoted(said) : said;
    })
    .join('\n');
}

function readElement(element: Json, counts: number[], directory: Directory): string {
  if (element.type === 'rich_text_list') return readList(element, counts, directory);
  counts.length = 0;
  const inside = inline(element, directory);
  if (element.type === 'rich_text_preformatted') return `\`\`\`\n${inside}\n\`\`\``;
  if (element.type === 'rich_text_quote') return quoted(inside);
  // A section ends where the next element begins; its last line break says the same once more.
  return inside.replace(/\n$/, '');
}

/** As one quotes in plain text. */
export function quoted(said: string): string {
  return said
    .split('\n')
    .map((line) => (line === '' ? '>' : `> ${line}`))
    .join('\n');
}

function readList(element: Json, counts: number[], directory: Directory): string {
  const depth = Math.min(numberIn(element, 'indent') ?? 0, DEEPEST);
  const ordered = element.style === 'ordered';
  counts.length = Math.min(counts.length, depth + 1);
  let count = numberIn(element, 'offset') ?? (ordered ? (counts[depth] ?? 0) : 0);
  const items = list(element, 'elements').map((item) => {
    count += 1;
    const sign = ordered ? `${count}.` : '•';
    const lines = inline(item, directory).split('\n');
    const hanging = INDENT.repeat(depth) + ' '.repeat(sign.length + 1);
    return `${INDENT.repeat(depth)}${sign} ${lines.join(`\n${hanging}`)}`;
  });
  counts[depth] = ordered ? count : 0;
  return items.join('\n');
}

function inline(element: Json, directory: Directory): string {
  const within = element.type === 'rich_text_preformatted';
  return list(element, 'elements')
    .map((one) => (within ? read(one, directory) : styled(one, read(one, directory))))
    .join('');
}

function read(element: Json, directory: Directory): string {
  const word = (name: string) => text(element, name);
  switch (element.type) {
    case 'text':
      return word('text') ?? '';
    case 'link':
      return link(word('url') ?? '', word('text'));
    case 'emoji':
      return emojiOf(word('unicode') ?? '') ?? emojiNamed(word('name') ?? '');
    case 'user':
      return userMention(word('user_id') ?? '', undefined, directory);
    case 'channel':
      return conversationMention(word('channel_id') ?? '', undefined, directory);
    case 'usergroup':
      return usergroupMention(word('usergroup_id') ?? '', undefined, directory);
    case 'broadcast':
      return `@${word('range') ?? 'everyone'}`;
    case 'date':
      return word('fallback') ?? instant(numberIn(element, 'timestamp')) ?? '';
    case 'color':
      return word('value') ?? '';
    default:
      // Something newer than this: its words, as far as it has any.
      return word('text') ?? word('fallback') ?? '';
  }
}

/** Struck out is unsaid, and code is to be read by the letter: both mean something. Bold and italics sound alike. */
function styled(element: Json, said: string): string {
  const style = at(element, 'style');
  if (said.trim() === '') return said;
  const coded = style.code === true ? `\`${said}\`` : said;
  return style.strike === true ? `~${coded}~` : coded;
}

function instant(seconds: number | undefined): string | undefined {
  const date = new Date((seconds ?? Number.NaN) * 1000);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString().slice(0, 16).replace('T', ' ').concat(' UTC');
}

function numberIn(element: Json, name: string): number | undefined {
  const value = element[name];
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}
