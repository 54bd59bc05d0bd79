import { type Json, list, text } from '../payload.ts';
import { lines, readBlocks } from './blocks.ts';
import { type Directory, link } from './directory.ts';
import { readMrkdwn } from './mrkdwn.ts';
import { quoted } from './rich-text.ts';

/** What Slack writes into `fallback` when it has nothing to say. */
const NO_PREVIEW = '[no preview available]';
/** Attachments of attachments: a message that forwards one that forwards one. */
const DEEPEST = 4;

/**
 * What hangs from a message: another message that is forwarded or linked, or what a program attached in the old way. What
 * Slack shows of a web page behind a link is left out: the link stands in the text, and nobody said the rest.
 * https://docs.slack.dev/reference/messaging/attachments
 */
export function readAttachments(attachments: readonly Json[], directory: Directory, depth = 0): string {
  if (depth > DEEPEST) return '';
  return attachments
    .map((one) => {
      if (isMessage(one)) return readShared(one, directory, depth);
      return isPreview(one) ? '' : readLegacy(one, directory, depth);
    })
    .filter((said) => said.trim() !== '')
    .join('\n\n');
}

function isMessage(attachment: Json): boolean {
  return attachment.is_share === true || attachment.is_msg_unfurl === true || 'message_blocks' in attachment;
}

function isPreview(attachment: Json): boolean {
  return ['from_url', 'original_url', 'app_unfurl_url'].some((name) => text(attachment, name) !== undefined);
}

function readShared(attachment: Json, directory: Directory, depth: number): string {
  const blocks = list(attachment, 'message_blocks').map((one) => {
    const message = one.message;
    return readBlocks(list(message, 'blocks'), directory);
  });
  const said = lines([
    lines(blocks) || readMrkdwn(text(attachment, 'text') ?? '', directory),
    ...list(attachment, 'files').map(fileName),
    readAttachments(list(attachment, 'attachments'), directory, depth + 1),
  ]);
  const words = said || fallback(attachment, directory);
  if (words === '') return '';
  const author = text(attachment, 'author_name') ?? text(attachment, 'author_subname');
  return author === undefined ? quoted(words) : `${author}:\n${quoted(words)}`;
}

function readLegacy(attachment: Json, directory: Directory, depth: number): string {
  const mrkdwn = (name: string) => readMrkdwn(text(attachment, name) ?? '', directory);
  const title = mrkdwn('title');
  const said = lines([
    mrkdwn('pretext'),
    text(attachment, 'author_name') ?? '',
    title === '' ? '' : link(text(attachment, 'title_link') ?? '', title),
    mrkdwn('text'),
    readBlocks(list(attachment, 'blocks'), directory),
    ...list(attachment, 'fields').map((field) => {
      const value = readMrkdwn(text(field, 'value') ?? '', directory);
      return [text(field, 'title') ?? '', value].filter(Boolean).join(': ');
    }),
    readAttachments(list(attachment, 'attachments'), directory, depth + 1),
    mrkdwn('footer'),
  ]);
  return said || fallback(attachment, directory);
}

function fallback(attachment: Json, directory: Directory): string {
  const words = text(attachment, 'fallback') ?? '';
  return words.toLowerCase() === NO_PREVIEW ? '' : readMrkdwn(words, directory);
}

/** A file by its name, where it is not at hand itself. */
export function fileName(file: Json): string {
  return `[${text(file, 'title') ?? text(file, 'name') ?? 'file'}]`;
}
