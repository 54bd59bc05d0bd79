export { type AuthorizationServer, type Refusal, startAuthorizationServer } from './authorization-server.ts';
export { type DemoNote, demoNoteIn } from './demo-note.ts';
export { type Dovecot, type DovecotOptions, startDovecot } from './dovecot.ts';
export {
  type Claims,
  type IdentityProvider,
  type IdentityProviderOptions,
  type Spoiling,
  startIdentityProvider,
} from './identity-provider.ts';
export { type IncidentRecord, type IncidentTable, type JournalEntry, startIncidentTable } from './incident-table.ts';
export { type Line, type LineOptions, startLine } from './line.ts';
export { type MailSink, type MailSinkOptions, type SunkMail, startMailSink } from './mail-sink.ts';
export type { Answers, Writing } from './paper/fill.ts';
export { type SheetMaker, startSheetMaker } from './paper/maker.ts';
export { randomOf } from './paper/random.ts';
export type { RoundSheet } from './paper/round.ts';
export { type Score, scoreOf, type Tally, tallied } from './paper/score.ts';
export { type PostDoor, type PostOptions, startPost } from './post.ts';
export { type Sample, sampleMails } from './samples.ts';
export { type Cast, castOf, type PlayOptions, playConversation } from './slack/conversation.ts';
export type { Posted } from './slack/core.ts';
export type { Answered, Delivery, EventFault, Try } from './slack/delivery.ts';
export type { Reaction } from './slack/interactions.ts';
export { drawnFrom } from './slack/names.ts';
export { type ApiCall, type SlackPeer, type SlackPeerOptions, startSlack } from './slack/slack.ts';
export type { NewFile, NewUser, SlackTeam } from './slack/team.ts';
export type { TruthEntry } from './slack/truth.ts';
export type { Unwell } from './slack/web-api.ts';
export type { SlackConversation, SlackFile, SlackMessage, SlackUser, SlackView } from './slack/workspace.ts';
export { type SpeechPeer, startSpeech } from './speech.ts';
export type { Call, Message, Recording } from './twilio/account.ts';
export type { Caller, PeerNumber } from './twilio/call.ts';
export type { SendingFault } from './twilio/new-message.ts';
export { speak } from './twilio/speak.ts';
export type { Texter } from './twilio/texting.ts';
export { startTwilio, type TwilioPeer, type TwilioPeerOptions } from './twilio/twilio.ts';
export { babble, quiet, waveFile, waveSeconds } from './twilio/wave.ts';
export { sendWebhook, type WebhookFault, type WebhookName } from './twilio/webhook.ts';
