/** Telephone systems by the names that they send as. A person's name must not be among them: `Fritz`, `Unity`. */
export const VOICE_SENDER =
  /voice-?mail|asterisk|freepbx|\bpbx|\b3cx\b|fritz!?box|unity ?connection|unity messaging|cisco unity|nupoint|mivoice|\bmitel\b|\bavaya\b|vmpro|ip office|innovaphone|starface|swyx|openscape|auerswald|gigaset|askozia|ring ?central|\bnfon\b|sipgate|placetel|vonage|nextiva|grasshopper|dialpad|anrufbeantworter|sprachnachricht|sprachbox|telefonanlage|messagerie|répondeur|centralita|centralino|buzón de voz|segreteria|telefoncentrala|telefonsvar|voip/i;

/** What a system writes of a message that it took, at the beginning of a subject or behind its own name in brackets. */
export const VOICE_SUBJECT =
  /^(?:\[[^\]]{1,60}\]:?\s*)?(?:you have (?:a )?)?(?:(?:new|neue[sr]?|nouveau|nouvelle|nuevo|nuova?|nov[ao]|nieuwe?|nowa|ny|nytt|uusi|nová|új|yeni)\s+)?(?:voice ?mails?|voice ?messages?|message \d+ in mailbox|sprachnachricht|nachricht (?:von \S+ )?auf (?:dem |ihrem )?anrufbeantworter|sprachbox|mailbox-?nachricht|message vocal|messagerie vocale|mensaje de voz|correo de voz|messaggio vocale|segreteria|mensagem de voz|correio de voz|voicemailbericht|spraakbericht|wiadomość głosowa|poczta głosowa|röstmeddelande|talebesked|talepost|telefonsvarer|vastaajaviesti|ääniviesti|hlasová zpráva|hlasová správa|hangüzenet|mesaj vocal|sesli mesaj|φωνητικό μήνυμα|голосовое сообщение|голосовая почта|голосове повідомлення|留守番電話|音声メッセージ|ボイスメール|语音留言|语音邮件|語音留言|음성 ?메시지|הודעה קולית|رسالة صوتية)/iu;

/** Names that systems count or date: `msg0003.WAV`. */
export const VOICE_FILE = /^(?:msg|vm|vmail|voice|voicemail|message|rec)[-_ ]?\d{3,}|\d{8}|\d{2}[._-]\d{2}[._-]\d{2}/i;
