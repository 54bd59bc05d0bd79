import { type Entity, entityOf, isField } from './entity.ts';

/** What a splitter finds, in the order in which it stands: an entity begins, bytes of it, it ends. */
export type Piece =
  | { readonly kind: 'begin'; readonly entity: Entity }
  | { readonly kind: 'body'; readonly entity: Entity; readonly bytes: Buffer }
  | { readonly kind: 'end'; readonly entity: Entity };

export type Splitter = {
  push(chunk: Buffer): Generator<Piece>;
  end(): Generator<Piece>;
  /** What stood against reading the structure as a whole, in words. */
  readonly faults: ReadonlySet<string>;
};

const LF = 0x0a;
const CR = 0x0d;
const DASH = 0x2d;
/** RFC 2046 §5.1.1 allows 70 characters; a line that is longer than this is no delimiter. */
const DELIMITER = 1_000;
/** Limits on what is taken apart. What is beyond stays in the original. */
const HEADER = 1024 * 1024;
const ENTITIES = 1_000;
const DEPTH = 50;

type Delimiter = { readonly level: number; readonly closes: boolean };
type Open = { readonly entity: Entity; boundary: string | undefined };

/**
 * Takes a mail apart into its entities (RFC 2046 §5.1), in one pass and with a bounded amount of it in memory. It
 * forgives what is seen of mail: delimiters with white space after them, inner multiparts that are never closed,
 * boundaries that are not declared or not as they stand, parts without header or without empty line, and an end in the
 * middle of anything.
 */
