import { Parser } from 'htmlparser2';

/** The cost of a parser grows with the square of how deep it is, so that a page this deep is cut. No real mail is. */
const DEEP = 1_000;
/** Characters between two looks at the depth: at most a third as many levels can come in between. */
const SLICE = 4 * 1024;

/** The markup in pieces of which none is deep; nearly always one. Each begins with a tag. */
export function shallowPieces(markup: string): string[] {
  if (!hasMoreTags(markup, DEEP)) return [markup];
  const pieces: string[] = [];
  let start = 0;
  let depth = 0;
  const begin = () => {
    depth = 0;
    return new Parser({
      onopentag() {
        depth += 1;
      },
      onclosetag() {
        depth -= 1;
      },
    });
  };
  let parser = begin();
  for (let at = 0; at < markup.length; ) {
    const tag = markup.indexOf('<', at + SLICE);
    const end = tag < 0 ? markup.length : tag;
    parser.write(markup.slice(at, end));
    at = end;
    if (depth < DEEP) continue;
    pieces.push(markup.slice(start, end));
    start = end;
    parser = begin();
  }
  return start < markup.length ? [...pieces, markup.slice(start)] : pieces;
}

function hasMoreTags(markup: string, limit: number): boolean {
  let count = 0;
  for (let at = markup.indexOf('<'); at >= 0; at = markup.indexOf('<', at + 1)) {
    count += 1;
    if (count > limit) return true;
  }
  return false;
}
