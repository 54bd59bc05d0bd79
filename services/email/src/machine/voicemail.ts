/**
 * Telephone systems by the names that they send as. A person's name must not be among them: `Fritz`, `Unity`. Whoever
 * works for one has it in their address, and may have it behind their name.
 */
export const VOICE_SENDER =
  /voice[- ]?mail|agfeo|tk-?anlage|shoretel|yeastar|grandstream|asterisk|freepbx|\bpbx|\b3cx\b|fritz!?box|unity ?connection|unity messaging|cisco unity|nupoint|mivoice|\bmitel\b|\bavaya\b|vmpro|ip office|innovaphone|starface|swyx|openscape|auerswald|gigaset|askozia|ring ?central|\bnfon\b|sipgate|placetel|vonage|nextiva|grasshopper|dialpad|anrufbeantworter|sprachnachricht|sprachbox|telefonanlage|messagerie|répondeur|centralita|centralino|buzón de voz|segreteria|telefoncentrala|telefonsvar|voip/i;

/** What a system writes of a message that it took, at the beginning of a subject or behind its own name in brackets. */
export const VOICE_SUBJECT =
  /^(?:\[[^\]]{1,60}\]:?\s*)?(?:you have (?:a )?)?(?:(?:new|neue[sr]?|nouveau|nouvelle|nuevo|nuova?|nov[ao]|nieuwe?|nowa|ny|nytt|uusi|nová|új|yeni|нов(?:ое|ая|е|а)|νέο)\s+)?(?:voice ?mails?|voice ?messages?|message \d+ in mailbox|sprachnachricht|nachricht (?:von \S+ )?auf (?:dem |ihrem )?anrufbeantworter|sprachbox|mailbox-?nachricht|nachricht in (?:der|ihrer) sprachbox|message vocal|messagerie vocale|mensaje de voz|correo de voz|messaggio vocale|segreteria|mensagem de voz|correio de voz|voicemailbericht|spraakbericht|wiadomość głosowa|poczta głosowa|röstmeddelande|talebesked|talepost|telefonsvarer|vastaajaviesti|ääniviesti|hlasová zpráva|hlasová správa|hangüzenet|mesaj vocal|sesli mesaj|φωνητικό μήνυμα|голосовое сообщение|голосовая почта|голосове повідомлення|留守番電話|音声メッセージ|ボイスメール|语音留言|语音邮件|語音留言|음성 ?메시지|הודעה קולית|رسالة صوتية)/iu;

/** Headers that telephone systems alone set: Asterisk and what is made of it, Exchange. */
export const VOICE_MARKS = [
  ...['x-voicemessageduration', 'x-voicemessagesendername', 'x-callingtelephonenumber'],
  ...['x-asterisk-callerid', 'x-asterisk-vm-duration', 'x-asterisk-vm-extension', 'x-asterisk-vm-message-num'],
];

/** Subjects that are filled in by a program: who writes one by hand counts nothing, and takes no time in brackets. */
export const VOICE_ANNOUNCED =
  /\b(?:new )?message \d+ in mailbox \S|^\[pbx\]:? ?(?:new|neue)\b|^(?:(?:new|neue|nouveau|nuevo|nuovo) )?(?:voice ?mail|voice message|sprachnachricht|message vocal|mensaje de voz|messaggio vocale)\b.{0,80}(?:\((?:\d{1,2}:)?\d{1,3}:\d{2}\)|\(\d{1,4} ?(?:s|sec|seconds|sekunden|secondes|segundos|secondi)\)|, \d{1,4} (?:seconds|sekunden|secondes|segundos|secondi)$| \d{2}:\d{2}:\d{2}$)|^message from (?:unknown sender|.{1,60}) \(\+?[\d ()-]{3,20}\)$/i;

/** What systems write, as sentences of no person: where a line begins, or with a length and a mailbox. */
export const VOICE_SAID =
  /^[ \t]*you(?:'ve| have)? (?:received (?:a|an|\d+) (?:new )?|have (?:a|\d+) new |got a new )(?:voice ?mail|voice message|message)\b|\byou were just left a \S{1,12} (?:long )?message\b|\bthere is a new voice ?mail in mailbox\b|^[ \t]*sie haben eine (?:neue )?(?:sprach|voicemail-?)nachricht\b|^[ \t]*sie haben eine neue (?:nachricht|voicemail)\b|^[ \t]*vous avez (?:reçu )?un nouveau message\b|^[ \t]*(?:tiene|ha recibido) un (?:nuevo )?mensaje\b|^[ \t]*hai ricevuto un nuovo messaggio\b|^[ \t]*(?:você )?recebeu uma (?:nova )?mensagem\b|^[ \t]*(?:u heeft|je hebt) een nieuw (?:voicemail|spraak)?bericht\b/im;

/** A subject that says from which number something is. */
export const VOICE_NUMBERED = /\b(?:from|von|del?|du|dal?|van|od|från|fra|от)\b[: ].{0,40}?(?:\d[ ()./-]{0,2}){5,}/iu;
