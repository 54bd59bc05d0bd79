import { type Line, lower } from './line.ts';

/** What a company's mail server adds to everybody's mail. Two signs each: a person may speak of either. */
const SECRET =
  /confiden|privileged|vertraulich|riservat|vertrouwelijk|konfiden|fortrolig|luottamuksel|poufn|důvěrn|dôvern|bizalmas|gizli|конфиденц|конфіденц|поверител|機密|机密|機微|保密|기밀|비밀|εμπιστευτικ|סודי|سري/;
const MEANT_FOR =
  /intended (recipient|solely|only|for|exclusively)|addressee|in error|adressat|empfänger|irrtümlich|destinat|par erreur|por error|por engano|per errore|geadresseerde|ontvanger|abusievelijk|mottagare|av misstag|modtager|ved en fejl|mottaker|ved en feil|vastaanottaj|erehdyks|adresat|odbiorc|omyłk|adresát|příjemc|prijemc|omylem|címzett|téved|alıcı|yanlışlık|адресат|получател|ошиб|одержувач|помилк|παραλήπτ|αποδέκτ|受信者|宛先|受取人|誤っ|收件人|误收|誤收|수신인|수신자|잘못|נמען|المرسل إليه/;
const FROM_OUTSIDE =
  /(originated|sent|came|comes|received) from (outside|an external)|from outside (of )?(the|your|our) |external sender|externe[nrm]? absender|von außerhalb|außerhalb (der|ihrer|unserer) organisation|expéditeur externe|extérieur de |remitente externo|fuera de (la|su|nuestra) organi|mittente esterno|esterno all|remetente externo|fora da (sua |nossa )?organi|externe afzender|buiten (de|uw|onze) organisatie|extern avsändare|utanför (din |vår )?organisation|ekstern (afsender|avsender)|uden for |utenfor |ulkopuoli|spoza |nadawcy zewnętrzn|externí odesílatel|mimo (vaši |naši )?organizaci|внешн\p{L}* (отправител|источник)|из внешн|зовнішн|kuruluş(unuz)?un dışından|外部(の|からの)?(送信者|メール|邮件|郵件|寄件|发件)|외부/u;
const TAKE_CARE =
  /click|link|attachment|recogni[sz]e|anhäng|anlagen|lien|pièces? jointe|enlace|adjunto|allegat|anexo|bijlage|länk|bilag|liitte|linkk|załącznik|odkaz|příloh|ссыл|вложен|посилан|вкладен|bağlantı|ekler|链接|附件|連結|リンク|添付|링크|첨부/;
/** Outlook, of a sender whom it has not seen often. */
const RARE = /^\W*(some people who received this message )?(you )?don['’]t often get e-?mail from \S+@\S+/;
/** Nobody but a signature asks for that. */
const PAPER =
  /(consider|think of|think about) (the|our) environment|before (you )?print(ing)? this (e-?mail|message|mail)|an die umwelt|bevor sie diese (e-?)?mail|pensez à l['’]environnement|n['’]imprimez|medio ambiente antes|antes de imprimir|all['’]ambiente|prima di stampare|aan het milieu|denk.{0,12} milieu|på miljön|på miljøet|ympäristöä|o środowisku|środowisko naturalne|životní prostředí|подумайте об? окружающей|перед печатью|çevreyi düşün|地球環境|环境保护.{0,12}打印/;
const MARKED = /^\W*(external|extern|externe|externo|esterno)( e-?mail| sender| message)?\W*$/;

const LONGEST = 3_000;
/** So many lines, and of these so many paragraphs, are looked at: no company adds more. */
const LINES = 40;
const PARAGRAPHS = 4;
/** Whoever writes less than this of secrets and recipients may mean it. */
const LEAST = 70;
const CARD_LINES = 8;
const CARD_WIDTH = 90;
const PHONE =
  /(^|[^\p{L}])(tel|phone|mob|mobile|mobil|fax|telefon|téléphone|tél|teléfono|telefono|telefone|telefoon|puh|тел|電話|电话|전화)[.: ].*\d{3}|\+\d{1,3}[ (\d]/iu;
const PLACE = /www\.|https?:|[^\s@]@[^\s@]/i;
/** Who speaks of themselves has written it. */
const SPEAKERS = new Set('i ich j\u2019ai yo eu ik jag jeg minä én я εγώ 私 我 나는 저는 ben'.split(' '));

/** Lines without what a company's mail server wrote below them. */
export function withoutNotices(lines: readonly Line[]): readonly Line[] {
  let end = lines.length;
  for (let count = 0; count < PARAGRAPHS; count += 1) {
    const { start, stop } = lastParagraph(lines, end);
    if (start <= 0 || stop - start > LINES || !isNotice(lines.slice(start, stop))) break;
    end = start;
  }
  return lines.slice(0, end);
}

/** Lines without the warning that a mail server wrote above them. */
export function withoutWarning(lines: readonly Line[]): readonly Line[] {
  let start = 0;
  while (lines[start]?.blank) start += 1;
  let end = start;
  while (lines[end] && !lines[end]?.blank && end - start <= LINES) end += 1;
  return end > start && end < lines.length && isWarning(wordsOf(lines.slice(start, end))) ? lines.slice(end) : lines;
}

/** Whether below a line across the page stands a card: a few short lines that say how somebody is reached. */
export function isCard(lines: readonly Line[]): boolean {
  const words = lines.filter(({ blank }) => !blank);
  if (words.length < 2 || words.length > CARD_LINES) return false;
  if (words.some(({ raw, depth }) => depth > 0 || raw.length > CARD_WIDTH || /[?:]$/.test(raw.trim()))) return false;
  return words.some(({ raw }) => PHONE.test(raw)) && words.some(({ raw }) => PLACE.test(raw));
}

function isNotice(lines: readonly Line[]): boolean {
  if (lines.some(({ depth }) => depth > 0)) return false;
  const words = wordsOf(lines);
  if (isSpoken(words)) return false;
  return (
    isWarning(words) || PAPER.test(words) || (words.length >= LEAST && SECRET.test(words) && MEANT_FOR.test(words))
  );
}

function isWarning(words: string): boolean {
  if (isSpoken(words)) return false;
  return RARE.test(words) || MARKED.test(words) || (FROM_OUTSIDE.test(words) && TAKE_CARE.test(words));
}

function isSpoken(words: string): boolean {
  return (
    /[?？]|(^| )je (suis|ne|n['’]|l['’]|vous|peux|pense|dois)/.test(words) ||
    words.split(/[\s,;.!]+/).some((word) => SPEAKERS.has(word))
  );
}

function wordsOf(lines: readonly Line[]): string {
  return lower(
    lines
      .map(({ raw }) => raw.slice(0, LONGEST).trim())
      .join(' ')
      .slice(0, LONGEST),
  );
}

function lastParagraph(lines: readonly Line[], from: number): { readonly start: number; readonly stop: number } {
  let stop = from;
  while (stop > 0 && lines[stop - 1]?.blank) stop -= 1;
  let start = stop;
  while (start > 0 && !lines[start - 1]?.blank) start -= 1;
  return { start, stop };
}
