import { lower } from './line.ts';

/** What stands between dashes above the mail that is answered or passed on, by language. In lower case. */
const ORIGINAL = {
  english:
    'original message|original mail|original e-mail|original email|forwarded message|forwarded mail|forwarded by|forwarded|reply message|original appointment|message from',
  german:
    'ursprüngliche nachricht|original-nachricht|originalnachricht|original nachricht|ursprüngliche mail|weitergeleitete nachricht|weitergeleitet von|weitergeleitete mail|originalmail|original-mail|original mail|ursprünglicher termin|urspr. nachricht|ursprüngliche e-mail',
  french:
    "message d'origine|message d’origine|message original|message transféré|mail original|message initial|courriel original|message transmis|réexpédié par|transféré par|message reçu|rendez-vous d'origine|mail transféré",
  spanish:
    'mensaje original|mensaje reenviado|correo original|mensaje enviado|reenviado por|remitido por|forwarded message',
  italian: 'messaggio originale|messaggio inoltrato|messaggio originario|inoltrato da|mail originale|email originale',
  portuguese:
    'mensagem original|mensagem encaminhada|mensagem reencaminhada|encaminhado por|e-mail original|mensagem anterior|encaminhada',
  dutch:
    'oorspronkelijk bericht|origineel bericht|doorgestuurd bericht|oorspronkelijke bericht|doorgestuurd door|forwarded bericht|originele bericht',
  swedish:
    'ursprungligt meddelande|originalmeddelande|vidarebefordrat meddelande|vidarebefordrat brev|ursprungsmeddelande|vidarebefordrat av|vidarebefordrat mail',
  danish:
    'oprindelig meddelelse|original meddelelse|videresendt meddelelse|videresendt besked|oprindelig besked|videresendt af|videresendt e-mail|original besked|oprindelig mail',
  norwegian:
    'opprinnelig melding|original melding|videresendt melding|videresendt e-post|originalmelding|videresendt av|opprinnelig e-post',
  finnish:
    'alkuperäinen viesti|välitetty viesti|edelleenlähetetty viesti|edelleen lähetetty viesti|lähettäjä edelleen|alkuperäinen sähköposti',
  polish:
    'wiadomość oryginalna|oryginalna wiadomość|wiadomość przekazana|przekazana wiadomość|treść przekazanej wiadomości|pierwotna wiadomość|przesłane przez|wiadomość przesłana dalej|treść oryginalnej wiadomości|przesłana wiadomość|forwarded message',
  czech:
    'původní zpráva|původní e-mail|původní email|přeposlaná zpráva|přeposlaný e-mail|přeposlal|původní mail|předaná zpráva|přeposlaný mail|přeposláno',
  slovak:
    'pôvodná správa|pôvodný e-mail|preposlaná správa|preposlaný e-mail|preposlal|postúpená správa|pôvodný email|odoslaná správa',
  hungarian: 'eredeti üzenet|továbbított üzenet|továbbított levél|eredeti levél|továbbította|eredeti e-mail',
  romanian:
    'mesaj original|mesajul original|mesaj redirecționat|mesaj redirectionat|mesaj transmis|mesaj inițial|forwarded message',
  turkish:
    'orijinal ileti|orijinal mesaj|özgün ileti|özgün mesaj|iletilen mesaj|yönlendirilen ileti|iletilmiş mesaj|asıl mesaj|yönlendirilmiş mesaj|iletilen ileti|yönlendirilen mesaj|orjinal mesaj|yönlendirilmiş ileti',
  russian:
    'исходное сообщение|пересылаемое сообщение|пересланное сообщение|оригинальное сообщение|исходное письмо|пересылаемое письмо|переадресовано|переслано|пересланное письмо|конец пересылаемого|начало пересылаемого сообщения|перенаправленное сообщение|перенаправлено',
  ukrainian:
    'оригінальне повідомлення|вихідне повідомлення|пересланий лист|переслане повідомлення|початкове повідомлення|исходное сообщение|перенаправлене повідомлення',
  bulgarian: 'оригинално съобщение|препратено съобщение|препратено писмо|оригинално писмо|първоначално съобщение',
  serbianCroatian:
    'originalna poruka|izvorna poruka|proslijeđena poruka|prosleđena poruka|оригинална порука|прослеђена порука|prvobitna poruka|originalna poruka|prosleđeno',
  slovenian: 'izvorno sporočilo|posredovano sporočilo|prvotno sporočilo|originalno sporočilo|posreduje',
  greek: 'αρχικό μήνυμα|προωθημένο μήνυμα|πρωτότυπο μήνυμα|αυθεντικό μήνυμα|προωθημένο|προωθήθηκε',
  japanese:
    '元のメッセージ|転送メッセージ|転送メール|元のメール|オリジナルメッセージ|original message|転送されたメッセージ|転送元|以下転送|forwarded message|元メール|転送する',
  chinese:
    '原始邮件|原始郵件|转发的邮件|轉寄郵件|转发邮件|原邮件|邮件原件|原始信息|转发邮件信息|已转发邮件|轉寄的郵件|已轉寄的郵件|回复的原邮件|回复的邮件|回覆的郵件|原始訊息|转发邮件信息|转发消息',
  korean:
    '원본 메일|원본 메시지|원본메일|원본 이메일|전달된 메일|전달된 메시지|원래 메시지|전달 메시지|원본메시지|전달된 편지|전달 메일|원본 내용|original message',
  hebrew: 'הודעה מקורית|ההודעה המקורית|הודעה שהועברה|הועברה הודעה|הודעת מקור',
  arabic:
    'الرسالة الأصلية|رسالة أصلية|رسالة معاد توجيهها|الرسالة المعاد توجيهها|رسالة محولة|الرسالة الاصلية|رسالة مُعاد توجيهها|رسالة تمت إعادة توجيهها|forwarded message',
  persian: 'پیام اصلی|پیام فوروارد شده|پیام ارسال شده|پیام هدایت‌شده',
  vietnamese: 'thư gốc|tin nhắn gốc|thư đã chuyển tiếp|thư chuyển tiếp|thư được chuyển tiếp|tin nhắn được chuyển tiếp',
  thai: 'ข้อความต้นฉบับ|ข้อความที่ส่งต่อ|ส่งต่อข้อความ|ต้นฉบับ',
  indonesian: 'pesan asli|pesan terusan|pesan diteruskan|pesan yang diteruskan|mesej asal|pesan sebelumnya',
  catalan: 'missatge original|missatge reenviat|missatge tramès',
  baltic:
    'pradinis laiškas|originalus laiškas|persiųstas laiškas|persiųsta žinutė|sākotnējā ziņa|oriģinālā ziņa|pārsūtīta ziņa|pārsūtītā ziņa|algne sõnum|edastatud kiri|edastatud sõnum|originaalkiri|algkiri|pirminis laiškas|sākotnējais ziņojums|pārsūtīts ziņojums|edasisaadetud sõnum|algne kiri',
};

