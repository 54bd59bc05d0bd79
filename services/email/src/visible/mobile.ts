import { lower } from './line.ts';
import { wordsOf } from './wrote.ts';

/** How a program says that it, or a device, sent the mail: in lower case, by language. */
const SENT = {
  english:
    'sent from|sent via|sent with|sent using|sent by|get outlook|get yahoo|get bluemail|typed on|composed with|download outlook|sent on',
  german: 'gesendet|verschickt|geschickt|versendet|erstellt mit|holen sie sich outlook|outlook für|laden sie|gesandt',
  french: 'envoyé|envoyée|envoye|expédié|télécharger outlook|obtenir outlook|obtenez outlook|transmis depuis',
  spanish: 'enviado|enviada|obtener outlook|obtenga outlook|mandado',
  italian: 'inviato|inviata|spedito|scarica outlook|ottieni outlook|inviata da|scritto con',
  portuguese: 'enviado|enviada|obter o outlook|obtenha o outlook|baixe o outlook|obter outlook',
  dutch: 'verzonden|verstuurd|outlook voor|download outlook|gestuurd',
  nordic:
    'skickat|skickades|sänt|hämta outlook|sendt|hent outlook|få outlook|lähetetty|hanki outlook|lähetin|skickad|last ned outlook|skaff deg outlook|skaffa outlook|lataa outlook|download outlook',
  polish:
    'wysłano|wysłane|pobierz outlook|wysłana|wysłany|pobierz aplikację outlook|uzyskaj outlook|uzyskaj aplikację outlook|pobierz program outlook',
  czechSlovak:
    'odesláno|odoslané|získejte outlook|získať outlook|stáhnout outlook|posláno|poslané|odeslané|získat outlook|odeslal',
  hungarian: 'küldve|elküldve|küldték|az outlook|outlook letöltése|outlook beszerzése|elküldve innen|küldtem|küldött',
  romanian: 'trimis|trimisă|expediat|obțineți outlook|obține outlook',
  turkish: "gönderildi|gönderilmiştir|gönderdim|outlook'u edinin|gönderilen",
  russianUkrainian:
    'отправлено|послано|надіслано|відправлено|получить outlook|скачать outlook|отримати outlook|отправил|отправила|відправила',
  southSlavic:
    'изпратено|poslano|poslato|послато|preuzmite outlook|dohvati outlook|poslano s|prenesite outlook|pridobite outlook|получете outlook',
  greek: 'στάλθηκε|εστάλη|αποκτήστε το outlook|αποστολή από|λήψη του outlook',
  japanese: 'から送信|送信しました|から送られ|で送信|を入手|から送信されました',
  chinese: '发自|發自|从我的|從我的|来自我的|傳送自|发送自|获取|寄自|從 我的|由我的|发送',
  korean: '에서 보냄|에서 보낸|에서 전송|보냄|다운로드|에서 발송',
  hebrew: 'נשלח|קבל את outlook|השג את outlook|נשלחה',
  arabic: 'أُرسلت من|أرسلت من|أرسل من|مرسل من|تم الإرسال|الحصول على outlook|أُرسل من|أرسلت',
  others:
    'ارسال شده|فرستاده شده|dikirim|đã gửi|được gửi|gửi từ|ส่งจาก|enviat|bidalia|išsiųsta|nosūtīts|sūtīts|saadetud|dapatkan outlook|tải outlook|ส่งโดย|diirim|sent úr|sendur',
};

