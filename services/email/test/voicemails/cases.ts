import { attached, type MachineCase, mail } from '../machine-cases/case.ts';

/** What is to be read in a voicemail; `country` is the desk's own. */
export type VoicemailCase = MachineCase & {
  readonly phone?: string;
  readonly who?: string;
  readonly caller?: string;
  readonly called?: string;
  readonly seconds?: number;
  readonly text?: string;
};

const WAV = ['audio/x-wav', 'msg0003.WAV'] as const;

type Told = Pick<VoicemailCase, 'phone' | 'who' | 'caller' | 'called' | 'seconds' | 'text'>;
const told = (
  name: string,
  headers: string,
  text: string,
  expected: Told,
  [type, file]: readonly [string, string] = WAV,
): VoicemailCase => ({ ...attached(name, 'voice', headers, text, type, file), ...expected });

/** The desk is in Germany, so that `030…` is a number of Berlin. */
export const VOICEMAIL_CASES: readonly VoicemailCase[] = [
  told(
    'Asterisk as it is installed',
    'From: Asterisk PBX <asterisk@pbx.example>\nSubject: [PBX]: New message 3 in mailbox 1001\nX-Asterisk-CallerID: 0301234567\nX-Asterisk-CallerIDName: Ada Lovelace',
    'Dear Help Desk:\n\n\tJust wanted to let you know you were just left a 0:25 long message (number 3)\nin mailbox 1001 from "Ada Lovelace" <0301234567>, on Tuesday, November 24, 2026 at 09:12:55 AM so you might\nwant to check it when you get a chance.  Thanks!\n\n\t\t\t\t--Asterisk',
    { phone: '+49301234567', who: 'Ada Lovelace', called: '1001', seconds: 25 },
  ),
  told(
    'Asterisk without headers, from its sentence',
    'From: PBX <root@pbx.example>\nSubject: New message 12 in mailbox 200 from "Ada" <+44 20 7946 0018>',
    'Dear Desk:\n\n\tyou were just left a 1:05 long message (number 12) in mailbox 200 from "Ada" <+442079460018>, on Monday.',
    { phone: '+442079460018', who: 'Ada', called: '200', seconds: 65 },
  ),
  told(
    'Asterisk, of a caller who withholds the number',
    'From: Asterisk PBX <asterisk@pbx.example>\nSubject: [PBX]: New message 4 in mailbox 1001',
    'Dear Help Desk:\n\n\tJust wanted to let you know you were just left a 0:09 long message (number 4)\nin mailbox 1001 from an unknown caller, on Tuesday, November 24, 2026 at 09:12:55 AM so you might\nwant to check it when you get a chance.',
    { caller: 'anonymous', called: '1001', seconds: 9 },
  ),
  told(
    'FreePBX',
    'From: FreePBX <vm@pbx.example>\nSubject: [PBX]: New message 1 in mailbox 200',
    'Help Desk,\n\nThere is a new voicemail in mailbox 200:\n\n\tFrom:\t"Ada L" <030 1234567>\n\tLength:\t12 seconds\n\tDate:\tTuesday, November 24, 2026 at 09:12:55 AM\n\nDial *98 to access your voicemail by phone.',
    { phone: '+49301234567', who: 'Ada L', called: '200', seconds: 12 },
  ),
  told(
    'FreePBX, of a colleague at an extension',
    'From: FreePBX <vm@pbx.example>\nSubject: [PBX]: New message 2 in mailbox 200',
    'There is a new voicemail in mailbox 200:\n\n\tFrom:\t"Reception" <101>\n\tLength:\t0:07\n',
    { who: 'Reception', caller: '101', called: '200', seconds: 7 },
  ),
  told(
    'FusionPBX',
    'From: FusionPBX <voicemail@pbx.example>\nSubject: Voicemail from Ada Lovelace <0301234567> 00:00:14',
    'Voicemail from Ada Lovelace <0301234567>\n\nTo: 1002\nReceived: Tue, 24 Nov 2026\nLength: 00:00:14',
    { phone: '+49301234567', who: 'Ada Lovelace', called: '1002', seconds: 14 },
    ['audio/wav', 'msg_e0d0b5f8.wav'],
  ),
  told(
    '3CX',
    'From: 3CX Phone System <noreply@3cx.example>\nSubject: New Voicemail from Ada Lovelace (0301234567)',
    'You have received a new voicemail.\n\nFrom: Ada Lovelace (0301234567)\nTo: 8000\nDuration: 00:31',
    { phone: '+49301234567', who: 'Ada Lovelace', called: '8000', seconds: 31 },
    ['audio/x-wav', 'vmail_101_1_20261124.wav'],
  ),
  told(
    'Exchange',
    'From: "+493012345678" <+493012345678@example.org>\nSubject: Voice Mail (25 seconds) from +493012345678\nContent-Class: voice-ca\nX-CallingTelephoneNumber: +493012345678\nX-VoiceMessageDuration: 25',
    'You received a voice mail from +493012345678.\n\nCaller-Id: +493012345678',
    { phone: '+493012345678', seconds: 25 },
    ['audio/mp3', '493012345678 (25 seconds) Voice Mail.mp3'],
  ),
  told(
    'Exchange, of somebody whom it knows, with its own transcript',
    'From: Ada Lovelace <ada@example.org>\nSubject: Voice Mail from Ada Lovelace (8 seconds)\nX-VoiceMessageSenderName: Ada Lovelace\nX-VoiceMessageDuration: 8\nX-CallingTelephoneNumber: +493012345678',
    'Voice Mail Preview:\n"the projector in room four stays dark"\n\nYou received a voice mail from Ada Lovelace at +493012345678.',
    {
      ...{ phone: '+493012345678', who: 'Ada Lovelace', seconds: 8 },
      text: 'the projector in room four stays dark',
    },
    ['audio/mp3', 'ada.mp3'],
  ),
  told(
    'Teams',
    'From: Ada Lovelace <noreply@skype.voicemail.microsoft.example>\nSubject: Voicemail from Ada Lovelace (+49 30 1234567)\nContent-Class: voice-message',
    'You received a voice mail from Ada Lovelace at +49 30 1234567.\n\nDuration: 00:12',
    { phone: '+49301234567', who: 'Ada Lovelace', seconds: 12 },
    ['audio/mpeg', 'audio.mp3'],
  ),
  told(
    'Cisco Unity',
    'From: Unity Connection Messaging System <unityconnection@cuc.example>\nSubject: Message from Unknown sender (0301234567)',
    '',
    { phone: '+49301234567' },
    ['audio/wav', 'VoiceMessage.wav'],
  ),
  told(
    'Cisco Unity under an address of the house',
    'From: Telephony <telephony@example.org>\nSubject: Message from Ada Lovelace (4711)',
    '',
    { who: 'Ada Lovelace', caller: '4711' },
    ['audio/wav', 'VoiceMessage.wav'],
  ),
  told(
    'a Fritz!Box',
    'From: FRITZ!Box <fritz@provider.example>\nSubject: Anruf von 0301234567',
    'Ihre FRITZ!Box hat einen Anruf auf dem Anrufbeantworter aufgezeichnet.\n\nDatum: 24.11.26\nUhrzeit: 10:00\nRufnummer: 0301234567\nName: Ada\nDauer: 0:42 Min.\n',
    { phone: '+49301234567', seconds: 42 },
    ['audio/x-wav', '24.11.26_10.00_Telefonanruf.wav'],
  ),
  told(
    'a Fritz!Box that names the caller',
    'From: FRITZ!Box <fritz@provider.example>\nSubject: [FRITZ!Box] Nachricht von Ada Lovelace (0301234567) auf Anrufbeantworter',
    'Eine neue Nachricht.',
    { phone: '+49301234567', who: 'Ada Lovelace' },
    ['audio/x-wav', '24.11.26_10.00_Telefonanruf.wav'],
  ),
  told(
    'Avaya',
    'From: IP Office <vmpro@example.org>\nSubject: New Voicemail message (00:12) from 0301234567',
    'Message from 0301234567',
    { phone: '+49301234567', seconds: 12 },
    ['audio/wav', 'msg00012.wav'],
  ),
  told(
    'Mitel',
    'From: NuPoint UM <nupoint@example.org>\nSubject: Voice message from: 0301234567, 12 seconds',
    '',
    { phone: '+49301234567', seconds: 12 },
    ['audio/wav', 'message.wav'],
  ),
  told(
    'RingCentral',
    'From: RingCentral <notify@ringcentral.example>\nSubject: New Voice Message from (212) 555-0123 on 11/24/2026 9:12 AM',
    'You have a new voice message:\n\nFrom: +1 (212) 555-0123\nReceived: Tuesday, November 24, 2026\nLength: 00:17\nTo: +1 (650) 555-0199 * 101',
    { phone: '+12125550123', called: '+16505550199', seconds: 17 },
    ['audio/mpeg', '2125550123-1124-0912.mp3'],
  ),
  told(
    'sipgate',
    'From: sipgate <no-reply@sipgate.example>\nSubject: Neue Voicemail von +49301234567',
    'Sie haben eine neue Voicemail-Nachricht.\n\nVon: +49301234567\nDauer: 14 Sekunden',
    { phone: '+49301234567', seconds: 14 },
    ['audio/mpeg', 'voicemail.mp3'],
  ),
  told(
    'a German system under an address of the house',
    'From: Zentrale <zentrale@example.org>\nSubject: Neue Sprachnachricht von 030 1234567',
    'Sie haben eine neue Sprachnachricht.\n\nAnrufer: Ada Lovelace (030 1234567)\nLänge: 21 Sek.',
    { phone: '+49301234567', who: 'Ada Lovelace', seconds: 21 },
    ['audio/mpeg', 'nachricht.mp3'],
  ),
  told(
    'a French one',
    'From: Messagerie vocale <svi@operateur.example>\nSubject: Nouveau message vocal de +33142685300',
    'Vous avez un nouveau message.\n\nAppelant : +33 1 42 68 53 00\nDurée : 0 min 33 s\n',
    { phone: '+33142685300', seconds: 33 },
    ['audio/wav', 'message.wav'],
  ),
  told(
    'a Spanish one',
    'From: Centralita <centralita@operador.example>\nSubject: Nuevo mensaje de voz de +34912345678',
    'Tiene un mensaje.\nLlamante: +34 912 345 678\nDuración: 15 segundos\nBuzón: 300',
    { phone: '+34912345678', called: '300', seconds: 15 },
    ['audio/wav', 'mensaje.wav'],
  ),
  told(
    'an Italian one',
    'From: Segreteria telefonica <pbx@operatore.example>\nSubject: Nuovo messaggio vocale da +390612345678',
    'Hai ricevuto un nuovo messaggio vocale.\nChiamante: +39 06 1234 5678\nDurata: 00:20\nInterno: 42',
    { phone: '+390612345678', called: '42', seconds: 20 },
    ['audio/wav', 'messaggio.wav'],
  ),
  told(
    'a Dutch one',
    'From: Voicemail <noreply@telefonie.example>\nSubject: Nieuw voicemailbericht van 0031201234567',
    'U heeft een nieuw voicemailbericht.\nBeller: 0031201234567\nDuur: 9 sec',
    { phone: '+31201234567', seconds: 9 },
    ['audio/wav', 'bericht.wav'],
  ),
  told(
    'a Russian one',
    'From: PBX <pbx@ats.example>\nSubject: Новое голосовое сообщение',
    'Номер: +7 495 123-45-67\nДлительность: 18 сек',
    { phone: '+74951234567', seconds: 18 },
    ['audio/wav', 'msg0001.wav'],
  ),
  told(
    'a Japanese one',
    'From: PBX <pbx@denwa.example>\nSubject: 留守番電話',
    '発信者: +81 3-1234-5678\n録音時間: 11秒',
    { phone: '+81312345678', seconds: 11 },
    ['audio/wav', 'rec0001.wav'],
  ),
  told(
    'ShoreTel',
    'From: ShoreTel Voice Mail <shoretel@example.org>\nSubject: Voice mail from Lovelace, Ada (x4711), 2 minutes 5 seconds',
    'Voice mail message received from Lovelace, Ada (x4711)',
    { who: 'Lovelace, Ada', caller: '4711', seconds: 125 },
    ['audio/wav', 'VoiceMail.wav'],
  ),
  told(
    'one that says nothing but a number',
    'From: voicemail@example.org\nSubject: Voicemail: 030 1234567',
    '',
    { phone: '+49301234567' },
    ['audio/wav', 'vm.wav'],
  ),
  told(
    'one of a country that is not ours',
    'From: Buzón de voz <buzon@operador.example>\nSubject: Tiene un mensaje de voz del 912345678',
    'El número 912345678 le ha dejado un mensaje de voz.',
    { caller: '912345678' },
    ['audio/wav', 'mensaje.wav'],
  ),
  told(
    'Google Voice, without a label before its words',
    'From: Google Voice <voice-noreply@google.example>\nSubject: New voicemail from (212) 555-0123',
    'Hi, it is Ada.',
    { caller: '(212) 555-0123' },
    ['audio/mpeg', 'voicemail.mp3'],
  ),
  told(
    'a system that writes as the desk itself',
    'From: Help Desk <desk@example.org>\nX-Asterisk-CallerID: +493012345678\nSubject: [PBX]: New message 3 in mailbox 200',
    'You have a message.',
    { phone: '+493012345678', called: '200' },
  ),
  told(
    'one that bounces to nobody and calls itself automatic',
    'From: PBX <pbx@example.org>\nReturn-Path: <>\nAuto-Submitted: auto-generated\nPrecedence: bulk\nSubject: Voicemail from 0301234567',
    '',
    { phone: '+49301234567' },
  ),
  {
    ...mail(
      'one that keeps the recording to itself',
      'voice',
      'From: Ada Lovelace <noreply@skype.voicemail.microsoft.example>\nMessage-Context: voice-message\nSubject: Voicemail from Ada Lovelace (+49 30 1234567)',
      'Transcript: my screen is black',
    ),
    ...{ phone: '+49301234567', who: 'Ada Lovelace', text: 'my screen is black' },
  },
];

