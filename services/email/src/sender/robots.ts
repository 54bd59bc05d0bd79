/** Addresses that nobody reads, in the languages in which they say so. */
const NOREPLY =
  /^(?:[^@]*[-_.+])?(?:no[-_.]?(?:reply|response|answer)|do[-_.]?not[-_.]?(?:reply|respond|answer)|(?:no|non)[-_.]?(?:responder|responda|rispondere)|ne[-_.]?pas[-_.]?repondre|(?:nicht|keine)[-_.]?antwort(?:en)?|(?:svar|antwoord)[-_.]?(?:ej|niet))(?:[-_.+\d][^@]*)?@/;
const ROBOT =
  /^(?:mailer[-_.]?daemon|post-?master|bounces?|(?:news)?letter|notifications?|daemon|root|cron)(?:[-+][^@]*)?@/;
/** What web sites send the mail of their forms as. */
const FORM =
  /^(?:(?:web|online|contact|kontakt|contacto|contatto)?[-_.]?(?:forms?|formulare?|formulaire|formulario|modulo)|(?:contact|kontakt|feedback)[-_.]?us|web(?:site|server|mail(?:er)?)?|www(?:[-_.]?data|[-_.]?run)?|website|homepage|wordpress|wp|typo3|drupal|joomla|apache|nginx|httpd|nobody|mailer|php|cgi|system|server)(?:[-_.+\d][^@]*)?@/;
const FORM_NAME =
  /\b(?:web\s?forms?|(?:contact|web(?:site)?|online|request|support)[\s-](?:contact\s)?forms?|kontaktformular|webformular|formulaire de contact|formulario de contacto|modulo (?:di )?contatto|contactformulier|kontaktskjema|kontaktformulär|formularz kontaktowy)\b/i;

/** Whether nobody reads what is sent to this (lower-case) address. */
export function isRobot(address: string): boolean {
  return NOREPLY.test(address) || ROBOT.test(address);
}

export function isNoReply(address: string): boolean {
  return NOREPLY.test(address);
}

/** Whether a web site writes under this name and address for whoever filled in its form. */
export function isForm(name: string, address: string): boolean {
  return FORM.test(address) || FORM_NAME.test(name);
}
