import { type Line, lower } from './line.ts';
import { isLongRule, isRule } from './rule.ts';

/** Of lines that stand below a quote: a lawyer's or a virus scanner's, or those of a mailing list. */
const FOOTER =
  /confiden|vertraulich|riservat|vertrouwelijk|konfiden|luottamuksel|poufn|důvěrn|dôvern|bizalmas|gizli|конфиденц|конфіденц|поверител|機密|机密|保密|기밀|εμπιστευτικ|סודי|سري|virus|avast|disclaimer|unsubscribe|mailing list|mailman|listinfo|abbestellen/i;

/** The mail was looked at: what a scanner says of itself. That it found something, a person may say. */
const SCANNED =
  /virus[- ]?free|virenfrei|sans virus|exempt de virus|libre de virus|livre de vírus|sem vírus|virusvrij|virusfri|wolna od wirus|neobsahuje vir|без вирусов|(checked|scanned|geprüft|überprüft|untersucht|vérifié|analysé|analizado|comprobado|verificado|controllat[ao]|verificat[ao]|gecontroleerd|kontrollerats|kontrollert|kontrolleret|tarkistettu|sprawdzon[ay]|zkontrolován|skontrolovan|ellenőrizte|scanat|verificat|проверено|перевірено|taranmıştır|ελέγχθηκε|チェック|检查|검사)/;
const SCANNER =
  /(?<!\p{L})(avast|avg|eset|nod32|kaspersky|mcafee|norton|bitdefender|mailscanner|clamav|sophos|dr\.?web|antivirus)(?!\p{Ll})/u;
/** A mailing list's or a forum's: its program draws a line above, and tells where one may leave. */
const LEAVE =
  /mailing[- ]?list|listinfo|mailman|unsubscribe|lists?[.@/]|reply to this email|abbestellen|abmelden|austragen|désabonner|désinscri|darse de baja|cancelar la suscripción|cancelar a (inscrição|assinatura)|disiscri|cancellarti|afmelden|uitschrijven|avregistrera|avprenumerera|afmeld|meld deg av|peruuta|wypisać|zrezygnować|odhlásit|odhlásiť|leiratkozás|dezabona|отписаться|відписатися|отпиш|abonelikten|διαγραφ|配信停止|退会|退订|取消订阅|取消訂閱|수신거부|구독 취소/;
const PLACE = /https?:|@|www\./;
const SCANNER_LINES = 4;
const LIST_LINES = 8;

/** Where a virus scanner's or a mailing list's own lines begin at the end of a mail; its length where there are none. */
export function footerStart(lines: readonly Line[]): number {
  let leave = false;
  let place = false;
  let start = lines.length;
  for (let at = lines.length - 1, below = 0; at >= 0 && below <= LIST_LINES; at -= 1) {
    const line = lines[at];
    if (!line || line.blank) continue;
    if (line.depth > 0) break;
    const text = lower(line.words);
    leave ||= LEAVE.test(text);
    place ||= PLACE.test(text);
    const scanned = SCANNED.test(text) || (nothingBetween(lines, at, start) && /^<?https?:\S+$/.test(text));
    if (below < SCANNER_LINES && SCANNER.test(text) && scanned) start = at;
    if (isRule(line.words) && ((leave && place) || nothingBetween(lines, at, start))) return at;
    below += 1;
  }
  return start;
}

function nothingBetween(lines: readonly Line[], from: number, to: number): boolean {
  return to < lines.length && lines.slice(from + 1, to).every(({ blank }) => blank);
}

/** Whether lines below the history are nobody's words of today. */
export function isFooter(lines: readonly Line[]): boolean {
  const first = lines.find(({ blank }) => !blank);
  return first === undefined || isLongRule(first.words) || lines.some(({ raw }) => FOOTER.test(raw.slice(0, 2_000)));
}
