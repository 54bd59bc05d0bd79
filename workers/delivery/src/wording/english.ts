import type { Words } from './words.ts';

const STATUS = {
  new: 'waits for somebody to begin with it',
  acknowledged: 'waits for somebody to begin with it',
  'in-progress': 'is being worked on',
  waiting: 'waits for an answer of yours',
  resolved: 'is resolved',
  closed: 'is closed',
} as const;

export const english: Words = {
  language: 'en-GB',
  hello: (name) => (name === undefined ? 'Hello,' : `Hello ${name},`),
  received: (reference, title) => `We have your message “${title}”. Its reference is ${reference}.`,
  goesTo: (department) => `It is with ${department}.`,
  answerBy: (time) => `A person will answer you by ${time}.`,
  answerFollows: () => 'A person will answer you.',
  closed: (opens) => (opens === undefined ? 'Nobody is here now.' : `Nobody is here now. We are back on ${opens}.`),
  addByAnswering: () => 'To add something, simply answer this message.',
  urgent: () => 'If it cannot wait, say so in your answer, and why.',
  rate: (link) => `How content are you with it? One press more tells us: ${link}`,
  link: {
    subject: 'Your calls',
    text: (link) => [
      `With this link you see your calls, and what was answered:\n${link}`,
      'It is good for 24 hours. Give it to nobody: whoever has it sees what you see.',
      'Somebody asked for it on our page with this address. If that was not you, you need not do anything.',
    ],
  },
  lookUp: (link) => `See how it stands: ${link}`,
  status: (reference, status) => `${reference} ${STATUS[status]}.`,
  questions: () => 'So that we can begin at once, please answer these:',
  short: {
    received: (reference) => `We have your message. Its reference is ${reference}.`,
    answerBy: (time) => `A person answers by ${time}.`,
    answerFollows: () => 'A person will answer you.',
    closed: (opens) => `We are back on ${opens}.`,
    urgent: () => 'If it cannot wait, call again and say so.',
    questionsAt: (count, link) => `We have ${count === 1 ? 'a question' : `${count} questions`}: ${link}`,
  },
  due(what, time, late) {
    if (what === 'respondBy')
      return late ? `Nobody has answered it; the time for that was ${time}.` : `Somebody must answer it by ${time}.`;
    return late ? `It is not done; the time for that was ${time}.` : `It must be done by ${time}.`;
  },
};
