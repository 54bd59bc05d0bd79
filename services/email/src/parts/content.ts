import type { Archive, Stored } from '@callbook/archive';
import type { Attachment } from '@callbook/contracts';
import libmime from 'libmime';
import { attachmentName } from '../attachment-name.ts';
import { type Decode, mailDecoder } from '../charset.ts';
import type { InlinePicture } from '../display.ts';
import { type Body, below, bodyOf, isBlank, textOf, worded } from './body.ts';
import { type Entity, fieldOf, isWithin } from './entity.ts';
import { hintsOf } from './hints.ts';
import { type Invitation, invitationText, readInvitation } from './invitation.ts';
import { kindOf } from './kinds.ts';
import { attachedBody, attachedSubject } from './message.ts';
import { armourOf, envelopeProtection, type Protection, protectionOf, together } from './protection.ts';
import { readCms } from './smime.ts';
import { readTnef } from './tnef.ts';
import { transferredText } from './transferred-text.ts';
import { type MailFile, readTree, type Tree } from './tree.ts';
import { takeUuencoded } from './uuencode.ts';

/** What a mail holds. */
export type Content = {
  readonly body: Body;
  /** Whether the body is that of mails attached to it, since it has no words of its own. */
  readonly ofAttached: boolean;
  readonly attachments: readonly Attachment[];
  /** By Content-ID, without the angle brackets. */
  readonly pictures: ReadonlyMap<string, InlinePicture>;
  readonly invitation: Invitation | undefined;
  readonly protection: Protection | undefined;
  /** Visiting cards (RFC 6350), decoded. */
  readonly cards: readonly string[];
};

type Context = {
  readonly archive: Pick<Archive, 'put'>;
  readonly decode: Decode;
  readonly faults: Set<string>;
  /** How many signed envelopes are around this. */
  readonly depth: number;
};

/** Files of one mail: as many as a contact takes. */
const FILES = 2_000;
/** Envelopes within envelopes that are opened. */
const DEPTH = 3;

/** A file before it has a name that can be shown. */
type Unnamed = Stored & {
  readonly name: string | undefined;
  readonly mediaType: string;
  readonly inline: boolean;
  readonly contentId?: string | undefined;
};

/** What is found on the way through a mail. */
type Finds = {
  readonly files: Unnamed[];
  readonly cards: string[];
  readonly protections: (Protection | undefined)[];
  readonly signed: Content[];
  /** What may stand in for a text that is not there, the best first. */
  readonly stead: Body[];
  readonly attached: MailFile[];
  invitation: Invitation | undefined;
};

/**
 * Reads what a mail holds, and looks into the files that hold more of it: text with files in it, Outlook's `winmail.dat`,
 * signed envelopes, invitations, cards. All of these are kept as attachments besides.
 * @throws CallbookError of the archive.
 */
export async function readContent(tree: Tree, context: Context): Promise<Content> {
  const finds: Finds = {
    ...{ files: [], cards: [], protections: [], signed: [], stead: [], attached: [] },
    invitation: undefined,
  };
  const own = bodyOf(tree, await textsOf(tree, finds, context));
  for (const around of entitiesIn(tree.root)) finds.protections.push(protectionOf(around));
  for (const file of tree.files) await lookInto(file, finds, context);
  const { files, signed, invitation, attached } = finds;
  let body = below([...signed.map((one) => one.body), own]);
  if (isBlank(body)) body = finds.stead.find((one) => !isBlank(one)) ?? body;
  const ofAttached = isBlank(body) && attached.length > 0;
  if (ofAttached) body = await attachedBody(attached);
  if (isBlank(body) && invitation) body = { text: invitationText(invitation), html: body.html };
  return {
    ...{ body, ofAttached },
    attachments: files.map(({ contentId, ...file }, index) => ({
      ...file,
      name: attachmentName(file.name, file.mediaType, index + 1),
    })),
    pictures: new Map(
      files.flatMap(({ contentId, sha256, mediaType }) => (contentId ? [[contentId, { sha256, mediaType }]] : [])),
    ),
    invitation: invitation ?? signed.find((one) => one.invitation)?.invitation,
    protection: together(finds.protections),
    cards: [...finds.cards, ...signed.flatMap(({ cards }) => cards)],
  };
}

