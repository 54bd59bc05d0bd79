import type { Archive, Stored } from '@callbook/archive';
import type { Entity } from './entity.ts';
import { type FileWriter, openFile } from './file.ts';
import { keepOf } from './kinds.ts';
import { openSplitter, type Piece } from './split.ts';
import { type TransferDecoder, transferDecoder } from './transfer.ts';

/** A file that came with a mail, in the archive. */
export type MailFile = {
  readonly entity: Entity;
  readonly stored: Stored;
  /** Its first bytes: all of them where `whole` is true. */
  readonly kept: Buffer;
  readonly whole: boolean;
};

/** A mail taken apart: its entities, the bytes of those that are text to read, the others archived. */
export type Tree = {
  readonly root: Entity;
  /** Still in their transfer encoding. */
  readonly texts: Map<Entity, Buffer>;
  readonly files: readonly MailFile[];
};

/**
 * How much text is read of a mail, encoded, in all its parts together. A text that a person wrote is far below; a 60 MB
 * log pasted as text would be held in memory several times over while it is decoded. The archived original has it all.
 */
const TEXT_LIMIT = 4 * 1024 * 1024;
export const CUT = 'its text is too long to be read as a whole; the original has it all';

const TEXTS = /^(?:text\/(?:plain|html|enriched|richtext)|message\/delivery-status)$/;

type Leaf = { write(bytes: Buffer): Promise<void> | undefined; end(): Promise<void>; abort(): Promise<void> };

/**
 * Takes a mail apart while it is read. Its memory is bounded by the limits on text and on what is kept of files.
 * @throws CallbookError of the archive; the source's own error.
 */
export async function readTree(
  source: AsyncIterable<Buffer> | Iterable<Buffer>,
  archive: Pick<Archive, 'put'>,
  faults: Set<string>,
): Promise<Tree> {
  const splitter = openSplitter();
  const texts = new Map<Entity, Buffer>();
  const files: MailFile[] = [];
  let root: Entity | undefined;
  let leaf: Leaf | undefined;
  let textLeft = TEXT_LIMIT;
  let leaves = 0;

  const textLeaf = (entity: Entity): Leaf => {
    const pieces: Buffer[] = [];
    return {
      write(bytes) {
        if (bytes.length > textLeft) faults.add(CUT);
        // A copy: what is read from a file shares its memory with much else.
        if (textLeft > 0) pieces.push(Buffer.from(bytes.subarray(0, textLeft)));
        textLeft -= Math.min(textLeft, bytes.length);
        return undefined;
      },
      end: async () => void texts.set(entity, Buffer.concat(pieces)),
      abort: async () => {},
    };
  };
  const take = async (piece: Piece): Promise<void> => {
    if (piece.kind === 'begin') {
      root ??= piece.entity;
      return;
    }
    leaf ??= leafOf(piece.entity);
    if (piece.kind === 'body') return leaf.write(piece.bytes);
    const ended = leaf;
    leaf = undefined;
    await ended.end();
  };
  const leafOf = (entity: Entity): Leaf => {
    leaves += 1;
    if (isText(entity, leaves === 1)) return textLeaf(entity);
    return fileLeaf(
      transferDecoder(entity.encoding),
      openFile(archive, (head) => keepOf(entity, head)),
      (file) => files.push({ entity, ...file }),
    );
  };

  try {
    for await (const chunk of source) for (const piece of splitter.push(chunk)) await take(piece);
    for (const piece of splitter.end()) await take(piece);
  } finally {
    await leaf?.abort();
  }
  for (const fault of splitter.faults) faults.add(fault);
  if (!root) throw new Error('a splitter always gives a root');
  return { root, texts, files };
}

function fileLeaf(
  decoder: TransferDecoder,
  file: FileWriter,
  done: (file: Awaited<ReturnType<FileWriter['end']>>) => void,
): Leaf {
  return {
    write: (bytes) => file.write(decoder.write(bytes)),
    async end() {
      await file.write(decoder.end());
      done(await file.end());
    },
    abort: file.abort,
  };
}

/**
 * Whether an entity is text to be read, and not a file. A text with a name is a file, unless it is the mail's first
 * part or one of several readings of it: some programs name their bodies.
 */
function isText(entity: Entity, isFirst: boolean): boolean {
  if (!TEXTS.test(entity.mediaType)) return false;
  const { disposition, type } = entity;
  if (disposition.value !== '' && disposition.value !== 'inline') return false;
  const named = disposition.plain('filename') ?? type.plain('name');
  if (named === undefined || entity.mediaType === 'message/delivery-status') return true;
  return (isFirst && disposition.value === '') || entity.parent?.mediaType === 'multipart/alternative';
}
