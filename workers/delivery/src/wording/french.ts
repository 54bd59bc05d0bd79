import type { Words } from './words.ts';

const STATUS = {
  new: 'attend que quelqu’un s’en occupe',
  acknowledged: 'attend que quelqu’un s’en occupe',
  'in-progress': 'est en cours de traitement',
  waiting: 'attend une réponse de votre part',
  resolved: 'est résolue',
  closed: 'est close',
} as const;

export const french: Words = {
  language: 'fr-FR',
  hello: (name) => (name === undefined ? 'Bonjour,' : `Bonjour ${name},`),
  received: (reference, title) =>
    `Votre message « ${title} » nous est parvenu. Le numéro de votre demande est ${reference}.`,
  goesTo: (department) => `Elle est confiée à : ${department}.`,
  answerBy: (time) => `Une personne vous répondra d’ici au ${time}.`,
  answerFollows: () => 'Une personne vous répondra.',
  closed: (opens) =>
    opens === undefined
      ? 'Il n’y a personne en ce moment.'
      : `Il n’y a personne en ce moment. Nous serons de retour le ${opens}.`,
  addByAnswering: () => 'Pour ajouter quelque chose, répondez simplement à ce message.',
  urgent: () => 'Si cela ne peut pas attendre, dites-le dans votre réponse, et pourquoi.',
  rate: (link) => `Êtes-vous satisfait ? Un clic de plus nous le dit : ${link}`,
  link: {
    subject: 'Vos demandes',
    text: (link) => [
      `Ce lien vous montre vos demandes et les réponses :\n${link}`,
      'Il est valable 24 heures. Ne le donnez à personne : qui l’a voit ce que vous voyez.',
      'Quelqu’un l’a demandé sur notre page avec cette adresse. Si ce n’était pas vous, vous n’avez rien à faire.',
    ],
  },
  lookUp: (link) => `Pour suivre votre demande : ${link}`,
  status: (reference, status) => `${reference} ${STATUS[status]}.`,
  questions: () => 'Pour que nous puissions commencer tout de suite, merci de répondre à ces questions :',
  short: {
    received: (reference) => `Votre message est bien arrivé, numéro ${reference}.`,
    answerBy: (time) => `Une personne vous répond avant le ${time}.`,
    answerFollows: () => 'Une personne vous répondra.',
    closed: (opens) => `Nous sommes de retour le ${opens}.`,
    urgent: () => 'Si c’est urgent, rappelez-nous.',
    questionsAt: (count, link) => `Nous avons ${count === 1 ? 'une question' : `${count} questions`} : ${link}`,
  },
  due(what, time, late) {
    if (what === 'respondBy')
      return late
        ? `Personne n’a répondu ; il fallait le faire avant le ${time}.`
        : `Quelqu’un doit répondre avant le ${time}.`;
    return late
      ? `Ce n’est pas terminé ; il fallait l’être avant le ${time}.`
      : `Cela doit être terminé avant le ${time}.`;
  },
};
