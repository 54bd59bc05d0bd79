import type { Words } from './words.ts';

const STANDS = {
  new: 'wartet darauf, dass jemand damit beginnt.',
  acknowledged: 'wartet darauf, dass jemand damit beginnt.',
  'in-progress': 'ist in Arbeit.',
  waiting: 'wartet auf eine Antwort von Ihnen, hier in diesem Thread.',
  resolved: 'ist gelöst.',
  closed: 'ist geschlossen.',
} as const;

export const german: Words = {
  form: {
    title: 'Anfrage stellen',
    submit: 'Senden',
    cancel: 'Abbrechen',
    description: 'Worum geht es?',
    descriptionHint: 'Was ist passiert, wo, und was haben Sie erwartet?',
    department: 'An wen geht es?',
    service: 'Um welchen Dienst geht es?',
    urgency: 'Wie dringend ist es?',
    urgencies: { low: 'Es kann warten', normal: 'Normal', high: 'Ich kann nicht arbeiten' },
    files: 'Bilder oder Dateien',
    choose: 'Auswählen',
    missing: 'Bitte schreiben Sie, worum es geht.',
  },
  home: {
    title: 'Service Desk',
    intro: 'Fragen Sie hier, oder schreiben Sie eine Direktnachricht. Sie erhalten die Antwort in Slack.',
    ask: 'Etwas fragen',
    calls: 'Meine Vorgänge',
    none: 'Sie haben noch nichts gefragt.',
    open: 'Öffnen',
  },
  status: {
    new: 'Neu',
    acknowledged: 'Neu',
    'in-progress': 'In Arbeit',
    waiting: 'Wartet auf Sie',
    resolved: 'Gelöst',
    closed: 'Geschlossen',
  },
  message: {
    received: 'Ihre Nachricht ist bei uns.',
    reference: 'Vorgangsnummer',
    about: 'Es geht um',
    department: 'Abteilung',
    answerBy: 'Ein Mensch antwortet bis',
    answerFollows: 'Ein Mensch wird Ihnen antworten.',
    add: 'Wenn Sie etwas ergänzen möchten, antworten Sie in diesem Thread.',
    urgent: 'Wenn es nicht warten kann, schreiben Sie das hier, und warum.',
    questions: 'Damit wir gleich anfangen können, beantworten Sie bitte in diesem Thread:',
    stands: (reference, status) => `${reference} ${STANDS[status]}`,
    rate: 'Wie zufrieden sind Sie?',
  },
  button: {
    close: 'Das ist gelöst',
    reopen: 'Das ist nicht gelöst',
    stars: (stars) => (stars === 1 ? '1 Stern von 5' : `${stars} Sterne von 5`),
  },
  pressed: {
    close: 'Das ist gelöst (Knopf in Slack)',
    reopen: 'Das ist nicht gelöst (Knopf in Slack)',
    rate: (stars) => `${stars} von 5 Sternen (Knopf in Slack)`,
  },
};
