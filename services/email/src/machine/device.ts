import type { Attachment } from '@callbook/contracts';
import { passedOnOrAnswered } from '../forwarded/subject.ts';
import { isNoReply } from '../sender/robots.ts';
import type { Facts } from './facts.ts';
import { isAutomatic } from './marks.ts';
import { FAX_SUBJECT, SCAN_FILE, SCAN_MAILER, SCAN_SAID, SCAN_SENDER, SCAN_SUBJECT, SCANNER } from './scanners.ts';
import { VOICE_ANNOUNCED, VOICE_MARKS, VOICE_NUMBERED, VOICE_SAID, VOICE_SENDER, VOICE_SUBJECT } from './voicemail.ts';

const AUDIO_NAME = /\.(?:wav|mp3|amr|gsm|m4a|ogg|opus|au|wma|3gp)$/i;
const PAGE_TYPE = /^(?:image\/|application\/(?:pdf|vnd\.ms-xpsdocument|oxps))/;
const PAGE_NAME = /\.(?:pdf|tiff?|jpe?g|png|xps)$/i;

/**
 * Which device sent a mail for a person who called, faxed or scanned: RFC 3458 and RFC 3801 have marks for it, which
 * few systems set; the others are known by what they bring and by their names. People send recordings and scans, too, so
 * that one sign alone is not enough unless nobody but a device has it.
 */
export function deviceOf(facts: Facts): 'voice' | 'scan' | undefined {
  const { value, has, contentType } = facts;
  const context = `${value('message-context')} ${value('content-class')} ${value('x-content-class')}`;
  if (
    contentType.startsWith('multipart/voice-message') ||
    /voice-message|content-classes:voice|voicemail|^voice-(?:ca|uc)\b/.test(context.trim())
  )
    return 'voice';
  if (contentType.startsWith('multipart/fax-message') || /fax-message|content-classes:fax/.test(context)) return 'scan';
  if (VOICE_MARKS.some(has)) return 'voice';
  if (facts.isReply) return undefined;
  return isVoicemail(facts) ? 'voice' : isScan(facts) ? 'scan' : undefined;
}

export function isRecording({ mediaType, name }: Attachment): boolean {
  return /^audio\//i.test(mediaType) || AUDIO_NAME.test(name);
}

export function isPage({ mediaType, name }: Attachment): boolean {
  return PAGE_TYPE.test(mediaType) || PAGE_NAME.test(name);
}

function isVoicemail(facts: Facts): boolean {
  const { attachments, subject, value } = facts;
  // Whoever passes a voicemail on asks something themselves.
  if (!attachments.some(isRecording) || passedOnOrAnswered(subject) !== undefined) return false;
  const robot = isNoReply(facts.from);
  if (facts.nullPath || isAutomatic(facts) || VOICE_ANNOUNCED.test(subject)) return true;
  const system = signs(
    // Not by the domain: people work at Mitel, too.
    [1, VOICE_SENDER.test(value('from').replace(/@[^\s>]*/g, '')) || (robot && VOICE_SENDER.test(facts.from))],
    [1, VOICE_SAID.test(facts.said)],
    [1, robot],
  );
  // What people write, too: they speak into their telephones, and call that a voice message.
  return system >= 2 || (system === 1 && (VOICE_SUBJECT.test(subject) || VOICE_NUMBERED.test(subject)));
}

function isScan(facts: Facts): boolean {
  const { attachments, subject, value, from } = facts;
  const pages = attachments.filter((one) => !one.inline && isPage(one));
  if (pages.length === 0) return false;
  // What a person may have, too: the subject, the file's name, no words at all.
  const likely = signs(
    [1, SCAN_SUBJECT.test(subject)],
    [1, pages.some(({ name }) => SCAN_FILE.test(name))],
    [1, facts.words.trim().length < 20],
  );
  const device = signs(
    [2, SCAN_SENDER.test(from)],
    [2, SCAN_MAILER.test(value('x-mailer'))],
    [2, SCAN_SAID.test(facts.said) || SCANNER.test(subject)],
    [2, FAX_SUBJECT.test(subject)],
    [1, facts.nullPath || isAutomatic(facts)],
    [1, SCANNER.test(value('from'))],
  );
  return device >= 2 || (device === 1 && likely >= 1);
}

/** The weights of what holds, added up. */
function signs(...weighed: readonly (readonly [number, boolean])[]): number {
  return weighed.reduce((sum, [weight, holds]) => sum + (holds ? weight : 0), 0);
}
