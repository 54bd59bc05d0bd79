/**
 * What mail servers and auto-responders say. Wording alone never makes a mail a machine's: each rule that uses it asks
 * for evidence beside it, because people quote what machines told them.
 */

const any = (...parts: string[]) => new RegExp(parts.join('|'), 'iu');

/** A subject that says "not delivered". */
export const FAILURE_SUBJECT = any(
  'undeliver(?:able|ed)',
  'deliver(?:y|ing)\\b.{0,40}\\b(?:fail|problem|error|reject)',
  'fail(?:ed|ure)\\b.{0,20}\\b(?:deliver|notice|notification|mail)',
  '^failure notice|^(?:e-?)?mail(?: system)? (?:error|failure)|^mail could not be delivered',
  '^returned mail',
  'return(?:ed|ing) (?:message )?to sender',
  '^(?:mail|message) (?:could )?not (?:be )?delivered|(?:message|mail) (?:that )?you sent (?:was )?(?:blocked|rejected)',
  'not listed in domino',
  'unzustellbar|nicht zustellbar|nicht zugestellt|zustellung fehlgeschlagen',
  'non remis|échec de (?:la )?(?:remise|livraison|distribution)|non distribué|retour(?:né)? à l.expéditeur',
  'no (?:se )?(?:puede|pudo|ha podido) entregar|no entregado|error de entrega|imposible de entregar',
  'onbestelbaar|niet bezorgd|niet afgeleverd|bezorging mislukt',
  'mancat[oa] (?:recapito|consegna)|non recapitabile|impossibile recapitare|recapito (?:non riuscito|fallito)',
  'não (?:foi )?entregue|não (?:é|foi) possível entregar|falha na entrega',
  'niedostarczon|nie można dostarczyć|nie dostarczono|zwrot (?:nadanej )?wiadomości|błąd dostarczenia',
  'olevere?rbar|går inte att leverera|kunde inte levereras|kan ikke leveres|kunne ikke leveres|ikke leveret|returnerat',
  'ei voi toimittaa|toimittamat|toimittaminen epäonnistui|kohaletoimetamat',
  'nedoručiteľn|nedoručiteln|nelze doručit|nedoručen|kézbesíthetetlen|nem kézbesíthető|nelivrat|nelivrabil',
  'iletilemedi|iletilemiyor|teslim edileme|nepiegādājam|nepristat|neisporuč|nije moguće isporučiti|ni mogoče dostaviti',
  'недостав|не доставлен|не удается доставить|не удалось доставить|не вдалося доставити|возвращен[оа]? отправителю',
  'δεν ήταν δυνατή η παράδοση|αδύνατη η παράδοση|μη παραδοτέο|לא ניתן למסירה|לא נמסר|يتعذر التسليم|تعذر التسليم|غير قابل للتسليم',
  'không thể gửi|không gửi được|ส่งไม่ได้|ไม่สามารถส่ง|tidak terkirim|gagal terkirim',
  '退信|未送达|无法(?:投递|传递|送达)|無法(?:投遞|傳遞|送達)|投递失败|傳遞失敗',
  '配信(?:不能|できません|エラー|に失敗)|配達(?:不能|できません)|送信エラー|전송\\s?실패|배달(?:되지 않음|\\s?(?:실패|할 수 없))|반송',
);

