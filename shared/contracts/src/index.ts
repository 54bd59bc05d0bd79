export { highestRole, Permission, permissionsOf, Role } from './access.ts';
export {
  type AcknowledgementConfig,
  type ResponseClock,
  respondBy,
  responseClock,
} from './acknowledgement-config.ts';
export { type Catalogue, catalogueOf } from './catalogue.ts';
export {
  type Config,
  ConfigSchema,
  type EmailAccount,
  type MailboxAccount,
  type OAuth,
  type SendingAccount,
  type SmtpDoor,
} from './config.ts';
export {
  type Attachment,
  Channel,
  Contact,
  carrierOf,
  contactKey,
  type MachineKind,
  MissedReason,
  PaperWay,
  RevisionCause,
  SlackWay,
} from './contact.ts';
export { ContactPageConfig } from './contact-config.ts';
export { type Contradiction, contradictionsOf } from './contradictions.ts';
export {
  type Department,
  type EscalationConfig,
  MESSAGE_PLACEHOLDERS,
  type MessageTemplate,
  type RoutingConfig,
  type Service,
} from './desk-config.ts';
export type { Directory, DirectoryIdentity, DirectoryPerson } from './directory.ts';
export { CallbookError, type ErrorCode, errorCodes, isCallbookError } from './errors.ts';
export { formatFormNumber, parseFormNumber } from './form-number.ts';
export { compareInk, INK_CELL, type InkKinship, InkMap } from './ink.ts';
export type { MediaConfig, SpeechModel, SpeechServer, VisionServer } from './media-config.ts';
export {
  answeredIdOf,
  isTextConversation,
  messageIdOf,
  messageKey,
  type OwnMessage,
  ownMessageId,
  replyTokenIn,
  slackMessageKey,
  textConversation,
} from './message-id.ts';
export {
  type Delivery,
  type DeliveryAnswer,
  LedgerReport,
  type MediaFound,
  type Message,
  type MessageName,
  type MessageSpec,
  messages,
  PACK_LIMIT,
} from './messages.ts';
export { overlay } from './overlay.ts';
export { PaperConfig, type Tray } from './paper-config.ts';
export { CallStatus, Impact, Priority, priorityOf, Urgency } from './priority.ts';
export { isRatingToken, type Rated, ratingLink, ratingToken } from './rating.ts';
export {
  EntryReading,
  FieldReading,
  GroupReading,
  PageReading,
  ReadBox,
  ReadDoubt,
  type ReadEntry,
  type ReadForm,
  type ReadPicture,
  ReadState,
  ReadWord,
} from './reading.ts';
export { formatReference, isReference, parseReference } from './reference.ts';
export { readScanTicket, type ScanTicket, signScanTicket, TICKET_SECRET } from './scan-ticket.ts';
export { canSend, isMailAddress, TEXT_MESSAGE_LIMIT, TEXT_REPLY_LIMIT } from './sending.ts';
export { HOURS_SPAN, isTimeZone, ServiceHours, WEEKDAYS } from './service-hours.ts';
export { afterServiceTime, closesAt, isOpen, opensAt, type Pause } from './service-time.ts';
export {
  MOST_DEPARTMENTS,
  PAPERS,
  type Paper,
  SHEET_FIELDS,
  SHEET_GROUPS,
  SHEET_KINDS,
  SHEET_LANGUAGES,
  type SheetField,
  type SheetGroup,
  type SheetKind,
  type SheetLanguage,
} from './sheet.ts';
export type { OidcConfig, SignInConfig } from './sign-in-config.ts';
export { isSignatureOf, signatureOf } from './signature.ts';
export { SlackConfig, type SlackWorkspace } from './slack-config.ts';
export { type CallTargets, type Targeted, type Targets, type TargetsConfig, targetsOf } from './targets.ts';
export { cleanText } from './text.ts';
export { DAY, HOUR, MINUTE, SECOND } from './time.ts';
export {
  type Greeting,
  PLACEHOLDERS,
  type TextMessagesConfig,
  type TwilioAccount,
  type TwilioConfig,
  VoiceConfig,
  type VoiceNumber,
} from './voice-config.ts';
export {
  WebhookBody,
  WebhookCall,
  WebhookContent,
  WebhookEvent,
  webhookEvents,
} from './webhook.ts';
export type { WebhookConfig } from './webhook-config.ts';
