import { conversationMention, type Directory, link, usergroupMention, userMention } from './directory.ts';
import { emojiNamed } from './emoji.ts';

/** Code is kept as it is. What follows an opening fence that nobody closes is text. */
const CODE = /(```[\s\S]*?```|`[^`\n]+`)/;
/** What Slack puts in angle brackets; those that people type come escaped. */
const BRACKETED = /<([^<>\n]*)>/g;
const EMOJI = /:([a-z0-9_+'-]+(?:::skin-tone-[2-6])?):/g;
/** Bold and italics, where Slack takes the signs for that: around words, and not within them. */
const STRESSED = /(?<=^|[\s([{"'>—–-])([*_])(?![\s*_])([^*_\n]+?)(?<!\s)\1(?=$|[\s)\]}.,;:!?"'—–-])/gm;

/** Slack's own markup as one reads it. https://docs.slack.dev/messaging/formatting-message-text */
export function readMrkdwn(mrkdwn: string, directory: Directory): string {
  return mrkdwn
    .split(CODE)
    .map((part, at) => {
      if (at % 2 === 1) return unescaped(part.replace(BRACKETED, (_, inside: string) => literal(inside)));
      const said = part.replace(STRESSED, '$2');
      return unescaped(withEmoji(said).replace(BRACKETED, (_, inside: string) => bracketed(inside, directory)));
    })
    .join('');
}

/** The text of an object of Block Kit that is plain: emoji stand in it by name, and nothing else is marked up. */
export function readPlain(text: string): string {
  return withEmoji(text);
}

/** `&`, `<` and `>` are all that Slack escapes. */
export function unescaped(text: string): string {
  return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
}

function withEmoji(text: string): string {
  // Not within an address: it may have colons of its own.
  return text
    .split(/(<[^<>\n]*>)/)
    .map((part, at) => (at % 2 === 1 ? part : part.replace(EMOJI, (_, name: string) => emojiNamed(name))))
    .join('');
}

/** In code nothing is marked up; but Slack makes links of addresses there, too. */
function literal(inside: string): string {
  const [url = '', label] = split(inside);
  return label ?? url;
}

function bracketed(inside: string, directory: Directory): string {
  const [target = '', label] = split(inside);
  const [sign, id] = [target.slice(0, 1), target.slice(1)];
  if (sign === '@') return userMention(id, label, directory);
  if (sign === '#') return conversationMention(id, label, directory);
  if (sign !== '!') return link(target, label);
  if (id.startsWith('subteam^')) return usergroupMention(id.slice('subteam^'.length), label, directory);
  if (id.startsWith('date^')) return label ?? id;
  return label ?? `@${id}`;
}

function split(inside: string): [string, string | undefined] {
  const bar = inside.indexOf('|');
  if (bar < 0) return [inside, undefined];
  return [inside.slice(0, bar), inside.slice(bar + 1) || undefined];
}
