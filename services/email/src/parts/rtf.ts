import iconv from 'iconv-lite';

/** What there is to read in RTF: its words, and the HTML that Outlook wrapped into it, where it did. */
export type Rtf = { readonly text: string; readonly html: string };

/** A group within braces, with what holds until it ends. */
type Group = {
  /** Its content is for programs: tables of fonts, pictures, metadata. */
  silent: boolean;
  /** Outlook's own tags in HTML that it wrapped (MS-OXRTFEX): they are the content, and what RTF makes of them is not. */
  tag: boolean;
  hiddenHtml: boolean;
  charset: string;
  /** How many characters stand after `\u` for programs that do not know it. */
  skip: number;
};

const SILENT = new Set(
  'fonttbl colortbl stylesheet info pict object header footer headerl headerr headerf footerl footerr footerf generator xmlnstbl listtable listoverridetable rsidtbl themedata colorschememapping datastore latentstyles fldinst filetbl revtbl mmathPr'.split(
    ' ',
  ),
);
const SIGNS: Readonly<Record<string, string>> = {
  par: '\n',
  line: '\n',
  row: '\n',
  sect: '\n',
  page: '\n',
  tab: '\t',
  cell: '\t',
  emdash: '—',
  endash: '–',
  bullet: '•',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  emspace: ' ',
  enspace: ' ',
  qmspace: ' ',
};
/** Charset numbers of fonts that are not of the document's own code page. */
const FONT_CHARSETS: Readonly<Record<number, string>> = {
  77: 'macintosh',
  128: 'shift_jis',
  129: 'cp949',
  134: 'gbk',
  136: 'big5',
  161: 'windows-1253',
  162: 'windows-1254',
  163: 'windows-1258',
  177: 'windows-1255',
  178: 'windows-1256',
  186: 'windows-1257',
  204: 'windows-1251',
  222: 'windows-874',
  238: 'windows-1250',
};
const TOKEN = /\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([^a-z0-9'])|([{}])|[\r\n]+|[^\\{}\r\n]+|\\/gi;
const DEPTH = 2_000;
const LIMIT = 2_000_000;

/** Reads RTF in one pass, and forgives what is broken of it. */
export function readRtf(rtf: Buffer): Rtf {
  const source = rtf.toString('latin1');
  const isHtml = /\\fromhtml1/.test(source.slice(0, 2_000));
  const fonts = new Map<number, string>();
  let font = 0;
  let ansi = 'windows-1252';
  let group: Group = { silent: false, tag: false, hiddenHtml: false, charset: ansi, skip: 1 };
  const around: Group[] = [];
  let out = '';
  /** Bytes in the group's charset that wait for the rest of their character. */
  let bytes: number[] = [];
  /** Characters to pass over after `\u`. */
  let skipping = 0;
  /** The last thing was `\*`: a group whose kind nobody has to know. */
  let optional = false;
  let tooDeep = 0;

  const shown = () => !group.silent && (group.tag || !group.hiddenHtml);
  const flush = () => {
    if (bytes.length > 0 && shown()) out += iconv.decode(Buffer.from(bytes), group.charset);
    bytes = [];
  };
  const write = (text: string) => {
    flush();
    if (shown()) out += text;
  };
  const word = (name: string, value: number | undefined) => {
    const sign = SIGNS[name];
    if (name === 'htmltag') group.tag = true;
    else if (optional || SILENT.has(name)) group.silent = true;
    else if (name === 'htmlrtf') group.hiddenHtml = value !== 0;
    else if (name === 'ansicpg' && value !== undefined) ansi = group.charset = known(`cp${value}`) ?? ansi;
    else if (name === 'f' && value !== undefined) {
      font = value;
      group.charset = fonts.get(value) ?? ansi;
    } else if (name === 'fcharset' && value !== undefined) {
      const charset = FONT_CHARSETS[value];
      if (charset) fonts.set(font, charset);
    } else if (name === 'uc') group.skip = Math.min(Math.max(value ?? 1, 0), 16);
    else if (name === 'u' && value !== undefined) {
      write(String.fromCharCode(value & 0xffff));
      skipping = group.skip;
    } else if (sign !== undefined) write(sign);
    optional = false;
  };

  for (const token of source.matchAll(TOKEN)) {
    if (out.length > LIMIT) break;
    const [all, name, number, hex, symbol, brace] = token;
    if (brace === '{') {
      flush();
      if (around.length >= DEPTH) tooDeep += 1;
      else {
        around.push(group);
        group = { ...group };
      }
      skipping = 0;
      optional = false;
    } else if (brace === '}') {
      flush();
      if (tooDeep > 0) tooDeep -= 1;
      else group = around.pop() ?? group;
      skipping = 0;
    } else if (name !== undefined) {
      if (skipping > 0) skipping -= 1;
      else word(name, number === undefined ? undefined : Number(number));
    } else if (hex !== undefined) {
      if (skipping > 0) skipping -= 1;
      else bytes.push(Number.parseInt(hex, 16));
    } else if (symbol !== undefined) {
      if (symbol === '*') optional = true;
      else if (symbol === '~') write('\u00a0');
      else if (symbol === '_') write('\u2011');
      else if ('\\{}'.includes(symbol)) write(symbol);
      else if (symbol === '\n' || symbol === '\r') write('\n');
    } else if (!/^[\r\n]/.test(all) && all !== '\\') {
      const text = skipping > 0 ? all.slice(skipping) : all;
      skipping = Math.max(0, skipping - all.length);
      write(text);
    }
  }
  flush();
  const content = out.toWellFormed().replace(/\r\n?/g, '\n').replace(/\0/g, '');
  return isHtml ? { text: '', html: content } : { text: content.trim(), html: '' };
}

function known(charset: string): string | undefined {
  return iconv.encodingExists(charset) ? charset : undefined;
}