export function openSplitter(): Splitter {
  const faults = new Set<string>();
  /** The multiparts around what is being read, outermost first. */
  const open: Open[] = [];
  let state: 'header' | 'body' | 'between' = 'header';
  let parent: Entity | undefined;
  let current: Entity | undefined;
  let lines: string[] = [];
  let headerSize = 0;
  let entities = 0;
  let rest: Buffer = Buffer.alloc(0);
  /** Whether `rest` begins where a line does. */
  let restIsLine = true;

  /** How a line that begins with two dashes delimits: which multipart, and whether it closes it. */
  const delimits = (line: string): Delimiter | undefined => {
    const text = line.trimEnd();
    for (let level = open.length - 1; level >= 0; level--) {
      const { boundary } = open[level] as Open;
      if (boundary === undefined || !text.startsWith(boundary, 2)) continue;
      const tail = text.slice(boundary.length + 2);
      if (tail === '' || tail === '--') return { level, closes: tail === '--' };
    }
    return undefined;
  };

  /** A multipart whose boundary has not come yet takes the first line that looks like one before a part's header. */
  const adopts = (line: string, next: string): boolean => {
    const innermost = open.at(-1);
    if (!innermost) return false;
    const boundary = line.slice(2).trimEnd();
    if (boundary === '' || boundary.includes(' ') || !/^content-[a-z-]+[ \t]*:/i.test(next)) return false;
    innermost.boundary = boundary;
    return true;
  };

  function* beginEntity(): Generator<Piece> {
    const entity = entityOf(lines, parent);
    lines = [];
    headerSize = 0;
    entities += 1;
    parent?.children.push(entity);
    yield { kind: 'begin', entity };
    if (entity.mediaType.startsWith('multipart/') && entity.depth < DEPTH) {
      open.push({ entity, boundary: entity.type.plain('boundary') });
      state = 'between';
      current = undefined;
    } else {
      state = 'body';
      current = entity;
    }
  }

  function* endEntity(): Generator<Piece> {
    if (state === 'header' && lines.length > 0) yield* beginEntity();
    if (current) yield { kind: 'end', entity: current };
    current = undefined;
    lines = [];
    headerSize = 0;
  }

  function* delimiter({ level, closes }: Delimiter): Generator<Piece> {
    yield* endEntity();
    open.length = Math.min(open.length, level + 1);
    parent = open[level]?.entity;
    if (closes) open.length = level;
    if (!closes && entities >= ENTITIES)
      faults.add(`its structure cannot be read (it has more than ${ENTITIES} parts)`);
    // Lines after the last delimiter are no part of anything (RFC 2046 §5.1.1).
    state = closes || entities >= ENTITIES ? 'between' : 'header';
  }

  /** Takes one line of a header, without its end. Returns whether the line belongs to the body already. */
  function* headerLine(line: string): Generator<Piece, boolean> {
    if (line.startsWith('--')) {
      const found = delimits(line);
      if (found) {
        yield* delimiter(found);
        return false;
      }
    }
    if (line === '') {
      // The root's header may have empty lines before it.
      if (lines.length > 0 || parent || headerSize > 0) yield* beginEntity();
      return false;
    }
    const isFirst = lines.length === 0;
    if (isFirst && /^>?From \S/.test(line)) return false;
    if (isFirst && parent && !isField(line)) {
      yield* beginEntity();
      return true;
    }
    headerSize += line.length;
    if (headerSize <= HEADER) lines.push(line);
    else faults.add('its structure cannot be read (its header is too long)');
    return false;
  }

  /** One line of a header from `at`; what comes back is where to go on, or undefined when the line has not ended yet. */
  function* readHeader(data: Buffer, at: number, final: boolean): Generator<Piece, number | undefined> {
    const end = data.indexOf(LF, at);
    if (end < 0 && !final) {
      if (data.length - at <= HEADER) return undefined;
      // Longer than a header may be: it is thrown away as it comes.
      yield* headerLine(data.toString('latin1', at));
      return data.length;
    }
    const stop = end < 0 ? data.length : end;
    const line = data.toString('latin1', at, data[stop - 1] === CR && stop > at ? stop - 1 : stop);
    const isBody = yield* headerLine(line);
    return isBody ? at : Math.min(stop + 1, data.length);
  }

  /** The delimiter in the line at `at`: what it says, none, or `wait` when that cannot be told before more is there. */
  const delimiterAt = (data: Buffer, at: number, final: boolean): Delimiter | 'wait' | undefined => {
    if (data[at] !== DASH || (data[at + 1] !== DASH && at + 1 < data.length)) return undefined;
    const end = data.indexOf(LF, at);
    const stop = end < 0 ? data.length : end;
    if (stop - at > DELIMITER) return undefined;
    if (end < 0 && !final) return 'wait';
    const line = data.toString('latin1', at, stop);
    const found = delimits(line);
    if (found || state !== 'between' || open.at(-1)?.entity.children.length !== 0) return found;
    const nextEnd = data.indexOf(LF, stop + 1);
    if (nextEnd < 0 && !final && data.length - stop <= DELIMITER) return 'wait';
    const next = data.toString('latin1', stop + 1, Math.min(nextEnd < 0 ? data.length : nextEnd, stop + 80));
    return adopts(line, next) ? { level: open.length - 1, closes: false } : undefined;
  };

  function* read(data: Buffer, final: boolean): Generator<Piece> {
    let at = 0;
    /** Where the bytes begin that are not handed out yet. */
    let from = 0;
    let lineBegins = restIsLine;
    const hand = function* (to: number): Generator<Piece> {
      if (current && to > from) yield { kind: 'body', entity: current, bytes: data.subarray(from, to) };
      from = to;
    };
    const hold = (to: number, isLine: boolean) => {
      rest = data.subarray(to);
      restIsLine = isLine;
    };

    while (at < data.length) {
      if (state === 'header') {
        const next = yield* readHeader(data, at, final);
        if (next === undefined) return hold(at, true);
        at = next;
        from = next;
        lineBegins = true;
        continue;
      }
      if (open.length === 0) break;
      const found = lineBegins ? delimiterAt(data, at, final) : undefined;
      if (found === 'wait') {
        const to = beforeLineEnd(data, at, from);
        yield* hand(to);
        return hold(to, to === at);
      }
      if (found) {
        const end = data.indexOf(LF, at);
        yield* hand(beforeLineEnd(data, at, from));
        yield* delimiter(found);
        at = end < 0 ? data.length : end + 1;
        from = at;
        lineBegins = true;
        continue;
      }
      const dashes = data.indexOf('\n--', at, 'latin1');
      lineBegins = dashes >= 0;
      at = lineBegins ? dashes + 1 : data.length;
    }

    // The last line may be the beginning of a delimiter, and the line end before it belongs to that.
    const last = data.lastIndexOf(LF) + 1;
    const line = Math.max(last, from);
    const isLine = last > 0 || from > 0 || restIsLine;
    const tail = data.length - line;
    const maybe = isLine && (tail === 0 || (tail === 1 && data[line] === DASH));
    let to = data.length;
    if (!final && maybe) to = beforeLineEnd(data, line, from);
    else if (!final && data.length > from && data[data.length - 1] === CR) to = data.length - 1;
    yield* hand(to);
    hold(to, maybe && to === line);
  }

  return {
    faults,
    *push(chunk) {
      yield* read(rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk, false);
    },
    *end() {
      yield* read(rest, true);
      yield* endEntity();
      if (entities > 0) return;
      yield* beginEntity();
      yield* endEntity();
    },
  };
}

/** Where the line end before a delimiter begins: it belongs to the delimiter. */
function beforeLineEnd(data: Buffer, at: number, from: number): number {
  if (at <= from || data[at - 1] !== LF) return at;
  return data[at - 2] === CR && at - 2 >= from ? at - 2 : at - 1;
}
