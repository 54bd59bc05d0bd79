const CLOSING = [
  'thanks|thank you|thx|many thanks|cheers|regards|(?:best|kind|kindest|warm) (?:regards|wishes)|best|sincerely|yours (?:sincerely|faithfully|truly)',
  'mfg|lg|vg|danke|vielen dank|(?:mit )?(?:freundliche[nm]?|besten|viele[nm]?|liebe|schöne[nm]?|herzliche[nm]?) (?:grüßen|grüße|grüsse|gruß|gruss|grüssen|dank)|gruß|grüße',
  'merci(?: d.avance)?|cordialement|bien (?:à vous|cordialement)|(?:sincères |meilleures )?salutations',
  'gracias|(?:un )?(?:cordial )?saludos?|atentamente|grazie|(?:cordiali |distinti )?saluti|obrigad[oa]|(?:melhores )?cumprimentos|atenciosamente|att',
  'dank|bedankt|(?:met )?(?:vriendelijke|hartelijke) groet(?:en)?|groet(?:en|jes)?|mvg',
  'tack|mvh|(?:med )?vänliga? hälsning(?:ar)?|hälsningar|hilsen|(?:med )?(?:vennlig|venlig) hilsen|vh|kiitos|(?:ystävällisin )?terveisin|yst\\.? terv',
  'dziękuję|pozdrawiam|(?:z )?(?:poważaniem|pozdrowieniami)|děkuji|(?:s )?pozdravem|(?:s )?pozdravom|ďakujem|köszönöm|üdvözlettel|cu stimă|mulțumesc',
  'спасибо|с уважением|з повагою|дякую|благодаря|с уважение|ευχαριστώ|με εκτίμηση|teşekkürler|teşekkür ederim|saygılarımla|iyi çalışmalar',
  'よろしくお願い.{0,8}|以上|谢谢|此致|祝好|顺祝商祺|감사합니다|בברכה|תודה|مع تحياتي|شكرا|trân trọng|ขอบคุณ',
].join('|');
const LINE = new RegExp(`^(?:${CLOSING})(?![\\p{L}])`, 'iu');
/** A sentence that begins with thanks goes on; a closing does not. */
const LENGTH = 60;

/** Whether a line says goodbye: what stands below is who wrote the mail. */
export function isClosing(line: string): boolean {
  const words = line.trim();
  return words.length <= LENGTH && LINE.test(words);
}
