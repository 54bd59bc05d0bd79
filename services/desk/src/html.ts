import { buffer } from 'node:stream/consumers';
import type { Archive } from '@callbook/archive';
import { type Attachment, CallbookError, isCallbookError } from '@callbook/contracts';
import type { Response } from 'express';

/** Pictures that a browser shows without running anything, by their real media type. */
const PICTURE = /^image\/(?:png|jpeg|gif|webp|bmp|avif)$/i;
/** Bytes of all pictures of one mail that are shown with it; they travel half as large again. The rest are attachments. */
const PICTURES = 10_000_000;
/** What the adapter archived: `src="sha256:…"` is a picture that the mail brought along. */
const SOURCE = /\bsrc="sha256:([0-9a-f]{64})"/g;
/**
 * The adapter has taken out what runs or fetches (services/email, display.ts); this forbids it once more: no script, no
 * form, no address of anybody's but in links, and an origin of its own wherever it is framed.
 */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";

export type ShownContact = { readonly html?: string | undefined; readonly attachments: readonly Attachment[] };

/**
 * Sends a contact's HTML as a page that is complete in itself, with the pictures that came along in it.
 * @throws CallbookError `not-found` where it has none, or one of the archive.
 */
export async function sendHtml(response: Response, archive: Archive, contact: ShownContact): Promise<void> {
  if (contact.html === undefined) throw new CallbookError('not-found', 'This contact has no HTML.');
  const html = (await buffer(await archive.get(contact.html))).toString('utf8');
  const pictures = await picturesOf(html, archive, contact.attachments);
  const body = html.replace(SOURCE, (source, sha256: string) => {
    const picture = pictures.get(sha256);
    return picture === undefined ? source : `src="${picture}"`;
  });
  response.set({
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': POLICY,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
  });
  response.send(`<!doctype html><meta charset="utf-8"><title>E-mail</title>${body}`);
}

async function picturesOf(html: string, archive: Archive, attachments: readonly Attachment[]) {
  const wanted = new Set([...html.matchAll(SOURCE)].map(([, sha256]) => sha256));
  const found = new Map<string, string>();
  let room = PICTURES;
  for (const { sha256, mediaType, size } of attachments) {
    if (!wanted.has(sha256) || found.has(sha256) || !PICTURE.test(mediaType) || size > room) continue;
    try {
      const bytes = await buffer(await archive.get(sha256));
      room -= bytes.length;
      found.set(sha256, `data:${mediaType};base64,${bytes.toString('base64')}`);
    } catch (error) {
      // The text is worth showing without it.
      if (!isCallbookError(error, 'archive-missing')) throw error;
    }
  }
  return found;
}
