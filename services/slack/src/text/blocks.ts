import { at, isJson, type Json, list, text } from '../payload.ts';
import { type Directory, link } from './directory.ts';
import { readMrkdwn, readPlain } from './mrkdwn.ts';
import { readRichText } from './rich-text.ts';

/** Blocks within blocks, and elements within those: Slack nests three, and whoever sends more is read so far. */
const DEEPEST = 6;

/** What blocks say, one under the other. https://docs.slack.dev/reference/block-kit/blocks */
export function readBlocks(blocks: readonly Json[], directory: Directory, depth = 0): string {
  if (depth > DEEPEST) return '';
  return lines(blocks.map((block) => readBlock(block, directory, depth)));
}

function readBlock(block: Json, directory: Directory, depth: number): string {
  const plain = (...path: string[]) => readText(at(block, ...path), directory);
  switch (block.type) {
    case 'rich_text':
      return readRichText(block, directory);
    case 'section':
      return lines([plain('text'), ...list(block, 'fields').map((field) => readText(field, directory))]);
    case 'header':
      return plain('text');
    case 'markdown':
      return text(block, 'text') ?? '';
    case 'context':
      return list(block, 'elements')
        .map((element) => (element.type === 'image' ? picture(element) : readText(element, directory)))
        .filter(Boolean)
        .join(' ');
    case 'image':
      return picture(block);
    case 'video':
      return lines([
        link(text(block, 'title_url') ?? text(block, 'video_url') ?? '', plain('title')),
        plain('description'),
      ]);
    case 'file':
      return '';
    case 'divider':
    // What can be pressed or filled in is not said by anybody.
    case 'actions':
    case 'context_actions':
      return '';
    case 'input':
      return lines([plain('label'), plain('hint')]);
    case 'table':
    case 'data_table':
      return readTable(block, directory);
    case 'container':
      return lines([
        plain('title'),
        readRichText(at(block, 'rich_text_title'), directory),
        readBlocks(list(block, 'child_blocks'), directory, depth + 1),
        plain('subtitle'),
      ]);
    default:
      return lines(wordsIn(block, directory, depth));
  }
}

/** A text object: `{ type: 'mrkdwn' | 'plain_text', text }`. */
export function readText(object: Json, directory: Directory): string {
  const said = text(object, 'text') ?? '';
  return object.type === 'mrkdwn' ? readMrkdwn(said, directory) : readPlain(said);
}

/** Joins what there is, a line each. */
export function lines(parts: readonly string[]): string {
  return parts.filter((part) => part.trim() !== '').join('\n');
}

function picture(image: Json): string {
  const words = text(image, 'alt_text') ?? text(image, 'title', 'text');
  return words === undefined ? '' : `[${words}]`;
}

function readTable(block: Json, directory: Directory): string {
  const rows = Array.isArray(block.rows) ? block.rows.filter((row): row is unknown[] => Array.isArray(row)) : [];
  const cell = (one: unknown) => {
    if (!isJson(one)) return '';
    if (one.type === 'rich_text') return readRichText(one, directory).replaceAll('\n', ' ');
    return String(text(one, 'text') ?? (typeof one.value === 'number' ? one.value : ''));
  };
  return lines([text(block, 'caption') ?? '', ...rows.map((row) => row.map(cell).join(' | '))]);
}

/** A block that is newer than this: every text object in it, in order. */
function wordsIn(value: unknown, directory: Directory, depth: number): string[] {
  if (depth > DEEPEST) return [];
  if (Array.isArray(value)) return value.flatMap((one) => wordsIn(one, directory, depth + 1));
  if (!isJson(value) || value.type === 'button') return [];
  if (value.type === 'rich_text') return [readRichText(value, directory)];
  if (value.type === 'mrkdwn' || value.type === 'plain_text') return [readText(value, directory)];
  return Object.values(value).flatMap((one) => wordsIn(one, directory, depth + 1));
}
