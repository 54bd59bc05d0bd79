import type { Words } from './words.ts';

const STATUS = {
  new: 'attende che qualcuno se ne occupi',
  acknowledged: 'attende che qualcuno se ne occupi',
  'in-progress': 'è in lavorazione',
  waiting: 'attende una Sua risposta',
  resolved: 'è risolta',
  closed: 'è chiusa',
} as const;

export const italian: Words = {
  language: 'it-IT',
  hello: (name) => (name === undefined ? 'Buongiorno,' : `Buongiorno ${name},`),
  received: (reference, title) =>
    `Abbiamo ricevuto il Suo messaggio «${title}». Il numero della Sua richiesta è ${reference}.`,
  goesTo: (department) => `Se ne occupa: ${department}.`,
  answerBy: (time) => `Una persona Le risponderà entro: ${time}.`,
  answerFollows: () => 'Una persona Le risponderà.',
  closed: (opens) =>
    opens === undefined
      ? 'In questo momento non c’è nessuno.'
      : `In questo momento non c’è nessuno. Torniamo: ${opens}.`,
  addByAnswering: () => 'Per aggiungere qualcosa, basta rispondere a questo messaggio.',
  urgent: () => 'Se non può aspettare, lo scriva nella risposta, e perché.',
  rate: (link) => `È soddisfatto? Un clic in più ce lo dice: ${link}`,
  link: {
    subject: 'Le Sue richieste',
    text: (link) => [
      `Con questo link vede le Sue richieste e le risposte:\n${link}`,
      'Vale 24 ore. Non lo dia a nessuno: chi lo ha vede ciò che vede Lei.',
      'Qualcuno lo ha chiesto sulla nostra pagina con questo indirizzo. Se non è stato Lei, non deve fare nulla.',
    ],
  },
  lookUp: (link) => `Per vedere a che punto è: ${link}`,
  status: (reference, status) => `${reference} ${STATUS[status]}.`,
  questions: () => 'Perché possiamo cominciare subito, risponda per favore:',
  short: {
    received: (reference) => `Abbiamo il Suo messaggio, numero ${reference}.`,
    answerBy: (time) => `Una persona risponde entro: ${time}.`,
    answerFollows: () => 'Una persona Le risponderà.',
    closed: (opens) => `Torniamo: ${opens}.`,
    urgent: () => 'Se non può aspettare, richiami e lo dica.',
    questionsAt: (count, link) => `Abbiamo ${count === 1 ? 'una domanda' : `${count} domande`}: ${link}`,
  },
  due(what, time, late) {
    if (what === 'respondBy')
      return late ? `Nessuno ha risposto; il termine era ${time}.` : `Qualcuno deve rispondere entro: ${time}.`;
    return late ? `Non è conclusa; il termine era ${time}.` : `Deve essere conclusa entro: ${time}.`;
  },
};
