import type { Words } from './words.ts';

const STANDS = {
  new: 'waits for somebody to begin with it.',
  acknowledged: 'waits for somebody to begin with it.',
  'in-progress': 'is being worked on.',
  waiting: 'waits for an answer of yours, here in this thread.',
  resolved: 'is resolved.',
  closed: 'is closed.',
} as const;

export const english: Words = {
  form: {
    title: 'Ask the service desk',
    submit: 'Send',
    cancel: 'Cancel',
    description: 'What is it about?',
    descriptionHint: 'What happened, where, and what did you expect?',
    department: 'Who is it for?',
    service: 'Which service?',
    urgency: 'How urgent is it?',
    urgencies: { low: 'It can wait', normal: 'Normal', high: 'I cannot work' },
    files: 'Pictures or files',
    choose: 'Choose',
    missing: 'Please say what it is about.',
  },
  home: {
    title: 'Service desk',
    intro: 'Ask here, or write a direct message. You are answered in Slack.',
    ask: 'Ask something',
    calls: 'My calls',
    none: 'You have not asked anything yet.',
    open: 'Open',
  },
  status: {
    new: 'New',
    acknowledged: 'New',
    'in-progress': 'In progress',
    waiting: 'Waits for you',
    resolved: 'Resolved',
    closed: 'Closed',
  },
  message: {
    received: 'We have your message.',
    reference: 'Reference',
    about: 'About',
    department: 'Department',
    answerBy: 'A person answers by',
    answerFollows: 'A person will answer you.',
    add: 'To add something, answer in this thread.',
    urgent: 'If it cannot wait, say so here and why.',
    questions: 'So that we can begin at once, please answer these in this thread:',
    stands: (reference, status) => `${reference} ${STANDS[status]}`,
    rate: 'How did we do?',
  },
  button: {
    close: 'It is solved',
    reopen: 'It is not solved',
    stars: (stars) => (stars === 1 ? '1 star of 5' : `${stars} stars of 5`),
  },
  pressed: {
    close: 'It is solved (button in Slack)',
    reopen: 'It is not solved (button in Slack)',
    rate: (stars) => `${stars} of 5 stars (button in Slack)`,
  },
};
