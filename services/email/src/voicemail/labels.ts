/** What telephone systems call things in the mails that they send, by language. */

const CALLER =
  "caller(?:[ -]?id)?|calling (?:party|number)|call(?:er)?(?:'s)? (?:number|phone|name)|from|phone(?: number)?|rufnummer|anrufer(?:in|nummer)?|anruf von|nachricht von|von|telefon(?:nummer)?|appelant|appel de|num[ée]ro(?: (?:de l['’])?appelant)?|de|llamante|llamada de|n[úu]mero(?: (?:de )?(?:origen|llamante))?|chiamante|numero chiamante|da|chamador|origem|beller|van|dzwoniący|od|uppringande|från|opkald fra|innringer|fra|soittaja|volající|hívó|arayan|звонивший|номер|от|発信者|電話番号|来电号码|主叫号码";
const CALLED =
  'mailbox|voice ?mail ?box|(?:to )?extension|to|callee|called(?: number| party)?|nebenstelle|für|an|anrufbeantworter|postfach|boîte vocale|poste|destinataire|buzón|extensión|destino|casella(?: vocale)?|interno|caixa(?: postal)?|ramal|postbus|toestel|voor|skrzynka|anknytning|postkasse|schránka|ящик';
const LENGTH =
  '(?:message |voice ?mail )?(?:length|duration)|dauer|länge|durée|duración|durata|duração|duur|lengte|czas trwania|długość|längd|varaktighed|varighed|varighet|kesto|délka|trvání|hossz|süre|длительность|продолжительность|録音時間|时长';
const WORDS =
  'voice ?mail preview|(?:voice ?mail )?transcript(?:ion)?|transkript(?:ion)?|transcripción|trascrizione|transcrição|transcriptie|транскрипция';

function labelled(labels: string): RegExp {
  return new RegExp(`^[ \\t>*•|-]*(?:${labels})[*]*[ \\t]*[:：][*]*[ \\t]*(\\S.*)$`, 'imu');
}

export const CALLER_LINE = labelled(CALLER);
export const CALLED_LINE = labelled(CALLED);
export const LENGTH_LINE = labelled(LENGTH);
/** What follows it is what the system understood. */
export const TRANSCRIPT = new RegExp(`^[ \\t>*•-]*(?:${WORDS})[*]*[ \\t]*[:：][*]*[ \\t]*`, 'imu');

/** Before whom a message is from, in a sentence or a subject. */
export const FROM =
  /(?:^|[\s"'(])(?:from|von|de la part de|de(?! vo[zx]\b)|du|dal?|del|do|van|od|från|fra|от|по номеру|(?:voice ?mail|sprachnachricht)(?=:))[:\s]+(?=["'<(+]*[\p{L}\p{N}])/giu;

/** What systems write in place of a number that is withheld, or of a name that they do not know. */
export const UNKNOWN =
  /^(?:an? )?(?:unknown|anonymous|unbekannt\p{L}*|anonym\p{L}*|private|withheld|restricted|unavailable|out[ -]of[ -]area|asterisk|no (?:number|caller id)|blocked|inconnue?|masqué|privé|desconocid[oa]|anónimo|oculto|privado|sconosciut[oa]|anonimo|riservato|desconhecido|onbekende?|anoniem|afgeschermd|nieznany|zastrzeżony|okänd|dolt|ukendt|ukjent|skjult|tuntematon|salattu|neznám[ýé]|ismeretlen|bilinmeyen|gizli|неизвестн\p{L}*|скрыт\p{L}*|非通知|未知|匿名)(?: (?:caller|sender|number|name|anrufer|nummer|rufnummer|appelant|numéro|llamante|número|chiamante|numero|beller|номер|абонент))?$/iu;
