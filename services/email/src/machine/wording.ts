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
  '^failure notice',
  '^returned mail',
  'return(?:ed|ing) (?:message )?to sender',
  '^(?:mail|message) (?:could )?not (?:be )?delivered',
  'not listed in domino',
  'unzustellbar|nicht zustellbar|nicht zugestellt|zustellung fehlgeschlagen',
  'non remis|échec de (?:la )?(?:remise|livraison|distribution)|non distribué|retour(?:né)? à l.expéditeur',
  'no (?:se )?(?:puede|pudo) entregar|no entregado|error de entrega',
  'onbestelbaar|niet bezorgd|niet afgeleverd',
  'mancat[oa] (?:recapito|consegna)|non recapitabile|impossibile recapitare',
  'não (?:foi )?entregue|não é possível entregar|falha na entrega',
  'niedostarczon|nie można dostarczyć|nie dostarczono|zwrot wiadomości|błąd dostarczenia',
  'olevere?rbar|går inte att leverera|kunde inte levereras|kan ikke leveres|kunne ikke leveres|returnerat',
  'ei voi toimittaa|toimittaminen epäonnistui',
  'nedoručiteln|nelze doručit|nedoručen|kézbesíthetetlen|nelivrat|iletilemedi|teslim edilemedi',
  'недоставлен|не доставлен|не удается доставить|не удалось доставить|возвращен[оа]? отправителю',
  '退信|无法(?:投递|传递|送达)|無法(?:投遞|傳遞|送達)|投递失败',
  '配信(?:不能|できません|エラー)|配達(?:不能|できません)|送信エラー|전송\\s?실패|배달\\s?(?:실패|할 수 없)|반송',
);

/** The words of a server that has given up. */
export const FAILURE_SAID = any(
  '(?:could not|couldn.t|cannot|can.t|was not|wasn.t(?: able)?|unable|not able|not possible|did not|failed) (?:be |to )*(?:deliver|reach(?:ed)? the following|send your message to)',
  '(?:was|is|were) undeliverable',
  'permanent(?:ly)? (?:fatal )?(?:error|fail)',
  'following addresse?s?(?:\\(es\\))? (?:failed|had)',
  'your (?:message|mail|e-mail) (?:to .{1,80} )?(?:was|has been|is|got) (?:rejected|refused|blocked|returned|bounced|not delivered)',
  '(?:user|mailbox|recipient|account|address|domain|host) (?:name )?(?:is |was )?(?:unknown|not found|disabled|unavailable|not recogni[sz]ed|does not exist|doesn.t exist|over quota|full)',
  '(?:unknown|no such|not a valid|invalid|non-?existent) (?:local )?(?:user|recipient|mailbox|address|account|domain|host)',
  '(?:mailbox|quota|size) .{0,20}exceed|exceed.{0,30}(?:quota|limit|size)|over quota',
  'no mailbox here by that name|returning (?:your )?message|returned to sender|giv(?:en|ing) up',
  '\\b55\\d[ -]5\\.\\d+\\.\\d+',
  'konnte (?:leider )?nicht zugestellt|nicht zustellbar|empfänger .{0,30}unbekannt',
  'n.a pas pu être (?:remis|distribué|délivré|envoyé)|destinataire .{0,20}inconnu',
  'no (?:se )?(?:ha podido|pudo|puede) (?:ser )?entrega|non è stato (?:possibile )?(?:recapit|consegn)',
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
  'respuesta autom[áa]tica|resposta autom[áa]tica|fuera de la oficina|ausência temporária|resposta de ausência',
  'risposta automatica|fuori (?:sede|ufficio)|messaggio automatico',
  'automatisch antwoord|automatische reactie|afwezigheids(?:bericht|melding)|afwezig',
  'autom(?:atiskt|atisk) (?:svar|besked)|autosvar|frånvaro(?:meddelande)?|ikke til stede|fraværsmelding|fravær',
  'automaattinen vastaus|poissaoloviesti|automaatvastus|automātiskā atbilde|automatinis atsakymas',
  'automatyczna odpowiedź|odpowiedź automatyczna|autoodpowiedź|poza biurem',
  'automatická odpov[ěe][ďd]|automatikus válasz|házon kívül|răspuns automat|automatski odgovor|samodejni odgovor',
  'автоматический ответ|автоответ|автоматична відповідь|автоматичен отговор|аутоматски одговор',
  'otomatik (?:yanıt|cevap)|αυτόματη απάντηση|תשובה אוטומטית|الرد التلقائي|رد تلقائي',
  '自动(?:回复|答复)|自動(?:回覆|回復|回答|応答|返信)|不在(?:通知|の(?:お知らせ|連絡))|자동\\s?(?:회신|응답|답장)|부재\\s?중',
  'trả lời tự động|การตอบกลับอัตโนมัติ|balasan otomatis|svar automatisk',
].join('|');
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
