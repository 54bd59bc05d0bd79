import type { Words } from './words.ts';

const STATUS = {
  new: 'espera a que alguien se ocupe de ella',
  acknowledged: 'espera a que alguien se ocupe de ella',
  'in-progress': 'está en curso',
  waiting: 'espera una respuesta suya',
  resolved: 'está resuelta',
  closed: 'está cerrada',
} as const;

export const spanish: Words = {
  language: 'es-ES',
  hello: (name) => (name === undefined ? 'Hola:' : `Hola, ${name}:`),
  received: (reference, title) => `Hemos recibido su mensaje «${title}». El número de su solicitud es ${reference}.`,
  goesTo: (department) => `Se ocupa de ella: ${department}.`,
  answerBy: (time) => `Una persona le responderá antes del ${time}.`,
  answerFollows: () => 'Una persona le responderá.',
  closed: (opens) => (opens === undefined ? 'Ahora no hay nadie.' : `Ahora no hay nadie. Volvemos el ${opens}.`),
  addByAnswering: () => 'Para añadir algo, responda simplemente a este mensaje.',
  urgent: () => 'Si no puede esperar, dígalo en su respuesta, y por qué.',
  rate: (link) => `¿Está satisfecho? Un clic más nos lo dice: ${link}`,
  link: {
    subject: 'Sus solicitudes',
    text: (link) => [
      `Con este enlace ve sus solicitudes y lo que se ha respondido:\n${link}`,
      'Sirve durante 24 horas. No se lo dé a nadie: quien lo tiene ve lo mismo que usted.',
      'Alguien lo ha pedido en nuestra página con esta dirección. Si no ha sido usted, no tiene que hacer nada.',
    ],
  },
  lookUp: (link) => `Puede ver cómo va aquí: ${link}`,
  status: (reference, status) => `${reference} ${STATUS[status]}.`,
  questions: () => 'Para que podamos empezar enseguida, responda por favor:',
  short: {
    received: (reference) => `Tenemos su mensaje. Su referencia es ${reference}.`,
    answerBy: (time) => `Le responde una persona antes del ${time}.`,
    answerFollows: () => 'Le responde una persona.',
    closed: (opens) => `Volvemos el ${opens}.`,
    urgent: () => 'Si es urgente, llame otra vez.',
    questionsAt: (count, link) => `Tenemos ${count === 1 ? 'una pregunta' : `${count} preguntas`}: ${link}`,
  },
  due(what, time, late) {
    if (what === 'respondBy')
      return late ? `Nadie ha respondido; el plazo era el ${time}.` : `Alguien debe responder antes del ${time}.`;
    return late ? `No está terminada; el plazo era el ${time}.` : `Debe estar terminada antes del ${time}.`;
  },
};
