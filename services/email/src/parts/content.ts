import type { Archive, Stored } from '@callbook/archive';
import type { Attachment } from '@callbook/contracts';
import { attachmentName } from '../attachment-name.ts';
import type { Decode } from '../charset.ts';
import type { InlinePicture } from '../display.ts';
import { type Body, bodyOf, textOf } from './body.ts';
import { type Entity, fieldOf, isWithin } from './entity.ts';
import { transferredText } from './transferred-text.ts';
import type { MailFile, Tree } from './tree.ts';
import { takeUuencoded } from './uuencode.ts';

/** What a mail, or a mail within it, holds. */
export type Content = {
  readonly body: Body;
  readonly attachments: readonly Attachment[];
  /** By Content-ID, without the angle brackets. */
  readonly pictures: ReadonlyMap<string, InlinePicture>;
};

export type ContentContext = {
  readonly archive: Archive;
  readonly decode: Decode;
  readonly faults: Set<string>;
  /** How many mails are around this one. */
  readonly depth: number;
};

/** A file before it has a name that can be shown. */
type Unnamed = {
  readonly stored: Stored;
  readonly name: string | undefined;
  readonly mediaType: string;
  readonly inline: boolean;
};

export async function readContent(tree: Tree, context: ContentContext): Promise<Content> {
  const { archive, decode, faults } = context;
  const texts = new Map<Entity, string>();
  const found: Unnamed[] = [];
  for (const [entity, raw] of tree.texts) {
    let bytes = transferredText(entity, raw, faults);
    if (entity.mediaType === 'text/plain') {
      const { text, files } = takeUuencoded(bytes.toString('latin1'));
      if (files.length > 0) bytes = Buffer.from(text, 'latin1');
      for (const { name, bytes: data } of files)
        found.push({ stored: await archive.put(data), name, mediaType: 'application/octet-stream', inline: false });
    }
    texts.set(entity, textOf(entity, bytes, decode));
  }
  const pictures = new Map<string, InlinePicture>();
  for (const file of tree.files) {
    const cid = contentId(file.entity);
    if (cid) pictures.set(cid, { sha256: file.stored.sha256, mediaType: file.entity.mediaType });
    found.push(unnamed(file, decode));
  }
  const attachments = found.map(({ stored, name, mediaType, inline }, index) => ({
    ...{ ...stored, mediaType, inline },
    name: attachmentName(name, mediaType, index + 1),
  }));
  return { body: bodyOf(tree, texts), attachments, pictures };
}

function unnamed({ entity, stored }: MailFile, decode: Decode): Unnamed {
  const { disposition, type, mediaType } = entity;
  const name = disposition.words('filename', decode) ?? type.words('name', decode);
  const shown = isWithin(entity, 'related') || disposition.value === 'inline';
  return { stored, name, mediaType, inline: shown && contentId(entity) !== undefined };
}

function contentId(entity: Entity): string | undefined {
  const cid = fieldOf(entity, 'content-id')?.trim().replace(/^<|>$/g, '').trim();
  return cid || undefined;
}
