import type { SheetKind, SheetLanguage } from '@callbook/contracts';
import type { FieldName, GroupName } from '../template.ts';

/** Everything that is printed on sheets in one language. */
export type Words = {
  readonly titles: Readonly<Record<SheetKind, string>>;
  /** What to do with the sheet. */
  readonly advice: Readonly<Record<SheetKind, string>>;
  /** On a separator, in large letters. */
  readonly banner: string;
  readonly form: string;
  readonly page: string;
  readonly fields: Readonly<Record<FieldName, string>>;
  readonly groups: Readonly<Record<GroupName, string>>;
  /** What a tick in a group says; departments come from the configuration. */
  readonly options: Readonly<Record<string, string>>;
};

export const WORDS: Readonly<Record<SheetLanguage, Words>> = {
  en: {
    titles: {
      call: 'Call for the service desk',
      'log-book': 'Log book of calls',
      separator: 'Separator sheet',
    },
    advice: {
      call: 'Please use capital letters, one in each box, and a dark pen. Put the sheet into the tray.',
      'log-book': 'One call in each row, in capital letters and with a dark pen. When the page is full, it is scanned.',
      separator: 'Lay this sheet on top of a pile before you scan it. What you tick here is true of all that follows.',
    },
    banner: 'A new batch begins here',
    form: 'Form',
    page: 'Page',
    fields: {
      date: 'Date',
      time: 'Time',
      name: 'Name',
      phone: 'Telephone',
      phoneOrRoom: 'Telephone or room',
      room: 'Room',
      email: 'E-mail',
      employeeNumber: 'Personnel number',
      reference: 'If you wrote before: CB-',
      matter: 'What is the matter?',
      note: 'Remarks',
    },
    groups: {
      department: 'Who is it for?',
      urgency: 'How urgent is it?',
      bestTime: 'When can we call you?',
      urgent: 'Urgent',
    },
    options: {
      'urgency.high': 'I cannot work',
      'urgency.medium': 'It holds up my work',
      'urgency.low': 'It can wait',
      'bestTime.any': 'At any time',
      'bestTime.morning': 'In the morning',
      'bestTime.noon': 'Around noon',
      'bestTime.afternoon': 'In the afternoon',
    },
  },
  de: {
    titles: {
      call: 'Meldung an den Service-Desk',
      'log-book': 'Logbuch der Meldungen',
      separator: 'Trennblatt',
    },
    advice: {
      call: 'Bitte in Großbuchstaben, einer je Kästchen, und mit dunklem Stift. Legen Sie das Blatt in die Ablage.',
      'log-book':
        'Je Zeile eine Meldung, in Großbuchstaben und mit dunklem Stift. Ist die Seite voll, wird sie eingescannt.',
      separator: 'Vor dem Scannen oben auf den Stapel legen. Was hier angekreuzt ist, gilt für alles, was folgt.',
    },
    banner: 'Hier beginnt ein neuer Stapel',
    form: 'Formular',
    page: 'Seite',
    fields: {
      date: 'Datum',
      time: 'Uhrzeit',
      name: 'Name',
      phone: 'Telefon',
      phoneOrRoom: 'Telefon oder Raum',
      room: 'Raum',
      email: 'E-Mail',
      employeeNumber: 'Personalnummer',
      reference: 'Schon gemeldet als CB-',
      matter: 'Worum geht es?',
      note: 'Bemerkungen',
    },
    groups: {
      department: 'Für wen ist es?',
      urgency: 'Wie dringend ist es?',
      bestTime: 'Wann erreichen wir Sie?',
      urgent: 'Dringend',
    },
    options: {
      'urgency.high': 'Ich kann nicht arbeiten',
      'urgency.medium': 'Es behindert meine Arbeit',
      'urgency.low': 'Es hat Zeit',
      'bestTime.any': 'Jederzeit',
      'bestTime.morning': 'Vormittags',
      'bestTime.noon': 'Mittags',
      'bestTime.afternoon': 'Nachmittags',
    },
  },
  fr: {
    titles: {
      call: 'Demande au centre de services',
      'log-book': 'Registre des demandes',
      separator: 'Feuille de séparation',
    },
    advice: {
      call: 'En majuscules, une lettre par case, au stylo foncé. Déposez ensuite la feuille dans le bac.',
      'log-book': 'Une demande par ligne, en majuscules et au stylo foncé. La page remplie sera numérisée.',
      separator: 'À poser sur la pile avant de la numériser. Ce qui est coché ici vaut pour tout ce qui suit.',
    },
    banner: 'Un nouveau lot commence ici',
    form: 'Formulaire',
    page: 'Page',
    fields: {
      date: 'Date',
      time: 'Heure',
      name: 'Nom',
      phone: 'Téléphone',
      phoneOrRoom: 'Téléphone ou bureau',
      room: 'Bureau',
      email: 'E-mail',
      employeeNumber: 'Matricule',
      reference: 'Déjà signalé : CB-',
      matter: 'De quoi s’agit-il ?',
      note: 'Remarques',
    },
    groups: {
      department: 'À qui est-ce destiné ?',
      urgency: 'Est-ce urgent ?',
      bestTime: 'Quand vous joindre ?',
      urgent: 'Urgent',
    },
    options: {
      'urgency.high': 'Je ne peux pas travailler',
      'urgency.medium': 'Cela gêne mon travail',
      'urgency.low': 'Cela peut attendre',
      'bestTime.any': 'À tout moment',
      'bestTime.morning': 'Le matin',
      'bestTime.noon': 'Vers midi',
      'bestTime.afternoon': 'L’après-midi',
    },
  },
  es: {
    titles: {
      call: 'Solicitud al centro de servicios',
      'log-book': 'Libro de solicitudes',
      separator: 'Hoja de separación',
    },
    advice: {
      call: 'En mayúsculas, una letra por casilla y con bolígrafo oscuro. Deje la hoja en la bandeja.',
      'log-book': 'Una solicitud por línea, en mayúsculas y con bolígrafo oscuro. La página llena se escanea.',
      separator: 'Póngala sobre el montón antes de escanearlo. Lo marcado aquí vale para todo lo que sigue.',
    },
    banner: 'Aquí empieza un nuevo lote',
    form: 'Formulario',
    page: 'Página',
    fields: {
      date: 'Fecha',
      time: 'Hora',
      name: 'Nombre',
      phone: 'Teléfono',
      phoneOrRoom: 'Teléfono o despacho',
      room: 'Despacho',
      email: 'Correo electrónico',
      employeeNumber: 'N.º de empleado',
      reference: 'Ya comunicado: CB-',
      matter: '¿De qué se trata?',
      note: 'Observaciones',
    },
    groups: {
      department: '¿Para quién es?',
      urgency: '¿Es urgente?',
      bestTime: '¿Cuándo podemos llamarle?',
      urgent: 'Urgente',
    },
    options: {
      'urgency.high': 'No puedo trabajar',
      'urgency.medium': 'Dificulta mi trabajo',
      'urgency.low': 'Puede esperar',
      'bestTime.any': 'A cualquier hora',
      'bestTime.morning': 'Por la mañana',
      'bestTime.noon': 'A mediodía',
      'bestTime.afternoon': 'Por la tarde',
    },
  },
};
