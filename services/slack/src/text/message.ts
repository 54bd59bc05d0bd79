import { type Json, list, text } from '../payload.ts';
import { fileName, readAttachments } from './attachments.ts';
import { lines, readBlocks } from './blocks.ts';
import type { Directory } from './directory.ts';
import { readMrkdwn } from './mrkdwn.ts';

/** What was said, as people read it. */
export type Said = {
  /** What the person said. Of who only forwarded something: that. */
  readonly text: string;
  /** The whole of it, with what was forwarded. */
  readonly fullText: string;
};

/** Somebody speaks to the app: its mention, and what one puts behind a name. */
const BEHIND_A_NAME = /^[\s,:;–—-]*/;
/** More than Slack sends. Whoever has more to say is understood by then. */
const LONGEST = 500_000;

/**
 * Reads a message as Slack sends it, by an event or in a list: https://docs.slack.dev/reference/events/message. Never throws,
 * whatever it is; costs no more than its length.
 */
export function readMessage(message: Json, directory: Directory): Said {
  const own = ownWords(message, directory);
  const files = list(message, 'files');
  const spoken = files.map(transcript).filter(Boolean);
  const hung = readAttachments(list(message, 'attachments'), directory);
  const fullText = paragraphs([own, ...spoken, hung]);
  const said = paragraphs([addressed(own, directory), ...spoken]);
  return bounded({
    text: said || hung || lines(files.map(fileName)),
    fullText: fullText || lines(files.map(fileName)),
  });
}

function ownWords(message: Json, directory: Directory): string {
  return readBlocks(list(message, 'blocks'), directory) || readMrkdwn(text(message, 'text') ?? '', directory);
}

/** Without the mention of the app that it begins with. */
function addressed(said: string, { self, user }: Directory): string {
  if (self === undefined) return said;
  const mention = [user(self), self].map((name) => `@${name}`).find((name) => said.trimStart().startsWith(name));
  return mention === undefined ? said : said.trimStart().slice(mention.length).replace(BEHIND_A_NAME, '');
}

/** What Slack understood of a voice clip. */
function transcript(file: Json): string {
  return (text(file, 'transcription', 'preview', 'content') ?? '').trim();
}

function paragraphs(parts: readonly string[]): string {
  return parts
    .map((part) => part.replace(/^\n+/, '').trimEnd())
    .filter(Boolean)
    .join('\n\n');
}

function bounded({ text, fullText }: Said): Said {
  return { text: cut(text), fullText: cut(fullText) };
}

function cut(said: string): string {
  return said.length <= LONGEST ? said : `${said.slice(0, LONGEST).toWellFormed()}…`;
}
