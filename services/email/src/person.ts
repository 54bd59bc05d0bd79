import { email } from './address.ts';
import { mailDecoder } from './charset.ts';
import { decodeWords, wordCharsets } from './parts/words.ts';

/** A person of a mail: at least one of the two is known. */
export type Person = { readonly name?: string; readonly email?: string };

const ADDRESS = /[^\s<>()[\]"',;:]{1,128}@[^\s<>()[\]"',;:@]{1,255}/;
/** No header in use is longer; what is, was made to cost time. */
const LIMIT = 2_000;
const ON_BEHALF =
  /\s(?:on behalf of|im auftrag von|de la part de|en nombre de|per conto di|em nome de|namens|w imieniu|от имени|för|på vegne af|på vegne av)\s/i;

/**
 * One mailbox as programs show it above a mail that they quote: `Ada <ada@x>`, `Ada [mailto:ada@x]`, `ada@x (Ada)`,
 * `Ada ada@x`, or Notes' `Ada/Sales/ACME`. Undefined when neither a name nor an address is left.
 */
export function personIn(value: string): Person | undefined {
  const whole = value.slice(0, LIMIT).replace(/[*_]{1,2}(?=[\p{L}"<])|(?<=[\p{L}">])[*_]{1,2}/gu, '');
  // Who wrote it stands behind, who typed it before.
  const text = whole.split(ON_BEHALF).at(-1) ?? '';
  const found = ADDRESS.exec(text);
  const address = email(found?.[0]?.replace(/^(?:mailto|smtp)/i, '').replace(/[.>]+$/, ''));
  const before = nameOf(found ? text.slice(0, found.index) : text);
  const name = before || (found && nameOf(text.slice(found.index + found[0].length)));
  const person = { ...(name && name.toLowerCase() !== address && { name }), ...(address && { email: address }) };
  return person.name || person.email ? person : undefined;
}

/** The mailbox of a raw header, which may have encoded words (RFC 2047). */
export function personOfHeader(value: string): Person | undefined {
  const raw = value.slice(0, LIMIT);
  return personIn(decodeWords(raw, mailDecoder(wordCharsets(raw), new Set())));
}

function nameOf(text: string): string | undefined {
  const name = text
    .replace(/(?:mailto|smtp):?\s*$/i, '')
    .replace(/<[^<>]*>?|\[[^\]]*\]?/g, ' ')
    .replace(/^[\s"'“”„‘’«»(),;:*_-]+|[\s"'“”„‘’«»(),;:<[*_-]+$/g, '')
    .replace(/^CN=/i, '')
    // Notes shows the place in the organisation behind the name.
    .replace(/\/.*$/, '')
    .replace(/\s+/g, ' ')
    .trim();
  return name !== '' && !name.includes('@') && /\p{L}/u.test(name) ? name.slice(0, 512) : undefined;
}
