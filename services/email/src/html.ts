import { type Handler, Parser } from 'htmlparser2';
import { beginsHistory, isQuote } from './visible/html-quote.ts';

/** The parser's cost grows with the square of how deep it is, so a page this deep is closed and begun anew. */
const DEEP = 1_000;
const SLICE = 16 * 1024;
/** Of a link's words, what is compared with its address. */
const LINK_WORDS = 2_000;
/** Quotes deeper than this look no deeper. */
const MARKS = 20;
/** Markup beyond this many characters is left out of the text; the archived HTML has it. */
const MARKUP_LIMIT = 2_000_000;

const SILENT = new Set(['script', 'style', 'head', 'title', 'template', 'noscript', 'object', 'svg', 'math']);
const BLOCKS = new Set(
  'address article aside blockquote center dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tr ul'.split(
    ' ',
  ),
);
const PARAGRAPHS = new Set('blockquote dl h1 h2 h3 h4 h5 h6 ol p pre table ul'.split(' '));

/**
 * The text of HTML as a person would read it: blocks on lines of their own, lists with dashes, quotes with `>`, links
 * with their address where the words do not show it. One pass and no recursion, so that nested or huge markup costs
 * no more than its length.
 */
export function htmlToText(markup: string): string {
  const page = newPage();
  let depth = 0;
  let silent = 0;
  let quotes = 0;
  let history = false;
  /** How deep each open quote is. */
  const quoted: number[] = [];
  let preformatted = 0;
  const links: { href: string; words: string }[] = [];

  const handler: Partial<Handler> = {
    onopentag(name, attributes) {
      depth += 1;
      if (SILENT.has(name)) silent += 1;
      if (silent > 0) return;
      if (name === 'br') page.endLine(quotes);
      if (BLOCKS.has(name)) page.block(PARAGRAPHS.has(name), quotes);
      if (!history && beginsHistory(name, attributes)) {
        history = true;
        quotes += 1;
      }
      if (isQuote(name, attributes)) {
        quoted.push(depth);
        quotes += 1;
      }
      if (name === 'pre') preformatted += 1;
      if (name === 'li') page.write('- ');
      if (name === 'td' || name === 'th') page.space();
      if (name === 'img' && attributes.alt) page.words(attributes.alt);
      if (name === 'a') links.push({ href: attributes.href ?? '', words: '' });
    },
    ontext(text) {
      if (silent > 0) return;
      const link = links.at(-1);
      if (link && link.words.length < LINK_WORDS) link.words += text;
      if (preformatted > 0) page.lines(text, quotes);
      else page.words(text);
    },
    onclosetag(name) {
      const closes = quoted.at(-1) === depth;
      depth -= 1;
      if (SILENT.has(name)) silent = Math.max(0, silent - 1);
      if (silent > 0) return;
      if (name === 'a') {
        const { href, words } = links.pop() ?? { href: '', words: '' };
        if (/^https?:/i.test(href) && words.trim() && !words.includes(href)) page.words(` <${href}>`);
      }
      if (BLOCKS.has(name)) page.block(PARAGRAPHS.has(name), quotes);
      if (closes) {
        quoted.pop();
        quotes -= 1;
        page.endQuote(quotes);
      }
      if (name === 'pre') preformatted = Math.max(0, preformatted - 1);
    },
  };
  let parser = new Parser(handler);
  for (const slice of slices(markup.slice(0, MARKUP_LIMIT))) {
    parser.write(slice);
    if (depth < DEEP) continue;
    parser.end();
    parser = new Parser(handler);
  }
  parser.end();
  return page.text(quotes);
}

/** Pieces that begin with a tag, so that none is cut in two where a page is begun anew. */
function* slices(markup: string): Generator<string> {
  for (let at = 0; at < markup.length; ) {
    const tag = markup.indexOf('<', at + SLICE);
    const end = tag < 0 ? markup.length : tag;
    yield markup.slice(at, end);
    at = end;
  }
}

/** Lines as they grow. White space is folded as a browser folds it, and empty lines are never more than one. */
function newPage() {
  const lines: string[] = [];
  // In pieces: asking a string that grows how it ends copies all of it each time.
  let pieces: string[] = [];
  let spaced = true;

  const add = (text: string) => {
    if (text === '') return;
    pieces.push(text);
    spaced = text.endsWith(' ');
  };
  const endLine = (quotes: number) => {
    const words = pieces.join('').trimEnd();
    pieces = [];
    spaced = true;
    if (!words && (lines.at(-1) ?? '').replaceAll('>', '').trim() === '') return;
    const marks = '>'.repeat(Math.min(quotes, MARKS));
    lines.push(marks && words ? `${marks} ${words}` : marks + words);
  };

  return {
    endLine,
    words(text: string) {
      const folded = text.replace(/[ \t\r\n\f\u00a0]+/g, ' ');
      add(spaced ? folded.trimStart() : folded);
    },
    write: add,
    space() {
      if (!spaced) add(' ');
    },
    lines(text: string, quotes: number) {
      const [first = '', ...rest] = text.split(/\r?\n/);
      add(first);
      for (const next of rest) {
        endLine(quotes);
        add(next);
      }
    },
    /** Begins a new line; with an empty one before it for a paragraph. */
    block(paragraph: boolean, quotes: number) {
      if (pieces.some((piece) => piece.trim())) endLine(quotes);
      pieces = [];
      spaced = true;
      if (paragraph) endLine(quotes);
    },
    /** The empty line below a quote is outside of it. */
    endQuote(quotes: number) {
      if (lines.at(-1)?.replaceAll('>', '') === '') lines[lines.length - 1] = '>'.repeat(Math.min(quotes, MARKS));
    },
    text(quotes: number) {
      endLine(quotes);
      return lines.join('\n').trim();
    },
  };
}
