import iconv from 'iconv-lite';
import { decompressRtf } from './rtf/compressed.ts';
import { readRtf } from './rtf.ts';
import { propertiesOf, type Value } from './tnef/properties.ts';

/** What Outlook wrapped into a `winmail.dat`. */
export type Tnef = {
  readonly text: string;
  readonly html: string;
  readonly attachments: readonly TnefAttachment[];
};

export type TnefAttachment = {
  readonly name: string | undefined;
  readonly mediaType: string | undefined;
  readonly contentId: string | undefined;
  readonly bytes: Buffer;
};

const SIGNATURE = 0x223e9f78;
/** Attributes of one file: an attachment has some ten. */
const ATTRIBUTES = 20_000;
const ATTACHMENTS = 500;
/** An embedded message is a file of this format itself. */
const DEPTH = 3;

/** Attribute ids, MS-OXTNEF §2.1.3.3, without their types. */
const BODY = 0x800c;
const ATTACHMENT_DATA = 0x800f;
const ATTACHMENT_TITLE = 0x8010;
const ATTACHMENT_BEGINS = 0x9002;
const MESSAGE_PROPERTIES = 0x9003;
const ATTACHMENT_PROPERTIES = 0x9005;
const CODE_PAGE = 0x9007;

/** Property ids, MS-OXPROPS. */
const PR_BODY = 0x1000;
const PR_RTF_COMPRESSED = 0x1009;
const PR_HTML = 0x1013;
const PR_INTERNET_CODE_PAGE = 0x3fde;
const PR_DISPLAY_NAME = 0x3001;
const PR_ATTACH_DATA = 0x3701;
const PR_ATTACH_FILENAME = 0x3704;
const PR_ATTACH_LONG_FILENAME = 0x3707;
const PR_ATTACH_MIME_TAG = 0x370e;
const PR_ATTACH_CONTENT_ID = 0x3712;

type Draft = { title: string | undefined; data: Buffer | undefined; properties: Map<number, Value> };

/**
 * Reads TNEF (MS-OXTNEF), as far as it can be read: a file that breaks off gives what came before. Undefined where it is
 * none. Its cost is bounded by its length; nothing in it is believed about sizes beyond what is there.
 */
export function readTnef(file: Buffer, depth = 0): Tnef | undefined {
  if (file.length < 6 || file.readUInt32LE(0) !== SIGNATURE) return undefined;
  let codePage = 'windows-1252';
  let body = '';
  let message = new Map<number, Value>();
  const drafts: Draft[] = [];
  for (const { id, data } of attributes(file)) {
    const draft = drafts.at(-1);
    if (id === CODE_PAGE && data.length >= 4) codePage = codePageName(data.readUInt32LE(0));
    else if (id === BODY) body = iconv.decode(data, codePage).replace(/\0.*$/s, '');
    else if (id === MESSAGE_PROPERTIES) message = propertiesOf(data, codePage);
    else if (id === ATTACHMENT_BEGINS && drafts.length < ATTACHMENTS)
      drafts.push({ title: undefined, data: undefined, properties: new Map() });
    else if (!draft) continue;
    else if (id === ATTACHMENT_TITLE) draft.title = iconv.decode(data, codePage).replace(/\0.*$/s, '');
    else if (id === ATTACHMENT_DATA) draft.data = data;
    else if (id === ATTACHMENT_PROPERTIES) draft.properties = propertiesOf(data, codePage);
  }
  const attachments = drafts.flatMap((draft) => attachmentsOf(draft, depth)).slice(0, ATTACHMENTS);
  return { ...bodyOf(message, body), attachments };
}

function* attributes(file: Buffer): Generator<{ id: number; data: Buffer }> {
  let at = 6;
  for (let count = 0; count < ATTRIBUTES && at + 9 <= file.length; count++) {
    const id = file.readUInt16LE(at + 1);
    const length = file.readUInt32LE(at + 5);
    // The last attribute of a file that was cut off is taken as far as it goes.
    yield { id, data: file.subarray(at + 9, at + 9 + length) };
    at += 9 + length + 2;
  }
}

function bodyOf(message: ReadonlyMap<number, Value>, body: string): { text: string; html: string } {
  const internet = message.get(PR_INTERNET_CODE_PAGE);
  const markup = message.get(PR_HTML);
  const plain = message.get(PR_BODY);
  const compressed = message.get(PR_RTF_COMPRESSED);
  const text = typeof plain === 'string' && plain.trim() !== '' ? plain : body;
  if (typeof markup === 'string') return { text, html: markup };
  if (markup instanceof Uint8Array) {
    const charset = typeof internet === 'number' ? codePageName(internet) : 'windows-1252';
    return { text, html: iconv.decode(markup, charset) };
  }
  const rtf = compressed instanceof Uint8Array ? decompressRtf(compressed) : undefined;
  if (!rtf) return { text, html: '' };
  const read = readRtf(rtf);
  return { text: text.trim() === '' ? read.text : text, html: read.html };
}

function attachmentsOf({ title, data, properties }: Draft, depth: number): TnefAttachment[] {
  const text = (id: number) => {
    const value = properties.get(id);
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
  };
  const object = properties.get(PR_ATTACH_DATA);
  const bytes = data ?? (object instanceof Uint8Array ? object : undefined);
  if (!bytes) return [];
  const attachment = {
    name: text(PR_ATTACH_LONG_FILENAME) ?? text(PR_DISPLAY_NAME) ?? title ?? text(PR_ATTACH_FILENAME),
    mediaType: text(PR_ATTACH_MIME_TAG)?.toLowerCase(),
    contentId: text(PR_ATTACH_CONTENT_ID)?.replace(/^<|>$/g, ''),
    bytes,
  };
  const embedded = depth < DEPTH ? readTnef(bytes, depth + 1) : undefined;
  return [{ ...attachment, ...(embedded && { mediaType: 'application/ms-tnef' }) }, ...(embedded?.attachments ?? [])];
}

function codePageName(number: number): string {
  if (number === 65001) return 'utf-8';
  if (number === 20127 || number === 28591) return 'windows-1252';
  const names = [
    `cp${number}`,
    `windows-${number}`,
    number > 28590 && number < 28606 ? `iso-8859-${number - 28590}` : '',
  ];
  if (number === 20866) names.unshift('koi8-r');
  if (number === 51932) names.unshift('euc-jp');
  if (number === 1200) return 'utf-16le';
  return names.find((name) => name !== '' && iconv.encodingExists(name)) ?? 'windows-1252';
}
