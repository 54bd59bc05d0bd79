import type { Line } from './line.ts';
import { isMobileLine } from './mobile.ts';

/** `-- ` ends what was said (RFC 3676 §4.3). Without its space it does where a signature's few lines follow. */
const SIGNATURE_LINES = 15;
/** How far above the end a mobile line may stand: a name can follow it. */
const MOBILE_LINES = 6;
/** Of lines that stand below a quote: a lawyer's or a virus scanner's, or those of a mailing list. */
const FOOTER =
  /confiden|vertraulich|riservat|vertrouwelijk|konfiden|luottamuksel|poufn|důvěrn|dôvern|bizalmas|gizli|конфиденц|конфіденц|поверител|機密|机密|保密|기밀|εμπιστευτικ|סודי|سري|virus|avast|disclaimer|unsubscribe|mailing list|mailman|listinfo|abbestellen/i;
const RULE = /^[-_=*~─]{5,}$/;

/** Own lines without the signature block and the programs' own lines at their end. */
export function withoutSignature(lines: readonly Line[]): Line[] {
  const kept = trimmed(lines.slice(0, signatureStart(lines)));
  const words: number[] = [];
  for (let at = kept.length - 1; at >= 0 && words.length < MOBILE_LINES; at -= 1) {
    if (!kept[at]?.blank) words.push(at);
  }
  const mobile = new Set(words.filter((at) => isMobileLine(kept[at]?.words ?? '')));
  return mobile.size === 0 ? kept : trimmed(kept.filter((_, at) => !mobile.has(at)));
}

/** Whether lines below the history are nobody's words of today. */
export function isFooter(lines: readonly Line[]): boolean {
  const first = lines.find(({ blank }) => !blank);
  return first === undefined || RULE.test(first.words) || lines.some(({ raw }) => FOOTER.test(raw.slice(0, 2_000)));
}

export function trimmed(lines: readonly Line[]): Line[] {
  let start = 0;
  let end = lines.length;
  while (start < end && lines[start]?.blank) start += 1;
  while (end > start && lines[end - 1]?.blank) end -= 1;
  return lines.slice(start, end);
}

function signatureStart(lines: readonly Line[]): number {
  for (let at = lines.length - 1, below = 0; at >= 0; at -= 1) {
    const line = lines[at];
    if (!line || line.blank) continue;
    if (line.depth === 0 && (line.raw === '-- ' || (line.words === '--' && below <= SIGNATURE_LINES))) return at;
    below += 1;
  }
  return lines.length;
}
