import { footerStart } from './footer.ts';
import type { Line } from './line.ts';
import { isMobileLine } from './mobile.ts';
import { isCard, withoutNotices } from './notice.ts';
import { isLongRule } from './rule.ts';

/** `-- ` ends what was said (RFC 3676 §4.3). Without its space it does where a signature's few lines follow. */
const SIGNATURE_LINES = 15;
/** What stands further above the end is no delimiter: nobody's signature is so long. */
const BLOCK_LINES = 40;
const DASH_LINES = 6;
const DASH_WIDTH = 60;
/** How far above the end a mobile line may stand: a name can follow it. */
const MOBILE_LINES = 6;

/** Own lines without the signature block and the programs' own lines at their end. */
export function withoutSignature(all: readonly Line[]): Line[] {
  const lines = withoutNotices(all);
  const signed = withoutNotices(lines.slice(0, signatureStart(lines)));
  const kept = trimmed(signed.slice(0, footerStart(signed)));
  const words: number[] = [];
  for (let at = kept.length - 1; at >= 0 && words.length < MOBILE_LINES; at -= 1) {
    if (!kept[at]?.blank) words.push(at);
  }
  const mobile = new Set(words.filter((at) => isMobileLine(kept[at]?.words ?? '')));
  // Where the program is to be had may stand below.
  words.forEach((at, below) => {
    const above = words[below + 1];
    if (above !== undefined && mobile.has(above) && /^<?https?:\S+$/.test(kept[at]?.words ?? '')) mobile.add(at);
  });
  return mobile.size === 0 ? kept : trimmed(kept.filter((_, at) => !mobile.has(at)));
}

/** The lines without the empty ones around them. */
export function trimmed(lines: readonly Line[], isGap = ({ blank }: Line): boolean => blank): Line[] {
  let start = 0;
  let end = lines.length;
  while (start < end && isGap(lines[start] as Line)) start += 1;
  while (end > start && isGap(lines[end - 1] as Line)) end -= 1;
  return lines.slice(start, end);
}

/** Where the signature block begins: at the first delimiter, for a program may add one below the writer's. */
function signatureStart(lines: readonly Line[]): number {
  let start = lines.length;
  for (let at = lines.length - 1, below = 0, longest = 0; at >= 0 && below <= BLOCK_LINES; at -= 1) {
    const line = lines[at];
    if (!line || line.blank) continue;
    const dashed = line.words === '--' && (line.raw === '-- ' || below <= SIGNATURE_LINES);
    // Telephones make one long dash of two short ones.
    const dash = /^[—–]$/.test(line.words) && below > 0 && below <= DASH_LINES && longest <= DASH_WIDTH;
    const ruled = line.words.startsWith('__') && isLongRule(line.words) && isCard(lines.slice(at + 1, start));
    if (line.depth === 0 && (dashed || dash || ruled)) start = at;
    longest = Math.max(longest, line.words.length);
    below += 1;
  }
  return start;
}
