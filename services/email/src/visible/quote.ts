import { attributionAt } from './attribution.ts';
import { isFooter } from './footer.ts';
import { announcementAt, nextWords } from './history.ts';
import { type Line, unquoted } from './line.ts';
import { isLongRule } from './rule.ts';
import { trimmed, withoutSignature } from './signature.ts';

/** Lines that belong together: said now, or quoted. `announced`: a mail program put the quote there, and said so. */
type Run = { readonly quoted: boolean; readonly announced: boolean; readonly lines: readonly Line[] };

/** The lines that remain, and whether a program has put history among them. */
type Remaining = { readonly lines: Line[]; readonly history: boolean };

/** What is said among quotes, where a quote is marked as one. `announced` are the lines that announce one. */
export function withoutQuotes(lines: readonly Line[], announced: ReadonlySet<number>): Remaining {
  const runs = runsOf(lines, announced);
  const history = runs.some((run) => run.announced);
  const spoken = runs.map((run, at) => {
    const ends = at === runs.length - 1 || runs[at + 1]?.announced;
    if (run.quoted || !ends) return run;
    return { ...run, lines: withoutSignature(at < runs.length - 1 ? withoutRule(run.lines) : run.lines) };
  });
  const kept = spoken.filter(({ lines: { length } }) => length > 0);
  const quotes = kept.filter(({ quoted }) => quoted).length;
  const last = kept.at(-1);

  // A quote that nobody announced and that is amid own words may be what a screen showed: all of it is theirs.
  if (!history && kept[0] && !kept[0].quoted && (quotes > 1 || !last?.quoted || introduces(kept.at(-2)))) {
    return { lines: withoutSignature(lines), history };
  }
  if (last?.quoted) kept.pop();
  if (quotes === 1) {
    const own = kept.filter(({ quoted }) => !quoted);
    const [above, below] = own;
    return { lines: joined(above && below && isFooter(below.lines) ? [above] : own), history };
  }
  return { lines: joined(kept.some(({ quoted }) => !quoted) ? kept : []), history };
}

function runsOf(lines: readonly Line[], announced: ReadonlySet<number>): Run[] {
  const runs: Run[] = [];
  let found = false;
  let group: Line[] = [];
  let quoted = false;
  const close = () => {
    const run = quoted ? quoteOf(group, found) : { quoted, announced: false, lines: trimmed(group) };
    const above = runs.at(-1);
    if (above?.quoted && run.quoted) {
      const both = [...above.lines, ...run.lines];
      runs[runs.length - 1] = { quoted, announced: above.announced || run.announced, lines: both };
    } else if (run.lines.length > 0 || run.announced) runs.push(run);
    if (quoted) found = false;
    group = [];
  };
  lines.forEach((line, at) => {
    if (announced.has(at)) {
      if (quoted) close();
      quoted = false;
      found = true;
      return;
    }
    const marked = line.depth > 0;
    if (marked !== quoted && !(quoted && (line.blank || isTorn(lines, at)))) {
      close();
      quoted = marked;
    }
    group.push(line);
  });
  close();
  return runs;
}

/**
 * A quote without what announces it in its first lines, as Apple's programs quote that too. Its own empty lines stay,
 * but for those that parted it from what announces it.
 */
function quoteOf(group: readonly Line[], announced: boolean): Run {
  const lines = group.every(({ blank }) => blank) ? [] : trimmed(group, (line) => line.blank && line.depth === 0);
  const head = unquoted(lines.slice(0, 12));
  const first = nextWords(head, 0);
  for (let at = first; at < first + 4 && at < head.length; at += 1) {
    const found = announcementAt(head, at);
    const start = found?.start ?? attributionAt(head, at, true);
    if (start !== first) continue;
    const end = nextWords(head, found?.end ?? at + 1);
    return { quoted: true, announced: true, lines: lines.slice(end) };
  }
  return { quoted: true, announced, lines: announced ? lines.slice(nextWords(lines, 0)) : lines };
}

/** The end of a quoted line that was too long and was folded without its mark. */
function isTorn(lines: readonly Line[], at: number): boolean {
  const above = lines[at - 1];
  const torn = lines[at];
  if (!above?.depth || !lines[at + 1]?.depth || !torn || torn.blank) return false;
  return above.raw.length >= 65 && /^\p{Ll}/u.test(torn.words) && !/[.?!:;,]$/.test(above.words);
}

/** The line that a program draws above what it quotes. */
function withoutRule(lines: readonly Line[]): readonly Line[] {
  return isLongRule(lines.at(-1)?.words ?? '') ? trimmed(lines.slice(0, -1)) : lines;
}

/** `This is what I see:` — the quote is part of what is said. */
function introduces(run: Run | undefined): boolean {
  return /[:：]$/.test(run?.lines.at(-1)?.words ?? '');
}

function joined(runs: readonly Run[]): Line[] {
  const gap: Line = { raw: '', depth: 0, words: '', blank: true };
  return runs.flatMap(({ lines }, at) => (at > 0 ? [gap, ...lines] : lines));
}
