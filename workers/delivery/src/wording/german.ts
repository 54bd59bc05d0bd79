import type { Words } from './words.ts';

const STATUS = {
  new: 'wartet darauf, dass jemand damit beginnt',
  acknowledged: 'wartet darauf, dass jemand damit beginnt',
  'in-progress': 'ist in Arbeit',
  waiting: 'wartet auf eine Antwort von Ihnen',
  resolved: 'ist gelöst',
  closed: 'ist geschlossen',
} as const;

export const german: Words = {
  language: 'de-DE',
  hello: (name) => (name === undefined ? 'Guten Tag,' : `Guten Tag ${name},`),
  received: (reference, title) => `Ihre Nachricht „${title}“ ist bei uns. Ihre Vorgangsnummer ist ${reference}.`,
  goesTo: (department) => `Zuständig ist: ${department}.`,
  answerBy: (time) => `Ein Mensch antwortet Ihnen bis ${time}.`,
  answerFollows: () => 'Ein Mensch antwortet Ihnen.',
  closed: (opens) =>
    opens === undefined ? 'Im Moment ist niemand da.' : `Im Moment ist niemand da, wieder ab ${opens}.`,
  addByAnswering: () => 'Wenn Sie etwas ergänzen möchten, antworten Sie einfach auf diese Nachricht.',
  urgent: () => 'Wenn es nicht warten kann, schreiben Sie das in Ihrer Antwort, und warum.',
  rate: (link) => `Wie zufrieden sind Sie? Ein Klick mehr sagt es uns: ${link}`,
  link: {
    subject: 'Ihre Vorgänge',
    text: (link) => [
      `Mit diesem Link sehen Sie Ihre Vorgänge und was geantwortet wurde:\n${link}`,
      'Er gilt 24 Stunden. Geben Sie ihn niemandem weiter: Wer ihn hat, sieht, was Sie sehen.',
      'Jemand hat ihn auf unserer Seite mit dieser Adresse angefordert. Wenn Sie das nicht waren, brauchen Sie nichts zu tun.',
    ],
  },
  lookUp: (link) => `Wie es steht, sehen Sie hier: ${link}`,
  status: (reference, status) => `${reference} ${STATUS[status]}.`,
  questions: () => 'Damit wir gleich anfangen können, beantworten Sie bitte:',
  short: {
    received: (reference) => `Ihre Nachricht ist bei uns, Nummer ${reference}.`,
    answerBy: (time) => `Ein Mensch antwortet bis ${time}.`,
    answerFollows: () => 'Ein Mensch antwortet Ihnen.',
    closed: (opens) => `Wir sind wieder da ab ${opens}.`,
    urgent: () => 'Wenn es nicht warten kann, rufen Sie noch einmal an.',
    questionsAt: (count, link) => `Wir haben ${count === 1 ? 'eine Frage' : `${count} Fragen`}: ${link}`,
  },
  due(what, time, late) {
    if (what === 'respondBy')
      return late ? `Niemand hat geantwortet; Zeit dafür war bis ${time}.` : `Jemand muss bis ${time} antworten.`;
    return late ? `Es ist nicht erledigt; Zeit dafür war bis ${time}.` : `Es muss bis ${time} erledigt sein.`;
  },
};