/** A line that says so without dashes, as Apple's programs do. */
const BEGIN = {
  english: 'begin forwarded message|forwarded message|start of forwarded message',
  german: 'anfang der weitergeleiteten nachricht|anfang der weitergeleiteten e-mail|weitergeleitete nachricht',
  french: 'début du message transféré|début du message réexpédié|message transféré',
  spanish: 'inicio del mensaje reenviado|comienzo del mensaje reenviado|inicio del mensaje',
  italian: 'inizio messaggio inoltrato|inizio del messaggio inoltrato',
  portuguese: 'início da mensagem reencaminhada|início da mensagem encaminhada|início da mensagem encaminhada',
  dutch: 'begin doorgestuurd bericht|begin van doorgestuurd bericht',
  nordic:
    'vidarebefordrat brev|vidarebefordrat mejl|start på videresendt besked|videresendt melding|start på vidarebefordrat meddelande|begynnelsen av videresendt melding|päättyy välitetty viesti|välitetty viesti alkaa|välitetty viesti|start på videresendt meddelelse|videresendt besked|vidarebefordrat meddelande',
  polish:
    'początek przekazywanej wiadomości|wiadomość napisana przez|początek przesłanej wiadomości|początek wiadomości przekazanej dalej|początek przekazanej wiadomości',
  czechSlovak:
    'začátek přeposílané zprávy|začátek přeposlané zprávy|začiatok preposlanej správy|začátek předávané zprávy',
  hungarianRomanian:
    'továbbított levél kezdete|továbbított üzenet kezdete|începutul mesajului redirecționat|început mesaj redirecționat',
  turkish: 'iletilen iletinin başlangıcı|i̇letilen iletinin başlangıcı|iletilen mesajın başlangıcı',
  slavic:
    'начало переадресованного сообщения|начало пересылаемого сообщения|начало пересланного сообщения|початок листа, що пересилається|початок переадресованого повідомлення|početak proslijeđene poruke|начало на препратеното съобщение',
  greek: 'αρχή προωθημένου μηνύματος|έναρξη προωθημένου μηνύματος',
  asian:
    '転送されたメッセージ|以下は転送されたメッセージです|开始转发的邮件|下面是被转发的邮件|以下是轉寄的郵件|開始轉寄郵件|전달된 메시지|전달된 메시지 시작|开始转发邮件',
  semitic: 'תחילת ההודעה שהועברה|بداية الرسالة المعاد توجيهها|بداية الرسالة المُعاد توجيهها|تحويل رسالة',
};

