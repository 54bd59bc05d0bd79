/** What mail programs say between a name and a quote, by language: `Ada wrote:`. In lower case. */
const WROTE = {
  english: 'wrote|writes|quoting|said|has written',
  german: 'schrieb|schreibt|hat geschrieben|zitat von|zitiere|geschrieben',
  french: 'a écrit|écrit|écrivait|a ecrit|écrivit',
  spanish: 'escribió|escribio|escribía|ha escrito|escribe',
  italian: 'ha scritto|scritto|scrive|scriveva|scrisse',
  portuguese: 'escreveu|escrevia|escreve',
  dutch: 'schreef|schrijft|heeft geschreven|het volgende geschreven',
  swedishNorwegianDanish: 'skrev|skriver|følgende',
  finnish: 'kirjoitti|kirjoittaa',
  polish: 'napisał|napisała|pisze|napisano|napisał(a)|pisał|pisała',
  czech: 'napsal|napsala|napsal(a)|píše|odesílatel',
  slovak: 'napísal|napísala|napísal(a)|píše',
  hungarian: 'írta|ezt írta|írja|időpont',
  romanian: 'a scris|scris|scrie',
  turkish: 'yazdı|şunu yazdı|yazmış|şunları yazdı|yazıyor',
  russian: 'пишет|писал|писала|написал|написала|написал(а)|пишете|пишут|написали',
  ukrainian: 'пише|написав|написала|писав|писала|написав(ла)',
  belarusian: 'піша|напісаў|напісала',
  bulgarian: 'написа|писа|написала',
  serbianCroatian: 'napisao|napisala|napisa|napisao/la|piše|написао|написала|је написао|je napisao',
  slovenian: 'napisal|napisala|je napisal|je oseba',
  greek: 'έγραψε|έγραψαν|γράφει|εγραψε',
  japanese:
    'のメール|のメッセージ|は書きました|が書きました|さんは書き|さんからのメール|を書きました|様のメール|さんが書',
  chinese: '写道|寫道|撰写|写到|寫到|来信|來信',
  korean: '님이 작성|작성|님이 쓴|님께서|이(가) 작성|썼습니다|씀',
  hebrew: 'כתב|כתבה|כתבו|כתב/ה|מאת|כותב',
  arabic: 'كتب|كتبت|كتبوا|تمت كتابة|يكتب|بواسطة',
  persian: 'نوشت|نوشته|نوشته است',
  hindi: 'ने लिखा',
  thai: 'เขียนว่า|เขียน',
  vietnamese: 'đã viết|viết',
  indonesian: 'menulis|menulis berikut',
  catalan: 'va escriure|escriví|escrigué|ha escrit',
  galician: 'escribiu',
  basque: 'idatzi du|idatzi zuen|igorleak hau idatzi',
  lithuanian: 'rašė|parašė',
  latvian: 'rakstīja',
  estonian: 'kirjutas',
  icelandic: 'skrifaði|ritaði',
  albanian: 'shkroi|ka shkruar',
};

/** A person who tells what they wrote themselves is no mail program. */
const MYSELF =
  'i|we|ich|wir|je|nous|yo|io|eu|ik|wij|jag|jeg|vi|minä|já|én|ben|я|ми|мы|εγώ|私|我|mir|me|uns|us|habe|ho|he|hebben|heb|har';

/** How an attribution begins whose date is broken over two lines. */
const OPENERS =
  'on|am|le|el|em|no|il|op|den|på|dne|dňa|w|dnia|в|во|на|у|în|στις|στο|pada|vào|dia|ob|v|u|uto|em|a|el día|on date|pe|在|于|於|في|בתאריך';

const all = Object.values(WROTE).flatMap((words) => words.split('|'));
const single = new Set(
  all.filter((word) => /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{M}]+$/u.test(word)),
);
const phrases = all.filter((word) => !single.has(word));
const myself = new Set(MYSELF.split('|'));
const openers = new Set(OPENERS.split('|'));

/** `line` in lower case. */
export function saysWrote(line: string): boolean {
  return wordsOf(line).some((word) => single.has(word)) || phrases.some((phrase) => line.includes(phrase));
}

export function speaksOfSelf(line: string): boolean {
  return wordsOf(line).some((word) => myself.has(word));
}

export function opensAttribution(line: string): boolean {
  return openers.has(wordsOf(line)[0] ?? '');
}

export function wordsOf(line: string): string[] {
  return line.split(/[^\p{L}\p{M}]+/u).filter(Boolean);
}
