/** What programs put before the subject of what is passed on, by language. `VS` is a reply in Finnish. */
const FORWARD = [
  'fwd?|fw|forward(?:ed)?|wg|wtrlt|weitergeleitet|weiterl',
  'tr|rv|reenv|enc|i|inoltra(?:to)?|doorst|doorgestuurd',
  'vb|vl|vidarebefordrat|videresendt|pd|podaj dalej|přeposláno|tov|továbbítva|továbbítás|ilt|iletilen',
  'πρθ|пересл|переслано|転送|转发|轉寄|转寄|전달|הועבר|إعادة توجيه|chuyển tiếp|trs',
].join('|');
const REPLY = [
  're|aw|antw|antwort|sv|odp|ynt|rif|r|res|rép|vá|απ|σχετ|отв|atb|vast|ats',
  '回复|答复|回覆|返信|답장|회신|השב|תגובה|رد|ตอบ|trả lời',
].join('|');
const PREFIX = new RegExp(`^(?:\\[[^\\]]{1,80}\\]\\s*)?(?:(${FORWARD})|(?:${REPLY}))(?:\\[\\d+\\])?\\s*[:：]`, 'iu');

/** What the first prefix of a subject says that the mail is: of `Fwd: Re: Printer`, a forward. */
export function passedOnOrAnswered(subject: string): 'forward' | 'reply' | undefined {
  const found = PREFIX.exec(subject.trim().normalize('NFC'));
  if (!found) return undefined;
  return found[1] ? 'forward' : 'reply';
}
