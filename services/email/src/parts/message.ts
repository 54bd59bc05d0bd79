import type { Stored } from '@callbook/archive';
import { type Decode, mailDecoder } from '../charset.ts';
import { type Body, below, bodyOf, textOf } from './body.ts';
import { type Entity, fieldOf } from './entity.ts';
import { hintsOf } from './hints.ts';
import { openSplitter } from './split.ts';
import { transferredText } from './transferred-text.ts';
import { type MailFile, readTree } from './tree.ts';
import { decodeWords } from './words.ts';

/** Of more mails attached to one, only the first are read where it has no words of its own. */
const MOST = 20;
const HEADER = 64 * 1024;

/** What a mail that is attached to another is about, as a file's name. */
export function attachedSubject({ kept }: MailFile, decode: Decode): string | undefined {
  const splitter = openSplitter();
  let header: Entity | undefined;
  for (const piece of [...splitter.push(kept.subarray(0, HEADER)), ...splitter.end()]) header ??= piece.entity;
  const raw = header && fieldOf(header, 'subject');
  const subject = raw && decodeWords(decode(Buffer.from(raw, 'latin1')), decode);
  // A slash would be taken for the step of a path.
  const name = subject?.replace(/[/\\]+/g, '-').trim();
  return name ? `${name}.eml` : undefined;
}

/** What there is to read in mails that are attached to one without words of its own. Their files stay in them. */
export async function attachedBody(files: readonly MailFile[]): Promise<Body> {
  const bodies: Body[] = [];
  for (const { kept } of files.slice(0, MOST)) {
    const faults = new Set<string>();
    const tree = await readTree([kept], { put: forgotten }, faults);
    const decode = mailDecoder(hintsOf(tree), faults);
    const texts = [...tree.texts].map(
      ([entity, raw]) => [entity, textOf(entity, transferredText(entity, raw, faults), decode)] as const,
    );
    bodies.push(bodyOf(tree, new Map(texts)));
  }
  return below(bodies);
}

/** An attached mail is archived as a whole, and its files with it. */
async function forgotten(source: Uint8Array | AsyncIterable<Uint8Array>): Promise<Stored> {
  let size = 0;
  if (source instanceof Uint8Array) size = source.length;
  else for await (const chunk of source) size += chunk.length;
  return { sha256: '', size };
}