/** Help desks ask for the answer above a line. */
const ABOVE = {
  english:
    'reply above this line|type your reply above|write your reply above|reply above the line|please reply above|respond above this line|reply above this',
  german:
    'antworten oberhalb dieser linie|antwort oberhalb dieser|oberhalb dieser zeile|oberhalb dieser linie|über dieser zeile|über dieser linie',
  french:
    'répondre au-dessus de cette ligne|répondez au-dessus de cette ligne|au-dessus de cette ligne|réponse au-dessus',
  spanish: 'responda por encima de esta línea|por encima de esta línea|encima de esta línea|arriba de esta línea',
  italian: 'sopra questa riga|sopra questa linea|al di sopra di questa',
  portuguese: 'acima desta linha|acima dessa linha',
  dutch: 'boven deze regel|boven deze lijn',
  nordic:
    'ovanför den här raden|ovanför denna rad|over denne linje|over denne linjen|ovenfor denne linje|tämän rivin yläpuolelle|ovanför denna linje',
  slavic:
    'powyżej tej linii|powyżej tego wiersza|nad tuto řádku|nad tento řádek|nad tento riadok|выше этой строки|выше этой линии|вище цього рядка|над този ред|iznad ove linije|nad tímto řádkem|nad touto čarou',
  others:
    'e sor fölé|ezen sor felett|deasupra acestei linii|bu satırın üzerine|bu çizginin üzerine|bu satırın üstüne|πάνω από αυτή τη γραμμή|πάνω από αυτήν τη γραμμή|この行より上|この行の上|在此行上方|在此線上方|此行以上|이 줄 위에|이 줄 위로|מעל שורה זו|מעל לשורה זו|فوق هذا السطر',
};

const original = listed(ORIGINAL);
const begin = new Set(listed(BEGIN));
const above = listed(ABOVE);

/** Whether the words between dashes, in lower case, announce another mail; `Forwarded by Ada on Monday` has more. */
export function announcesMail(words: string): boolean {
  return original.some(
    (phrase) => words === phrase || (words.startsWith(phrase) && !/^\p{L}/u.test(words.slice(phrase.length))),
  );
}

export function beginsForward(words: string): boolean {
  return begin.has(words);
}

export function asksForReplyAbove(words: string): boolean {
  return above.some((phrase) => words.includes(phrase));
}

function listed(table: Readonly<Record<string, string>>): string[] {
  return Object.values(table).flatMap((words) => lower(words).split('|'));
}
