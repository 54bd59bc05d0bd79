import { charsetOf } from './body.ts';
import { fieldOf } from './entity.ts';
import type { Tree } from './tree.ts';
import { wordCharsets } from './words.ts';

/** Charsets in which a language is written where nothing is declared, by its tag and by the domains of its countries. */
const LANGUAGES: readonly (readonly [language: RegExp, domains: RegExp, charsets: readonly string[]])[] = [
  [/^(?:ru|be|bg|mk)/, /\.(?:ru|su|by|bg|kz)$/, ['windows-1251', 'koi8-r']],
  [/^uk/, /\.ua$/, ['windows-1251', 'koi8-u']],
  [/^zh-(?:tw|hk|hant)/, /\.(?:tw|hk)$/, ['big5']],
  [/^zh/, /\.(?:cn|sg)$/, ['gb18030']],
  [/^ja/, /\.jp$/, ['shift_jis', 'euc-jp']],
  [/^ko/, /\.kr$/, ['euc-kr']],
  [/^(?:pl|cs|sk|hu|sl|hr|bs|ro|sq)/, /\.(?:pl|cz|sk|hu|si|hr|ba|ro)$/, ['windows-1250', 'iso-8859-2']],
  [/^el/, /\.(?:gr|cy)$/, ['windows-1253', 'iso-8859-7']],
  [/^(?:tr|az)/, /\.tr$/, ['windows-1254']],
  [/^he/, /\.il$/, ['windows-1255']],
  [/^(?:ar|fa|ur)/, /\.(?:sa|eg|ae|ma|ir|pk)$/, ['windows-1256']],
  [/^(?:lt|lv|et)/, /\.(?:lt|lv|ee)$/, ['windows-1257']],
  [/^th/, /\.th$/, ['windows-874']],
];

/** The charsets that a mail names anywhere; where it names none, those of the country that its sender's address names. */
export function hintsOf(tree: Tree): string[] {
  const { root } = tree;
  const declared = [...tree.texts].map(([entity, bytes]) => charsetOf(entity, bytes));
  const words = root.fields.filter(({ value }) => value.includes('=?')).slice(0, 50);
  const language = (fieldOf(root, 'content-language') ?? '').trim().toLowerCase();
  const named = [
    ...declared,
    ...words.flatMap(({ value }) => wordCharsets(value)),
    ...LANGUAGES.filter(([tag]) => tag.test(language)).flatMap(([, , charsets]) => charsets),
  ].filter((charset) => charset !== undefined);
  if (named.some((charset) => !/^(?:us-ascii|utf-?8|iso-8859-1)$/i.test(charset))) return named;
  const domain = /@([\w.-]+)/.exec(fieldOf(root, 'from') ?? '')?.[1]?.toLowerCase() ?? '';
  return [...named, ...LANGUAGES.filter(([, domains]) => domains.test(domain)).flatMap(([, , charsets]) => charsets)];
}