/** The words of a server that has given up. */
export const FAILURE_SAID = any(
  '(?:could not|couldn.t|cannot|can.t|was not|wasn.t(?: able)?|unable|not able|not possible|did not|failed) (?:be |to )*(?:deliver|reach(?:ed)? the following|send your message to)',
  '(?:was|is|were) undeliverable|(?:message|mail) (?:that )?you sent (?:to:? .{1,80} )?(?:was|has been) (?:rejected|refused|blocked|returned)|has not been delivered',
  'permanent(?:ly)? (?:fatal )?(?:error|fail)',
  'following addresse?s?(?:\\(es\\))? (?:failed|had)',
  'your (?:message|mail|e-mail) (?:to:? .{1,80} )?(?:was|has been|is|got) (?:rejected|refused|blocked|returned|bounced|not (?:been )?delivered)',
  '(?:user|mailbox|recipient|account|address|domain|host) (?:name )?(?:is |was )?(?:unknown|not found|disabled|unavailable|not recogni[sz]ed|does not exist|doesn.t exist|over quota|full)',
  '(?:unknown|no such|not a valid|invalid|non-?existent) (?:local )?(?:user|recipient|mailbox|address|account|domain|host)',
  '(?:mailbox|quota|size) .{0,20}exceed|exceed.{0,30}(?:quota|limit|size)|over quota',
  'no mailbox here by that name|returning (?:your )?message|returned to sender|giv(?:en|ing) up',
  '\\b55\\d[ -]5\\.\\d+\\.\\d+',
  'konnte (?:leider )?nicht zugestellt|nicht zustellbar|empfänger .{0,30}unbekannt',
  'n.a pas pu être (?:remis|distribué|délivré|envoyé)|destinataire .{0,20}inconnu',
  'no (?:se )?(?:ha podido|pudo|puede) (?:ser )?entrega|non è stato (?:possibile )?(?:recapit|consegn)',
  '(?:recapito|entrega|bezorging|teslimat) (?:non è riuscito|não foi possível|is mislukt|başarısız)|falha na entrega|teslim edileme|leverera till följande|iletilemedi',
  'não (?:pôde|pode) ser entregue|kon niet (?:worden )?(?:bezorgd|afgeleverd)|nie (?:może zostać dostarczon|została dostarczon)',
  'kunde inte levereras|kunne ikke leveres|nemohla být doručena|не (?:может быть|удалось) достав|не было доставлено',
  '无法(?:投递|送达)|無法(?:投遞|送達)|配信できません|配達できません',
);

/** A warning: the server still tries. */
export const DELAY_SUBJECT = any(
  '\\bdelay(?:ed)?\\b',
  'still being (?:re)?tried',
  'delivery.{0,30}(?:warning|deferred)',
  'could not send message for past',
  'verzöger|verspät',
  'retardé|remise différée|retras(?:o|ado)|ritard(?:o|ata)|vertraag|vertraging|opóźnion|försenad|forsinket',
  'задержан|отложен|zpožděn|gecik|延迟|延遲|遅延|지연',
);
export const DELAY_SAID = any(
  'this is a warning (?:message )?only',
  'you do not need to (?:re)?send your message',
  '(?:has|have|could) not (?:yet )?been? (?:yet )?delivered (?:yet|to one or more of its recipients after|for|after)',
  'will (?:be retried|continue to (?:be )?(?:try|tried|retr|attempt)|keep trying)|delivery attempts will continue',
  'still (?:being retried|trying)|temporar(?:y|ily) (?:fail|delayed|deferred)',
  'zustellung .{0,40}verzögert|wird weiterhin versucht|la remise .{0,40}(?:retardée|différée)|se seguirá intentando',
);

/** "Prove that you are a person, and your mail will be delivered." */
export const CHALLENGE = any(
  'has been wait-?listed|confirm that you(?:.re| are) listed on|on my (?:\\w+ )?guest list',
  '(?:click|follow|visit|use|reply)\\b[^.]{0,80}\\b(?:link|message|url|mail)\\b[^.]{0,120}\\b(?:added to|approved|allowed|accepted|guest|white|safe)[^.]{0,40}\\b(?:list|senders?|contacts)',
  '(?:account|mailbox|inbox) is protected by [^.]{2,60}\\. (?:please )?(?:click|follow|reply|confirm)',
  '(?:please )?confirm (?:that )?(?:you are (?:a )?(?:human|real)|your (?:e-?mail )?address) [^.]{0,80}(?:deliver|inbox)',
);

