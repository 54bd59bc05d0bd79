import { SECOND } from '@callbook/contracts';
import { sleep } from '@callbook/runtime';
import { type Account, type Media, type Message, newSid } from './account.ts';
import type { PeerNumber } from './call.ts';
import { type Sender, sendWebhook, type WebhookFault } from './webhook.ts';

/** Somebody who texts a number of ours. */
export type Texter = {
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly media?: readonly Omit<Media, 'sid'>[];
  /** What happens to the webhook that tells of it. */
  readonly webhook?: WebhookFault;
  /** The messaging service whose number it is. */
  readonly service?: string;
  /** More parameters of the webhook, such as OptOutType. */
  readonly more?: Readonly<Record<string, string>>;
};

/** What a telephone does with a message: by default it gets it. Else Twilio's code of why it does not. */
export type Fates = Readonly<Record<string, number>>;

export type TextingDeps = {
  readonly account: Account;
  readonly sender: Sender;
  /** Real seconds for each of the world's. */
  readonly scale: number;
  readonly behind: (work: Promise<unknown>) => void;
};

/** https://help.twilio.com/articles/223134027 */
const STOP = new Set(['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'OPTOUT', 'REVOKE']);
const START = new Set(['START', 'YES', 'UNSTOP']);
/** A webhook that is late comes so many seconds after it was due. */
const LATE = 90;

/** Somebody texts: Twilio keeps it, acts on STOP and START, and tells us of it. Resolves when we have answered. */
export async function playText(
  texter: Texter,
  number: PeerNumber,
  { account, sender, scale, behind }: TextingDeps,
): Promise<Message> {
  const { from, to, body, webhook, service } = texter;
  const media = (texter.media ?? []).map((one) => ({ ...one, sid: newSid('ME') }));
  const message: Message = {
    ...{ sid: newSid(media.length > 0 ? 'MM' : 'SM'), from, to, body, media, service },
    ...{ direction: 'inbound', status: 'received', createdAt: new Date(), sentAt: new Date() },
  };
  account.messages.push(message);
  const word = body.trim().toUpperCase();
  if (STOP.has(word)) account.stopped.add(`${service ?? to} ${from}`);
  if (START.has(word)) account.stopped.delete(`${service ?? to} ${from}`);

  const url = number.messageUrl;
  if (url === undefined || webhook === 'lost') return message;
  const parameters = {
    ...{ MessageSid: message.sid, SmsSid: message.sid, SmsMessageSid: message.sid, AccountSid: account.sid },
    ...{ From: from, To: to, Body: body, NumMedia: String(media.length), NumSegments: '1', SmsStatus: 'received' },
    ...{ ApiVersion: '2010-04-01', ...(service && { MessagingServiceSid: service }) },
    ...Object.fromEntries(
      media.flatMap(({ sid, type }, index) => [
        [
          `MediaUrl${index}`,
          `https://api.twilio.com/2010-04-01/Accounts/${account.sid}/Messages/${message.sid}/Media/${sid}`,
        ],
        [`MediaContentType${index}`, type],
      ]),
    ),
    ...texter.more,
  };
  const tell = () => sendWebhook(url, parameters, sender);
  if (webhook === 'late') behind(sleep(LATE * scale * SECOND, sender.signal).then(tell));
  else await tell();
  if (webhook === 'doubled') await tell();
  return message;
}

/** A message on its way to a telephone, with the webhooks that tell how far it is. */
export async function deliver(
  message: Message,
  { statusCallback, number, fate }: { statusCallback: string | undefined; number: string; fate: number | undefined },
  { account, sender, scale }: Omit<TextingDeps, 'behind'>,
): Promise<void> {
  const tell = async () => {
    if (statusCallback === undefined) return;
    const { sid, to, from, status, errorCode } = message;
    await sendWebhook(
      statusCallback,
      {
        ...{ MessageSid: sid, SmsSid: sid, AccountSid: account.sid, From: from, To: to, ApiVersion: '2010-04-01' },
        ...{ MessageStatus: status, SmsStatus: status, ...(errorCode && { ErrorCode: String(errorCode) }) },
      },
      sender,
    );
  };
  const pass = () => sleep(scale * SECOND, sender.signal);
  await pass();
  message.from = number;
  Object.assign(message, { status: 'sent', sentAt: new Date() });
  await tell();
  await pass();
  Object.assign(message, fate === undefined ? { status: 'delivered' } : { status: 'undelivered', errorCode: fate });
  await tell();
}
