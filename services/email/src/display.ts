import sanitize, { type Attributes, type IOptions } from 'sanitize-html';
import { shallowPieces } from './display/pieces.ts';
import { safeStyle } from './display/style.ts';

/** Characters of markup that are shown; the original has all of it. */
const MARKUP_LIMIT = 1_000_000;
/** Levels of tags. A mail that quotes fifty mails has some two hundred; what is deeper loses its tags, not its words. */
const DEPTH = 200;
/** Pictures that browsers show without running anything. An SVG is a program. */
const PICTURE = /^image\/(?:png|jpe?g|pjpeg|gif|webp|bmp|x-ms-bmp|avif)$/i;

const TAGS =
  'a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p pre q s samp section small span strike strong sub sup table tbody td tfoot th thead time tr tt u ul var wbr';
/** Their content is none that a person was to read as text. */
const SILENT =
  'applet audio canvas embed frameset iframe math noembed noframes noscript object option plaintext script select style svg template textarea title video xmp';

const OPTIONS: IOptions = {
  allowedTags: TAGS.split(' '),
  nonTextTags: SILENT.split(' '),
  nestingLimit: DEPTH,
  allowedAttributes: {
    '*': ['align', 'dir', 'lang', 'style', 'title', 'valign'],
    a: ['href', 'rel', 'target'],
    blockquote: ['type'],
    col: ['span', 'width'],
    font: ['color', 'face', 'size'],
    img: ['alt', 'data-remote-src', 'height', 'src', 'width'],
    li: ['value'],
    ol: ['start', 'type'],
    table: ['bgcolor', 'border', 'cellpadding', 'cellspacing', 'width'],
    td: ['bgcolor', 'colspan', 'height', 'nowrap', 'rowspan', 'width'],
    th: ['bgcolor', 'colspan', 'height', 'nowrap', 'rowspan', 'width'],
    tr: ['bgcolor', 'height'],
  },
  // `safeStyle` has looked at each: a parser of CSS takes four times as long.
  parseStyleAttributes: false,
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowedSchemesByTag: { img: ['sha256'] },
  allowedSchemesAppliedToAttributes: ['href', 'src'],
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard',
};

/** A picture of the mail, by its Content-ID without the angle brackets. */
export type InlinePicture = { readonly sha256: string; readonly mediaType: string };

/**
 * The mail's HTML as it can be shown: nothing in it runs, fetches, or reaches out of it. A picture that the mail brought
 * along is `sha256:` and its hash in the archive; one of another server has no `src` and keeps its address in
 * `data-remote-src`, for a reader who chooses to see it. Links open apart and tell nobody where they stood. It costs no
 * more than its length, whatever the markup is.
 */
export function displayHtml(markup: string, pictures: ReadonlyMap<string, InlinePicture>): string {
  const options: IOptions = {
    ...OPTIONS,
    transformTags: {
      a: link,
      img: (_, attributes) => ({ tagName: 'img', attribs: picture(attributes, pictures) }),
      '*': styled,
    },
  };
  return shallowPieces(markup.slice(0, MARKUP_LIMIT))
    .map((piece) => sanitize(piece, options))
    .join('');
}

function styled(tagName: string, { style, ...plain }: Attributes) {
  const safe = style === undefined ? '' : safeStyle(style);
  return { tagName, attribs: safe === '' ? plain : { ...plain, style: safe } };
}

function link(_: string, { href = '', ...attributes }: Attributes) {
  const plain = { ...attributes, target: '_blank', rel: 'noopener noreferrer nofollow' };
  return { tagName: 'a', attribs: isAddress(href, /^(?:https?|mailto|tel):/i) ? { ...plain, href } : plain };
}

function picture({ src = '', ...rest }: Attributes, pictures: ReadonlyMap<string, InlinePicture>): Attributes {
  const { 'data-remote-src': kept = '', ...attributes } = rest;
  const [, cid] = /^\s*cid:(.*)$/is.exec(src) ?? [];
  const own = cid === undefined ? undefined : (pictures.get(cid.trim()) ?? pictures.get(decoded(cid.trim())));
  if (own && PICTURE.test(own.mediaType)) return { ...attributes, src: `sha256:${own.sha256}` };
  const remote = [src, kept].find((address) => isAddress(address, /^https?:/i));
  return remote === undefined ? attributes : { ...attributes, 'data-remote-src': remote.trim() };
}

/** Browsers take control characters out of an address before they look at its scheme. */
function isAddress(value: string, scheme: RegExp): boolean {
  return scheme.test(value.trim()) && !/\p{Cc}/u.test(value.trim());
}

function decoded(cid: string): string {
  try {
    return decodeURIComponent(cid);
  } catch (error) {
    if (error instanceof URIError) return cid;
    throw error;
  }
}