const audio = (name: string, headers: string, text: string, file: string, type = 'audio/mpeg') =>
  attached(name, 'person', headers, text, type, file);

/** People who send sounds, and people who write of voicemail. */
export const SENDERS_OF_SOUND: readonly MachineCase[] = [
  audio(
    'who forwards a voicemail as an mp3',
    'Subject: Fwd: New voicemail from 0301234567',
    'Could you call them back? I do not know what they want.\n\n---------- Forwarded message ---------\nFrom: PBX <pbx@example.org>\nSubject: New voicemail from 0301234567\n\nYou have received a new voicemail.',
    'msg0003.mp3',
  ),
  audio(
    'whose mailbox forwards what the telephone system sends',
    'Subject: WG: [PBX]: New message 3 in mailbox 200',
    'You were just left a 0:25 long message (number 3) in mailbox 200 from 0301234567.',
    'msg0003.WAV',
    'audio/x-wav',
  ),
  audio('who sends music', 'Subject: Music for the canteen', 'As promised.', '01 Take Five.mp3'),
  audio(
    'who saved a voicemail and sends it with a question',
    'Subject: Voicemail from 030 1234567',
    'Hello, this was on my answering machine this morning. Is it for you?',
    'msg0003.wav',
    'audio/x-wav',
  ),
  audio(
    'who speaks into a telephone',
    'Subject: Sprachnachricht',
    'Siehe Anhang.',
    'PTT-20261124-WA0001.opus',
    'audio/ogg',
  ),
  audio(
    'who records a noise',
    'Subject: Voice message',
    'This is how the fan sounds.',
    'New Recording 12.m4a',
    'audio/mp4',
  ),
  audio(
    'who works at a maker of telephones',
    'From: Ada Lovelace <ada@mitel.example>\nSubject: Voicemail from 030 1234567',
    'Could you listen to the quality of this one?',
    'msg0003.wav',
    'audio/x-wav',
  ),
  audio(
    'who looks after the telephones',
    'From: "Ada (PBX)" <ada@example.net>\nSubject: Test recording from the new PBX',
    'Please listen to it.',
    'msg0003.wav',
    'audio/x-wav',
  ),
  audio(
    'who names the time of a call',
    'Subject: Voicemail from Mr Byron at 10:30',
    'Hello, you have a voicemail of his on my telephone. I attach it. Could you call him back?',
    'msg0003.wav',
    'audio/x-wav',
  ),
  audio('who answers a voicemail mail', 'Subject: Re: New voicemail from 0301234567', 'Done.', 'msg0003.wav'),
  mail(
    'who writes of a voicemail',
    'person',
    'Subject: Voicemail from a caller',
    'I have a voicemail from 030 1234567 in mailbox 200 and cannot play it. You have a new voicemail, it says, and then nothing.',
  ),
  mail(
    'whose voicemail does not work',
    'person',
    'Subject: New voicemail does not arrive',
    'Since Monday. Could you look?',
  ),
  audio('who sends a dictation', 'Subject: Diktat', 'Bitte abtippen.', '20261124-0001.dss', 'audio/x-dss'),
];
