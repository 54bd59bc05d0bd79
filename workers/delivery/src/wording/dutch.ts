import type { Words } from './words.ts';

const STATUS = {
  new: 'wacht tot iemand ermee begint',
  acknowledged: 'wacht tot iemand ermee begint',
  'in-progress': 'is in behandeling',
  waiting: 'wacht op een antwoord van u',
  resolved: 'is opgelost',
  closed: 'is gesloten',
} as const;

export const dutch: Words = {
  language: 'nl-NL',
  hello: (name) => (name === undefined ? 'Goedendag,' : `Goedendag ${name},`),
  received: (reference, title) => `Wij hebben uw bericht “${title}” ontvangen. Uw meldingsnummer is ${reference}.`,
  goesTo: (department) => `Het ligt bij: ${department}.`,
  answerBy: (time) => `Een medewerker antwoordt u uiterlijk ${time}.`,
  answerFollows: () => 'Een medewerker antwoordt u.',
  closed: (opens) =>
    opens === undefined ? 'Er is nu niemand aanwezig.' : `Er is nu niemand aanwezig. Wij zijn er weer op ${opens}.`,
  addByAnswering: () => 'Wilt u iets toevoegen, beantwoord dan gewoon dit bericht.',
  urgent: () => 'Kan het niet wachten, schrijf dat dan in uw antwoord, en waarom.',
  rate: (link) => `Hoe tevreden bent u? Eén klik meer zegt het ons: ${link}`,
  link: {
    subject: 'Uw meldingen',
    text: (link) => [
      `Met deze link ziet u uw meldingen en wat er is geantwoord:\n${link}`,
      'Hij is 24 uur geldig. Geef hem aan niemand: wie hem heeft, ziet wat u ziet.',
      'Iemand heeft hem op onze pagina met dit adres aangevraagd. Was u dat niet, dan hoeft u niets te doen.',
    ],
  },
  lookUp: (link) => `Hier ziet u hoe het ervoor staat: ${link}`,
  status: (reference, status) => `${reference} ${STATUS[status]}.`,
  questions: () => 'Zodat wij meteen kunnen beginnen, beantwoord alstublieft:',
  short: {
    received: (reference) => `Wij hebben uw bericht, nummer ${reference}.`,
    answerBy: (time) => `Een medewerker antwoordt uiterlijk ${time}.`,
    answerFollows: () => 'Een medewerker antwoordt u.',
    closed: (opens) => `Wij zijn er weer op ${opens}.`,
    urgent: () => 'Kan het niet wachten, bel dan nog eens en zeg dat.',
    questionsAt: (count, link) => `Wij hebben ${count === 1 ? 'een vraag' : `${count} vragen`}: ${link}`,
  },
  due(what, time, late) {
    if (what === 'respondBy')
      return late
        ? `Niemand heeft geantwoord; dat had uiterlijk ${time} gemoeten.`
        : `Iemand moet uiterlijk ${time} antwoorden.`;
    return late ? `Het is niet klaar; dat had uiterlijk ${time} gemoeten.` : `Het moet uiterlijk ${time} klaar zijn.`;
  },
};
