import { isClosing } from '../closing.ts';

/**
 * What people write above a mail that they pass on when they have nothing to add. Only a whole text of nothing else
 * counts, so that a table of usual phrases is enough: of whoever says more, it is the words that are wanted.
 */
const PHRASES = [
  'fyi|for your information|see below|please see below|as discussed|forwarding|forwarded|passing (?:this )?on|over to you|please (?:handle|deal with this|take (?:this )?over|see below|advise|process|log(?: this)?|open a ticket|take care(?: of this)?)|one for you|for you',
  'z\\.? ?k\\.?|zk|zur (?:info|information|kenntnis|kenntnisnahme|bearbeitung|weiteren bearbeitung|weiterbearbeitung|erledigung)|s\\.? ?u\\.?|siehe unten|siehe unten stehend|bitte (?:übernehmen|bearbeiten|um bearbeitung|um übernahme|erledigen|kümmern|beantworten)|mit der bitte um (?:bearbeitung|übernahme|erledigung)|wie besprochen|für (?:euch|sie|dich)',
  'pour (?:info|information|suite à donner|traitement|action)|voir ci-dessous|merci de (?:traiter|prendre en charge|voir)|à traiter|pour vous|comme convenu',
  'para (?:su|tu|vuestra)? ?(?:información|conocimiento|gestión)|p\\.?s\\.?c\\.?|ver (?:abajo|más abajo)|por favor,? (?:gestionad|gestionen|atended|atiendan)',
  'per (?:conoscenza|competenza|vostra informazione|opportuna conoscenza)|vedi sotto|da gestire|prego gestire',
  'para (?:conhecimento|seu conhecimento|tratamento|vosso tratamento)|ver abaixo|segue abaixo',
  'ter (?:info|informatie|kennisgeving|afhandeling)|t\\.?k\\.?n\\.?|zie (?:onder|onderstaand|hieronder)|graag (?:oppakken|afhandelen)',
  'do wiadomości|do wykonania|proszę o (?:obsługę|przejęcie|realizację)|w załączeniu|jak niżej',
  'för (?:kännedom|information|åtgärd)|fkk?|se nedan|till (?:orientering|kjennskap)|se (?:nedenfor|under)|til (?:orientering|info)',
  'к сведению|для информации|см\\.? ниже|прошу (?:обработать|принять в работу)|на исполнение',
  'bilginize|bilgi için|aşağıda|gereği için|na vědomí|pro informaci|viz níže|tiedoksi|ks\\.? alla',
  'ご参考まで|ご対応お願いします|対応お願いします|下記参照|请处理|供参考|请查收|见下|참고하세요|처리 부탁드립니다',
].join('|');
const GREETING =
  /^(?:hi|hello|hey|dear|good (?:morning|afternoon|day)|hallo|moin|servus|guten (?:tag|morgen)|liebe|lieber|sehr geehrte|bonjour|salut|cher|chère|hola|buen(?:os|as)|ciao|salve|buon|olá|ola|bom dia|boa|beste|goede|dag|hej|hei|cześć|dzień|witam|szanowni|dobrý|ahoj|привет|здравствуйте|добрый|merhaba|ahoj|皆様|您好|你好|各位)(?![\p{L}])[^.!?:]{0,60}$/iu;
const PASSING_ON = new RegExp(`^(?:${PHRASES})$`, 'iu');
/** A phrase that passes a mail on is short; looking for the end of long ones takes the square of their length. */
const LONGEST = 200;
/** Of a closing with its name, a telephone number and the like. */
const LINES_BELOW_CLOSING = 10;

/** Whether the words above a mail that is passed on say nothing but that; `name` is who passes it on. */
export function addsNothing(words: string, name = ''): boolean {
  const lines = words
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /[\p{L}\p{N}]/u.test(line) && line !== name);
  const closing = lines.findIndex(isClosing);
  if (closing >= 0 && lines.length - closing > LINES_BELOW_CLOSING) return false;
  const said = (closing < 0 ? lines : lines.slice(0, closing)).filter((line) => !GREETING.test(line));
  // Below a phrase that says it all, the one line left is who passes it on.
  if (closing < 0 && said.length === 2 && (said[1]?.length ?? 0) <= 40 && !/[.?!:]/.test(said[1] ?? '')) said.pop();
  return said.every((line) => line.length <= LONGEST && PASSING_ON.test(line.replace(/^[\s>•-]+|[\s.!,;:…-]+$/g, '')));
}
