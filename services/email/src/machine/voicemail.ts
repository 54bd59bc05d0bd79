/** Telephone systems by the names that they send as. A person's name must not be among them: `Fritz`, `Unity`. */
export const VOICE_SENDER =
  /voice-?mail|asterisk|freepbx|\bpbx|\b3cx\b|fritz!?box|unity ?connection|unity messaging|cisco unity|nupoint|mivoice|\bmitel\b|\bavaya\b|vmpro|ip office|innovaphone|starface|swyx|openscape|auerswald|gigaset|askozia|ring ?central|\bnfon\b|sipgate|placetel|vonage|nextiva|grasshopper|dialpad|anrufbeantworter|sprachnachricht|sprachbox|telefonanlage|messagerie|répondeur|centralita|centralino|buzón de voz|segreteria|telefoncentrala|telefonsvar|voip/i;

/** What a system writes of a message that it took, at the beginning of a subject or behind its own name in brackets. */
export const VOICE_SUBJECT =
  /^(?:\[[^\]]{1,60}\]:?\s*)?(?:you have (?:a )?)?(?:(?:new|neue[sr]?|nouveau|nouvelle|nuevo|nuova?|nov[ao]|nieuwe?|nowa|ny|nytt|uusi|nová|új|yeni)\s+)?(?:voice ?mails?|voice ?messages?|message \d+ in mailbox|sprachnachricht|nachricht (?:von \S+ )?auf (?:dem |ihrem )?anrufbeantworter|sprachbox|mailbox-?nachricht|message vocal|messagerie vocale|mensaje de voz|correo de voz|messaggio vocale|segreteria|mensagem de voz|correio de voz|voicemailbericht|spraakbericht|wiadomość głosowa|poczta głosowa|röstmeddelande|talebesked|talepost|telefonsvarer|vastaajaviesti|ääniviesti|hlasová zpráva|hlasová správa|hangüzenet|mesaj vocal|sesli mesaj|φωνητικό μήνυμα|голосовое сообщение|голосовая почта|голосове повідомлення|留守番電話|音声メッセージ|ボイスメール|语音留言|语音邮件|語音留言|음성 ?메시지|הודעה קולית|رسالة صوتية)/iu;

/** Names that systems count or date: `msg0003.WAV`. */
export const VOICE_FILE = /^(?:msg|vm|vmail|voice|voicemail|message|rec)[-_ ]?\d{3,}|\d{8}|\d{2}[._-]\d{2}[._-]\d{2}/i;

/** Headers that telephone systems alone set: Asterisk and what is made of it, Exchange. */
export const VOICE_MARKS = [
  ...['x-voicemessageduration', 'x-voicemessagesendername', 'x-callingtelephonenumber'],
  ...['x-asterisk-callerid', 'x-asterisk-vm-duration', 'x-asterisk-vm-extension', 'x-asterisk-vm-message-num'],
];

/** Subjects that are filled in by a program: who writes one by hand gives neither a count nor a length. */
export const VOICE_ANNOUNCED =
  /\b(?:new )?message \d+ in mailbox \S|^\[pbx\]:? ?(?:new|neue)\b|^(?:voice ?mail|voice message|sprachnachricht|message vocal|mensaje de voz|messaggio vocale|neue voicemail|new voicemail)\b.{0,80}\(?(?:\d{1,2}:)?\d{1,3}:\d{2}\)?|^(?:voice ?mail|voice message|sprachnachricht|message vocal|mensaje de voz)\b.{0,60}\b\d{1,4} ?(?:s|sec|seconds|sekunden|secondes|segundos)\b|^message from (?:unknown sender|.{1,60}) \(\+?[\d ()-]{3,20}\)$/i;

/** What systems write in the text: sentences of no person. */
export const VOICE_SAID =
  /\byou(?:'ve| have)? (?:just )?(?:received|got|have|were)? ?(?:just )?(?:left )?(?:a|an|\d+) (?:new |\S{1,8} (?:long )?)?(?:voice ?mail|voice message|message)\b|\bthere is a new voice ?mail\b|\bnew (?:voice ?mail|voice message) (?:in mailbox|from|received)|\bsie haben eine (?:neue )?(?:sprach|voicemail-?)?nachricht\b|\bneue (?:sprach)?nachricht (?:auf|in|von|für)\b|\bvous avez (?:reçu )?un (?:nouveau )?message\b|\b(?:tiene|ha recibido) un (?:nuevo )?mensaje\b|\bhai ricevuto un (?:nuovo )?messaggio\b|\b(?:você )?recebeu uma (?:nova )?mensagem\b|\b(?:u heeft|je hebt) een (?:nieuw )?(?:voicemail|spraak)?bericht\b/i;