async function textsOf(tree: Tree, finds: Finds, context: Context): Promise<Map<Entity, string>> {
  const { decode, faults } = context;
  const texts = new Map<Entity, string>();
  for (const [entity, raw] of tree.texts) {
    let bytes = transferredText(entity, raw, faults);
    if (entity.mediaType === 'text/plain') {
      const { text, files } = takeUuencoded(bytes.toString('latin1'));
      if (files.length > 0) bytes = Buffer.from(text, 'latin1');
      for (const file of files) {
        const name = decode(Buffer.from(file.name, 'latin1'));
        await unwrap(file.bytes, { name, mediaType: mediaTypeOf(name), inline: false }, finds, context);
      }
    }
    const text = textOf(entity, bytes, decode);
    finds.protections.push(armourOf(text));
    texts.set(entity, text);
  }
  return texts;
}

async function lookInto(file: MailFile, finds: Finds, context: Context): Promise<void> {
  const { decode } = context;
  const kind = kindOf(file.entity, file.kept);
  const plain = () => textOf(file.entity, file.kept, decode);
  finds.files.push(unnamed(file, decode, kind === 'message' ? attachedSubject(file, decode) : undefined));
  if (kind === 'card') finds.cards.push(plain());
  else if (kind === 'calendar') finds.invitation ??= readInvitation(plain());
  else if (kind === 'message') finds.attached.push(file);
  else if (kind === 'text' && file.entity.disposition.value !== 'attachment')
    finds.stead.push(bodyOf({ root: file.entity, texts: new Map(), files: [] }, new Map([[file.entity, plain()]])));
  else if (kind === 'tnef') await openTnef(file, finds, context);
  else if (kind === 'smime') await openEnvelope(file, finds, context);
}

/** Archives a file that was wrapped up in a part. */
async function unwrap(
  bytes: Buffer,
  file: Omit<Unnamed, keyof Stored>,
  finds: Finds,
  { archive, faults }: Context,
): Promise<void> {
  if (finds.files.length < FILES) finds.files.push({ ...(await archive.put(bytes)), ...file });
  else faults.add('it holds more files than are taken out of it');
}

async function openTnef(file: MailFile, finds: Finds, context: Context): Promise<void> {
  const tnef = readTnef(file.kept);
  if (!tnef || !file.whole) {
    context.faults.add('its winmail.dat cannot be read');
    return;
  }
  finds.stead.unshift(worded({ text: tnef.text, html: tnef.html }));
  for (const { name, mediaType = mediaTypeOf(name), contentId, bytes } of tnef.attachments) {
    const inline = contentId !== undefined && tnef.html.includes(contentId);
    await unwrap(bytes, { name, mediaType, inline, contentId }, finds, context);
  }
}

/** A signed envelope is opened: its content is the mail. Of an encrypted one only that it is one is known. */
async function openEnvelope(file: MailFile, finds: Finds, context: Context): Promise<void> {
  const { kind, content } = readCms(file.kept);
  finds.protections.push(envelopeProtection(kind, file.entity));
  if (!content || context.depth >= DEPTH) return;
  const { archive, faults, depth } = context;
  const tree = await readTree([content], archive, faults);
  const signed = await readContent(tree, {
    archive,
    faults,
    decode: mailDecoder(hintsOf(tree), faults),
    depth: depth + 1,
  });
  finds.signed.push(signed);
  finds.protections.push(signed.protection);
  const ids = new Map([...signed.pictures].map(([cid, { sha256 }]) => [sha256, cid]));
  finds.files.push(...signed.attachments.map((one) => ({ ...one, contentId: ids.get(one.sha256) })));
}

function unnamed({ entity, stored }: MailFile, decode: Decode, subject: string | undefined): Unnamed {
  const { disposition, type, mediaType } = entity;
  const name = disposition.words('filename', decode) ?? type.words('name', decode) ?? subject;
  const contentId = fieldOf(entity, 'content-id')?.trim().replace(/^<|>$/g, '').trim() || undefined;
  const shown = isWithin(entity, 'related') || disposition.value === 'inline';
  return { ...stored, name, mediaType, inline: shown && contentId !== undefined, contentId };
}

function* entitiesIn(entity: Entity): Generator<Entity> {
  yield entity;
  for (const child of entity.children) yield* entitiesIn(child);
}

/** The media type that a file's name ends in. */
function mediaTypeOf(name: string | undefined): string {
  const ending = /\.(\w{1,10})$/.exec(name ?? '')?.[1];
  return ending === undefined ? 'application/octet-stream' : libmime.detectMimeType(ending);
}
