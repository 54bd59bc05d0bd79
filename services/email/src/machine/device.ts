import type { Facts } from './facts.ts';

const AUDIO_NAME = /\.(?:wav|mp3|amr|gsm|m4a|ogg|opus|au|wma|3gp)$/i;
const PAGE_TYPE = /^(?:image\/|application\/(?:pdf|vnd\.ms-xpsdocument|oxps))/;
const PAGE_NAME = /\.(?:pdf|tiff?|jpe?g|png|xps)$/i;
const VOICE_SENDER =
  /voice-?mail|asterisk|freepbx|\bpbx|unity|anrufbeantworter|sprachnachricht|telefonanlage|messagerie|voip|fritz/i;
/** A maker's name may be a person's, too: it counts with a model's number behind it. */
const SCAN_SENDER =
  /^(?:(?:scan(?:ner|s)?|copier|copy|mfp|mfc|printer|drucker|kopierer|multifunktion|imprimante|copieur|escaner|fax)(?:[-_.\d][^@]*)?|(?:ricoh|xerox|canon|konica|kyocera|sharp|brother|epson|lexmark|toshiba|taskalfa|bizhub|workcentre|e-studio)[-_.]?[a-z]*\d[^@]*)@/i;
const SCAN_SUBJECT =
  /^(?:(?:scan(?:ned)?|gescannt\w*|numéris\w+|fax)\b.{0,20}\b(?:from|to|von|an|document|image|file|message|received|depuis|data)\b|attached image\b|message from "?[\w-]*\d|.{0,30}\bscan(?:ned)? (?:from|data|to e-?mail)\b|scan[_ -]?\d+|fax (?:from|von|received))/i;
const MACHINE_MAILER =
  /canon|ricoh|xerox|konica|minolta|kyocera|sharp|brother|epson|lexmark|toshiba|oki\b|samsung mfp|hp (?:digital|officejet|laserjet)|digital sending|scan|fax/i;

/**
 * Which device sent a mail for a person who called, faxed or scanned: RFC 3458 and RFC 3801 have marks for it, which
 * few systems set; the others are known by what they bring and by their names.
 */
export function deviceOf(facts: Facts): 'voice' | 'scan' | undefined {
  const { value, has, contentType, attachments, from, subject } = facts;
  const context = `${value('message-context')} ${value('content-class')} ${value('x-content-class')}`;
  if (
    contentType.startsWith('multipart/voice-message') ||
    /voice-message|content-classes:voice|voicemail/.test(context)
  )
    return 'voice';
  if (contentType.startsWith('multipart/fax-message') || /fax-message|content-classes:fax/.test(context)) return 'scan';
  if (has('x-voicemessageduration') || has('x-asterisk-callerid') || has('x-asterisk-vm-duration')) return 'voice';
  // People, too, send recordings: of a noise, or what they said to their telephone.
  const automatic = facts.nullPath || !['', 'no'].includes(value('auto-submitted').trim());
  const audio = attachments.some((one) => /^audio\//.test(one.mediaType) || AUDIO_NAME.test(one.name));
  if (audio && !facts.isReply && (automatic || VOICE_SENDER.test(value('from')))) return 'voice';
  const pages = attachments.some((one) => !one.inline && (PAGE_TYPE.test(one.mediaType) || PAGE_NAME.test(one.name)));
  const named = SCAN_SENDER.test(from) || MACHINE_MAILER.test(value('x-mailer'));
  const scanner = named || (automatic && SCAN_SUBJECT.test(subject));
  return pages && scanner && !facts.isReply ? 'scan' : undefined;
}
