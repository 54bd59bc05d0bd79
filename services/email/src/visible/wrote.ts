/** What mail programs say between a name and a quote, by language: `Ada wrote:`. In lower case. */
const WROTE = {
  english: 'wrote|writes|quoting|said|has written',
  german: 'schrieb|schreibt|hat geschrieben|zitat von|zitiere|geschrieben|schrieben|schriebst',
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
  russian: 'пишет|писал|писала|написал|написала|написал(а)|пишете|пишут|писали|написали',
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

/** A person who tells what they wrote themselves is no mail program. By language: elsewhere `i` is "and", Ben a name. */
const MYSELF: Partial<Record<keyof typeof WROTE, string>> = {
  english: 'i|we|me|us',
  german: 'ich|wir|mir|uns|habe',
  french: 'je|nous|me|m|ai',
  spanish: 'yo|he|hemos|me|nos',
  italian: 'io|ho|abbiamo|mi|ci',
  portuguese: 'eu|nós|me|nos',
  dutch: 'ik|wij|we|heb|hebben|mij|ons',
  swedishNorwegianDanish: 'jag|jeg|vi|mig|meg',
  finnish: 'minä|minulle|me',
  polish: 'ja|my|mi|mnie|nam',
  czech: 'já|my|mi|mně|nám',
  slovak: 'ja|my|mi|mne|nám',
  hungarian: 'én|mi|nekem',
  romanian: 'eu|noi|mi',
  turkish: 'ben|biz|bana|bize',
  russian: 'я|мы|мне|нам',
  ukrainian: 'я|ми|мені|нам',
  bulgarian: 'аз|ние|ми',
  serbianCroatian: 'ja|mi|sam|smo',
  greek: 'εγώ|εμείς|μου|μας',
  japanese: '私|我々',
  chinese: '我|我们|我們',
  catalan: 'jo|he|hem|em',
};

/** How an attribution begins whose date is broken over two lines. */
const OPENERS =
  'on|am|le|el|em|no|il|op|den|på|dne|dňa|w|dnia|в|во|на|у|în|στις|στο|pada|vào|dia|ob|v|u|uto|em|a|el día|on date|pe|在|于|於|في|בתאריך';

/** With one of these begins a sentence about somebody, and no name. */
const ARTICLES =
  'the|a|an|my|our|his|her|their|der|die|das|ein|eine|mein|meine|unser|unsere|les|un|une|mon|ma|notre|los|las|una|mi|nuestro|nuestra|lo|gli|nostro|il mio|o|os|as|um|uma|meu|minha|nosso|nossa|het|de|een|mijn|ons|onze|det|ett|min|vår|mój|moja|nasz|můj|naše|мой|моя|наш|наша|ο|η|το';

type Language = { readonly wrote: Vocabulary; readonly myself: ReadonlySet<string> };
type Vocabulary = { readonly single: ReadonlySet<string>; readonly phrases: readonly string[] };

const LETTERS = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{M}]+$/u;
const languages: readonly Language[] = Object.entries(WROTE).map(([language, words]) => ({
  wrote: vocabulary(words),
  myself: new Set(MYSELF[language as keyof typeof WROTE]?.split('|')),
}));
const anyWrote = vocabulary(Object.values(WROTE).join('|'));
const anyMyself = new Set(languages.flatMap(({ myself }) => [...myself]));
const articles = new Set(ARTICLES.split('|'));
const openers = new Set(OPENERS.split('|'));

function vocabulary(words: string): Vocabulary {
  const all = words.split('|');
  return {
    single: new Set(all.filter((word) => LETTERS.test(word))),
    phrases: all.filter((word) => !LETTERS.test(word)),
  };
}

function says(line: string, words: readonly string[], { single, phrases }: Vocabulary): boolean {
  return words.some((word) => single.has(word)) || phrases.some((phrase) => line.includes(phrase));
}

/** `line` in lower case. */
export function saysWrote(line: string): boolean {
  return says(line, wordsOf(line), anyWrote);
}

/** Whether a person tells what they wrote, or what was written to them. */
export function wroteThemselves(line: string): boolean {
  const words = wordsOf(line);
  if (!words.some((word) => anyMyself.has(word))) return false;
  return languages.some(({ wrote, myself }) => words.some((word) => myself.has(word)) && says(line, words, wrote));
}

export function opensAttribution(line: string): boolean {
  return openers.has(wordsOf(line)[0] ?? '');
}

export function isArticle(word: string): boolean {
  return articles.has(word);
}

export function wordsOf(line: string): string[] {
  return line.split(/[^\p{L}\p{M}]+/u).filter(Boolean);
}
