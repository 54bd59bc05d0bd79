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
  answerBy: (time) => `Ein Mensch antwortet Ihnen bis ${time}.`,
  answerFollows: () => 'Ein Mensch antwortet Ihnen.',
  closed: (opens) =>
    opens === undefined ? 'Im Moment ist niemand da.' : `Im Moment ist niemand da, wieder ab ${opens}.`,
  addByAnswering: () => 'Wenn Sie etwas ergänzen möchten, antworten Sie einfach auf diese Nachricht.',
  urgent: () => 'Wenn es nicht warten kann, schreiben Sie das in Ihrer Antwort, und warum.',
  status: (reference, status) => `${reference} ${STATUS[status]}.`,
};
