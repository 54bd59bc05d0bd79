/** One `method=result` of an Authentication-Results header with what was looked at: RFC 8601 §2.2. */
export type Finding = {
  /** Lower case: `spf`, `dkim`, `dmarc` … */
  readonly method: string;
  /** Lower case: `pass`, `fail`, `none` … */
  readonly result: string;
  /** `header.from` → `example.org`; the first of each name. */
  readonly properties: ReadonlyMap<string, string>;
};

export type Results = {
  /** The authserv-id, lower case. Undefined where a server leaves it out, as Microsoft 365 does. */
  readonly receiver: string | undefined;
  readonly findings: readonly Finding[];
};

/** No server writes more; what is longer was made to cost time. */
const LIMIT = 20_000;
const WORD = /^[\w.-]+$/;

/** Reads one Authentication-Results header, unfolded. What does not fit the grammar is left out. */
export function readResults(value: string): Results {
  const [first = [], ...rest] = clauses(value.slice(0, LIMIT));
  const named = first[0] !== undefined && !first[0].includes('=');
  const findings = (named ? rest : [first, ...rest]).map(finding).filter((found) => found !== undefined);
  return { receiver: named ? first[0]?.toLowerCase() : undefined, findings };
}

function finding(words: readonly string[]): Finding | undefined {
  const [, method, result] = /^([\w-]+)(?:\/\d+)?=([\w-]+)$/.exec(words[0] ?? '') ?? [];
  if (!method || !result) return undefined;
  const properties = new Map<string, string>();
  for (const word of words.slice(1)) {
    const at = word.indexOf('=');
    const name = word.slice(0, at).toLowerCase();
    if (at > 0 && WORD.test(name) && !properties.has(name)) properties.set(name, word.slice(at + 1));
  }
  return { method: method.toLowerCase(), result: result.toLowerCase(), properties };
}

/** The words of each part between semicolons, without comments; a quoted string is one word, and `a = b` is `a=b`. */
function clauses(value: string): string[][] {
  const found: string[][] = [[]];
  let word = '';
  let comment = 0;
  let quoted = false;
  const close = () => {
    if (word !== '') found.at(-1)?.push(word);
    word = '';
  };
  for (let at = 0; at < value.length; at += 1) {
    const sign = value.charAt(at);
    if (sign === '\\' && (quoted || comment > 0)) {
      at += 1;
      if (quoted) word += value.charAt(at);
    } else if (quoted) {
      if (sign === '"') quoted = false;
      else word += sign;
    } else if (sign === '(') comment += 1;
    else if (comment > 0) comment -= sign === ')' ? 1 : 0;
    else if (sign === '"') quoted = true;
    else if (sign === ';') {
      close();
      found.push([]);
    } else if (/\s/.test(sign)) {
      const next = /\S/.exec(value.slice(at, at + 100))?.[0];
      if (next !== '=' && !word.endsWith('=')) close();
    } else word += sign;
  }
  close();
  return found;
}