const AUTOMATIC_SUBJECTS = [
  'automat(?:ic|ed) (?:reply|response|answer)|auto[- ]?(?:reply|response|responder)|out[- ]of[- ](?:the[- ])?office(?: auto-?reply)?|vacation(?: auto)?[- ]?(?:reply|message|notice)',
  'automatische (?:antwort|rückantwort|rückmeldung)|abwesenheits(?:notiz|mitteilung|nachricht|meldung|info)|abwesend|autoantwort',
  'réponse (?:automatique|d.absence)|message d.absence|absence du bureau|absent du bureau',
  'respuesta autom[áa]tica|resposta autom[áàa]tica|fuera de la oficina|ausência temporária|resposta de ausência',
  'risposta automatica|fuori (?:sede|ufficio)|messaggio automatico',
  'automatisch antwoord|automatische reactie|afwezigheids(?:bericht|melding)|afwezig',
  'autom(?:atiskt|atisk) (?:svar|besked)|autosvar|frånvaro(?:meddelande)?|ikke til stede|fraværsmelding|fravær',
  'automaattinen vastaus|poissaoloviesti|automaatvastus|automātisk[aā] atbilde|automatinis atsakymas',
  'automatyczna odpowiedź|odpowiedź automatyczna|autoodpowiedź|poza biurem',
  'automatická odpov[ěe][ďd]|automatikus válasz|házon kívül|răspuns automat|automatski odgovor|samodejni odgovor',
  'автоматический ответ|автоответ|автоматична відповідь|автоматичен отговор|аутоматски одговор',
  'otomatik (?:yanıt|cevap)|αυτόματη απάντηση|תשובה אוטומטית|الرد التلقائي|رد تلقائي',
  '自动(?:回复|答复)|自動(?:回覆|回復|回答|応答|返信)|不在(?:通知|の(?:お知らせ|連絡))|자동\\s?(?:회신|응답|답장)|부재\\s?중',
  'trả lời tự động|(?:การ)?ตอบกลับอัตโนมัติ|balasan otomatis|svar automatisk',
].join('|');
/**
 * Marks that people, too, begin a subject with: `Abwesend: wer nimmt die Pakete an?` They need more beside them than that
 * the mail answers something.
 */
export const WEAK_SUBJECT =
  /^[[(]?(?:auto(?:matic)?:|abwesend|absent|afwezig|frånvaro|fravær|fuori (?:sede|ufficio)|fuera de la oficina|out[- ]of[- ](?:the[- ])?office|poza biurem|házon kívül|不在|부재)(?! ?auto)/iu;

/** The mark in front of the answered subject, as programs put it: `Mark: …`, `[Mark] …`, the mark alone; or Notes' AUTO. */
export const AUTOMATIC_SUBJECT = new RegExp(
  `^(?:[[(](?:${AUTOMATIC_SUBJECTS})[\\])]|(?:${AUTOMATIC_SUBJECTS})\\s*(?:[:：-]|$)|auto(?:matic)?:\\s)|[[(](?:${AUTOMATIC_SUBJECTS})[\\])]\\s*$`,
  'iu',
);

/** A text that calls itself automatic. "I am away" is not enough: people write that, too. */
export const AUTOMATIC_SAID = any(
  'this is an? (?:auto(?:mated|matic(?:ally generated)?)|auto-?(?:generated|reply|response)) (?:\\w+ )?(?:reply|response|message|e-?mail|notification|answer)',
  'this (?:message|e-?mail|reply) (?:was|is|has been) (?:automatically (?:generated|sent)|sent automatically|generated automatically)',
  'dies ist eine automatisch|(?:diese|die) (?:e-?mail|nachricht|mail|antwort) (?:wurde|ist|wird) automatisch',
  'ceci est (?:une réponse|un (?:message|e-?mail|courriel)) automatique|(?:ce|cette) (?:message|réponse|courriel) (?:est|a été) (?:envoyée? |générée? )?automatique',
  'est[ea] es una? (?:respuesta|mensaje|correo) (?:automátic|generad)|esta é uma (?:resposta|mensagem) automática|quest[ao] è una? (?:risposta|messaggio) automatic',
  'dit is een automatisch|detta är ett auto|dette er (?:et|en) auto|tämä on automaattinen|to jest automatyczn|toto je automatick|ez egy automatikus',
  'это автоматическ|сообщение (?:создано|сгенерировано|отправлено) автоматически|bu (?:bir )?otomatik|这是(?:一封)?自动|這是(?:一封)?自動|自動(?:返信|応答|送信)|자동으로',
);
