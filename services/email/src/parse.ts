import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Archive } from '@callbook/archive';
import { type Attachment, isCallbookError } from '@callbook/contracts';
import { type AttachmentStream, type HeaderLines, type Headers, MailParser, type MessageText } from 'mailparser';
import { attachmentName } from './attachment-name.ts';
import { boundText } from './bound.ts';
import { type CharsetFaults, iconvFor } from './charset.ts';
import { displayHtml, type InlinePicture } from './display.ts';
import { header, mailHeaders, noHeaders } from './headers.ts';
import { reportsOf } from './machine/reports.ts';
import type { MailHeaders, ParsedMail } from './mail.ts';

/** How much of a mail's beginning is kept for when its structure cannot be read: the headers and some text. */
const HEAD = 128 * 1024;
/** A mail above this many bytes goes through `boundText` first, which costs a second pass over it. */
const BOUND_ABOVE = 4 * 1024 * 1024;

/**
 * Takes a mail apart. Attachments and HTML go into the archive as they are decoded, so that a large mail needs little
 * memory. It never fails for what the mail is: what cannot be read is said in `faults`.
 * @throws CallbookError of the archive; the source's own error.
 */
export async function parse(source: Readable, size: number, archive: Archive): Promise<ParsedMail> {
  const faults: CharsetFaults = new Set();
  const head = keepHead();
  const whole = source.pipe(head.stream);
  source.on('error', (error) => head.stream.destroy(error));
  const raw =
    size > BOUND_ABOVE
      ? boundText(whole, () => faults.add('its text is too long to be read as a whole; the original has it all'))
      : whole;
  const parts = await readParts(raw, archive, faults);
  const headers = parts.headers ?? (await headersOf(head.bytes()));
  let text = parts.text.text ?? '';

  if (headers.lines.size === 0) {
    faults.add('it has no header');
    text = readable(head.bytes());
  } else if (parts.empty && header(headers, 'content-type')?.toLowerCase().startsWith('multipart/')) {
    const body = readable(head.bytes().subarray(endOfHeader(head.bytes())));
    if (body.trim()) faults.add('it declares parts and has none');
    text = body;
  }
  if (`${text}${parts.text.html || ''}${headers.subject ?? ''}`.includes('\uFFFD'))
    faults.add('some of its characters cannot be read');
  const markup = parts.text.html;
  // What is archived beside the original is what may be shown.
  const archived = async (html: string) => (await archive.put(Buffer.from(displayHtml(html, parts.pictures)))).sha256;
  return {
    headers,
    text,
    html: typeof markup === 'string' ? { markup, sha256: await archived(markup) } : undefined,
    attachments: parts.attachments,
    reports: reportsOf(head.bytes()),
    faults: [...faults],
  };
}

type Parts = {
  headers: MailHeaders | undefined;
  text: MessageText;
  attachments: Attachment[];
  /** By Content-ID, without the angle brackets. */
  pictures: ReadonlyMap<string, InlinePicture>;
  empty: boolean;
};

/** Runs mailparser. Its errors (too many parts, a header block without end) are faults of the mail. */
async function readParts(raw: Readable, archive: Archive, faults: CharsetFaults): Promise<Parts> {
  const attachments: Attachment[] = [];
  const pictures = new Map<string, InlinePicture>();
  let text: MessageText = { type: 'text' };
  let open: Readable | undefined;
  const parser = new MailParser({
    // Each of these is quadratic or worse on some input, and we use none of them.
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipTextLinks: true,
    skipImageLinks: true,
    // Its type is that of one implementation; what is called is `new Iconv(charset, target)` and then a stream.
    Iconv: iconvFor(faults) as never,
  });
  const heard = listen(parser);
  // A parser that fails inside a part never ends that part's stream, and the archive would wait for it for ever.
  parser.on('error', (error: Error) => open?.destroy(error));

  try {
    await pipeline(raw, parser, async (stream: AsyncIterable<AttachmentStream | MessageText>) => {
      for await (const part of stream) {
        if (part.type === 'text') {
          text = part;
          continue;
        }
        open = part.content as Readable;
        const stored = await archive.put(open);
        open = undefined;
        attachments.push({
          ...stored,
          name: attachmentName(part.filename, part.contentType, attachments.length + 1),
          mediaType: part.contentType || 'application/octet-stream',
          inline: part.related === true || (part.contentDisposition === 'inline' && part.cid !== undefined),
        });
        if (part.cid) pictures.set(part.cid, { sha256: stored.sha256, mediaType: part.contentType ?? '' });
        part.release();
      }
    });
  } catch (error) {
    // The archive and the disk have their own errors, which are not the mail's; everything else is mailparser's.
    if (isCallbookError(error) || !(error instanceof Object) || 'syscall' in error) throw error;
    faults.add(`its structure cannot be read (${(error as Error).message})`);
  }
  return {
    headers: heard(),
    text,
    attachments,
    pictures,
    empty: !text.text && !text.html && attachments.length === 0,
  };
}

/** What can be read of the headers alone, when the parser gave up before it came to them. */
async function headersOf(head: Buffer): Promise<MailHeaders> {
  const parser = new MailParser({ skipTextToHtml: true, skipHtmlToText: true });
  const heard = listen(parser);
  const block = Buffer.concat([head.subarray(0, endOfHeader(head)), Buffer.from('\r\n\r\n')]);
  await pipeline(Readable.from([block]), parser, async (parts: AsyncIterable<AttachmentStream | MessageText>) => {
    for await (const part of parts) if (part.type === 'attachment') part.release();
  });
  return heard() ?? noHeaders;
}

/** Collects the headers of the whole mail as the parser comes to them. */
function listen(parser: MailParser): () => MailHeaders | undefined {
  let decoded: Headers | undefined;
  let lines: HeaderLines = [];
  parser.on('headers', (found: Headers) => {
    decoded = found;
  });
  parser.on('headerLines', (found: HeaderLines) => {
    lines = found;
  });
  return () => decoded && mailHeaders(decoded, lines);
}

function keepHead(): { stream: Transform; bytes(): Buffer } {
  const chunks: Buffer[] = [];
  let length = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _, done) {
      if (length < HEAD) {
        const kept = Buffer.from(chunk.subarray(0, HEAD - length));
        chunks.push(kept);
        length += kept.length;
      }
      done(null, chunk);
    },
  });
  return { stream, bytes: () => Buffer.concat(chunks) };
}

/** Where the body begins: after the first empty line. */
function endOfHeader(head: Buffer): number {
  const ends = ['\r\n\r\n', '\n\n'].map((gap) => ({ at: head.indexOf(gap), length: gap.length }));
  const first = ends.filter(({ at }) => at >= 0).sort((a, b) => a.at - b.at)[0];
  return first ? first.at + first.length : head.length;
}

/** Bytes as text where they are text: nothing for a picture or an archive that came without any header. */
function readable(bytes: Buffer): string {
  const text = bytes.toString('utf8').replaceAll('\r\n', '\n');
  const strange = text.match(/[^\P{Cc}\s]|\uFFFD/gu)?.length ?? 0;
  return strange > text.length / 50 ? '' : text;
}
