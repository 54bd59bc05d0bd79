import type { Readable } from 'node:stream';
import type { Archive } from '@callbook/archive';
import { mailDecoder } from './charset.ts';
import { displayHtml } from './display.ts';
import { header, mailHeaders } from './headers.ts';
import { reportsOf } from './machine/reports.ts';
import type { MailHeaders, ParsedMail } from './mail.ts';
import { readContent } from './parts/content.ts';
import { hintsOf } from './parts/hints.ts';
import { readTree } from './parts/tree.ts';

/** How much of a mail's beginning is kept for when its structure cannot be read: the headers and some text. */
const HEAD = 128 * 1024;

/**
 * Takes a mail apart. Attachments and HTML go into the archive as they are decoded, so that a large mail needs little
 * memory. It never fails for what the mail is: what cannot be read is said in `faults`.
 * @throws CallbookError of the archive; the source's own error.
 */
export async function parse(source: Readable, archive: Pick<Archive, 'put'>): Promise<ParsedMail> {
  const faults = new Set<string>();
  const beginning: Buffer[] = [];
  const tree = await readTree(keepHead(source, beginning), archive, faults);
  const head = Buffer.concat(beginning).subarray(0, HEAD);
  const decode = mailDecoder(hintsOf(tree), faults);
  const content = await readContent(tree, { archive, decode, faults, depth: 0 });
  const { body, ofAttached, attachments, pictures, invitation, protection, cards } = content;
  const headers = mailHeaders(tree.root.fields, decode);
  const nothing = body.text === '' && body.html === '' && attachments.length === 0;
  const text = nothing ? beyondStructure(head, headers, tree.root.junk, faults) : body.text;
  if (`${text}${body.html}${headers.subject ?? ''}`.includes('\uFFFD'))
    faults.add('some of its characters cannot be read');
  const shown = () => Buffer.from(displayHtml(body.html, pictures));
  return {
    ...{ headers, text, ofAttached, attachments, invitation, protection, cards },
    // What is archived beside the original is what may be shown.
    html: body.html === '' ? undefined : { markup: body.html, sha256: (await archive.put(shown())).sha256 },
    reports: reportsOf(head),
    faults: [...faults],
  };
}

/** What there is to read where the structure gives nothing: bytes without any header, or parts that never begin. */
function beyondStructure(head: Buffer, headers: MailHeaders, junk: readonly string[], faults: Set<string>): string {
  if (headers.fields.length === 0) {
    faults.add('it has no header');
    return readable(head);
  }
  const rest = head.subarray(endOfHeader(head));
  if (!header(headers, 'content-type')?.toLowerCase().startsWith('multipart/')) {
    // No empty line ends the header: what stands there and is no field is the text.
    return rest.length === 0 && junk.length > 0 ? readable(Buffer.from(junk.join('\n'), 'latin1')) : '';
  }
  const text = readable(rest);
  if (text.trim()) faults.add('it declares parts and has none');
  return text;
}

async function* keepHead(source: Readable, kept: Buffer[]): AsyncGenerator<Buffer> {
  let length = 0;
  for await (const chunk of source) {
    if (length < HEAD) {
      // A copy: the chunk may be a small piece of something large.
      kept.push(Buffer.from(chunk.subarray(0, HEAD - length)));
      length += chunk.length;
    }
    yield chunk;
  }
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