/** A device or a program: what was sent "from the cellar" is no mobile line. */
const SENDERS =
  'iphone|ipad|ipod|ios|android|galaxy|samsung|huawei|xiaomi|redmi|nokia|oneplus|pixel|motorola|oppo|sony|htc|lg-|zte|honor|blackberry|' +
  'outlook|yahoo|gmail|gmx|web.de|hotmail|protonmail|proton mail|proton|tutanota|tuta|thunderbird|k-9|k9|fairemail|fair email|aquamail|aqua mail|bluemail|blue mail|spark|' +
  'yandex|яндекс|mail.ru|почта mail|почты|почта|поштою|seznam|email.cz|freemail|libero|orange|naver|네이버|네이버 메일|foxmail|qq邮箱|网易|163|126|エアメール|airmail|windows phone|mail app|mail-app|' +
  'mail for windows|windows mail|windows-mail|mail für windows|windows 10|windows|smartphone|smartfon|smarttelefon|handy|mobile|mobil|móvil|celular|telemóvel|cellulare|téléphone|telefon|telefoon|telefono|' +
  'teléfono|telefonu|puhelin|puhelime|mobiltelefon|tablet|телефон|смартфон|мобильн|мобільн|κινητό|携帯|スマートフォン|手机|手機|휴대폰|スマホ|הנייד|טלפון|سامسونج|هاتف|الهاتف|جوال|zoho|sfr|telekom mail|wp poczt|onet|o2|interia|inbox|mailbird|mailspring|em client|icloud|apple mail|mac|vivo|realme|nord|xperia|iphonu|ipadu|آيفون|آيفونى|айфон|ipadista|iphonesta|เครื่อง|điện thoại|ponsel|phone|mailbox.org|posteo|t-online|email app|e-mail-app|mail app|superhuman|edison mail|newton mail|canary mail|shortwave|polymail|typeapp|boxer|mimestream|betterbird|infomaniak|fastmail|mailo|delta chat';

/** Who tells that they sent something is no program, though it says "my". */
const SPEAKERS = 'i|we|ich|wir|je|nous|yo|eu|ik|wij|jag|jeg|minä|já|én|я|мы|εγώ|私|我|habe|haben|ho|he|heb|hebben|har';

const speakers = new Set(SPEAKERS.split('|'));
const sent = Object.values(SENT).flatMap((words) => lower(words).split('|'));
const senders = [...new Set(SENDERS.split('|'))];

/** Programs' own lines that name no verb of the list, or no device. In lower case. */
const SAYINGS = [
  /^(sent|mailed) (securely )?(from|with|using) \S+( \S+){0,3}( secure email)?\.?$/,
  /^von (meinem|unterwegs|mobil|mobile)\b.{0,60}gesendet\.?$/,
  /^(diese|this|ce|este|questo|esta|to|tato|это|dit|denna|denne) .{0,90}(k-9|fairemail|aqua ?mail|android)/,
  /^(please |bitte )?(excuse|entschuldigen sie|verzeihen sie|pardon|disculpe|scusate).{0,60}(brevity|typos|kürze|tippfehler|brièveté|brevedad|brevità)\.?$/,
];

const LONGEST = 140;

/** Where Outlook's telephone program is to be had, in whichever language it is offered. */
const OUTLOOK_OFFER = /outlook.*https:\/\/aka\.ms\//;

/** `Sent from my iPhone`, and its like. */
export function isMobileLine(line: string): boolean {
  if (line.length > LONGEST) return false;
  const words = lower(line)
    .replace(/<[^<>]*>|[[\]]|\(https?:[^()]*\)|https?:\S+/g, '')
    .replace(/^[\s*_~\-–—•|]+|[\s*_~\-–—|]+$/g, '');
  if (!words || words.split(/\s+/).length > 14) return false;
  if (SAYINGS.some((saying) => saying.test(words)) || OUTLOOK_OFFER.test(lower(line))) return true;
  // A sentence that only mentions both is longer, or goes on: a mobile line has one clause.
  if (/[.!?。！？]\s+\S/.test(words) || /[?？]$/.test(words) || words.split(/\s+/).length > 9) return false;
  // Zoho's name stands in its address alone.
  if (wordsOf(words).some((word) => speakers.has(word)) || !senders.some((device) => lower(line).includes(device)))
    return false;
  const bare = words.replace(/[.。!]$/, '');
  return sent.some((verb) => bare.startsWith(verb) || bare.endsWith(verb));
}
