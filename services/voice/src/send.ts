import { CallbookError, DAY, type Delivery, isCallbookError, MINUTE, TEXT_MESSAGE_LIMIT } from '@callbook/contracts';
import type { Send, Sent } from '@callbook/outbound';
import { isRefused, twilioCode } from './api.ts';
import { addressOf, PATH } from './config.ts';
import type { TextFacts } from './facts.ts';
import type { Station } from './station.ts';
import { textable } from './textable.ts';
import { type Tries, triesTo } from './tries.ts';
import { DELIVERY, OPTED_OUT } from './undelivered.ts';

/** What sending needs of the work for an account. */
export type SendingStation = Pick<
  Station,
  'account' | 'twilio' | 'api' | 'intake' | 'now' | 'grace' | 'metrics' | 'logger'
>;

/** Twilio's clock and ours agree within this. */
const NEAR = 5 * MINUTE;
/** Twilio repeats a webhook that failed: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides */
const REPEAT = '#rc=5&rp=5xx,ct,rt';

/** What Twilio will never send, whoever asks again: https://www.twilio.com/docs/api/errors */
const FINAL: Readonly<Record<number, string>> = {
  21211: 'Twilio says that there is no such number',
  21408: 'the account may not send to that country (Twilio, Geo permissions)',
  [OPTED_OUT]: 'they have asked for no more text messages (STOP)',
  21612: 'Twilio has no way from our number to theirs',
  21614: 'Twilio says that it is no mobile telephone',
  21617: 'it is too long for a text message',
};

/**
 * Sends deliveries as text messages. Twilio takes no name for a message from us, so that asking twice is sending twice:
 * a try is written down before it is made, and where nobody knows how one ended, Twilio's list is looked through for the
 * message before it is sent again. It can go out twice only where Twilio does not list it within `grace`, or where the disk
 * of this adapter and Redis were both lost.
 * @returns a sender that throws CallbookError `voice-api`, `voice-login`, `spool-failed`: it is worth another try.
 */
export function openSend(stations: readonly SendingStation[]): Send {
  const byAccount = new Map(stations.map((station) => [station.account.name, station]));
  return async (delivery, { again }) => {
    const station = byAccount.get(delivery.account);
    const sender = station?.account.sms;
    if (!station || !sender) return refusal(`no text messages are sent from ${delivery.account} any more`);
    const { may, why } = textable(delivery.to);
    if (!may) return refusal(why);
    if (delivery.text.length > TEXT_MESSAGE_LIMIT)
      return refusal(`it has more than the ${TEXT_MESSAGE_LIMIT} characters of a text message`);

    const { api, intake, twilio, metrics, now } = station;
    const tries = triesTo(intake.cursor, delivery.account, delivery.to);
    const before = tries.of(delivery.id);
    if (before?.messageSid !== undefined) return { outcome: 'sent', sourceId: before.messageSid };
    const found = before || again ? await foundSent(station, tries, delivery) : undefined;
    if (found) {
      metrics.text('found');
      await tries.sent(delivery.id, found.messageSid);
      return { outcome: 'sent', sourceId: found.messageSid };
    }
    await tries.begin(delivery.id, now().getTime());
    try {
      const statusCallback =
        addressOf(twilio, `${PATH}/message-status?${DELIVERY}=${encodeURIComponent(delivery.id)}`) + REPEAT;
      const { messageSid } = await api.sendText({ to: delivery.to, text: delivery.text, sender, statusCallback });
      metrics.text('sent');
      await tries.sent(delivery.id, messageSid);
      return { outcome: 'sent', sourceId: messageSid };
    } catch (error) {
      if (!isCallbookError(error) || !isRefused(error)) throw error;
      await tries.refused(delivery.id);
      const code = twilioCode(error);
      const final = code === undefined ? undefined : FINAL[code];
      if (final === undefined) throw error;
      metrics.text('refused');
      return { ...refusal(`${final} (error ${code})`), ...(code === OPTED_OUT && { optedOut: true }) };
    }
  };
}

function refusal(reason: string): Sent {
  return { outcome: 'refused', reason };
}

/**
 * The message of an earlier try, as Twilio lists it: with the same words, and no other delivery's.
 * @throws CallbookError `voice-api` also where the try is so young that it may not be listed yet.
 */
async function foundSent(
  { api, now, grace, logger }: SendingStation,
  tries: Tries,
  { id, to, text, call }: Delivery,
): Promise<TextFacts | undefined> {
  const at = now().getTime();
  // One that another process made is known by the queue alone, which keeps it for hours.
  const since = tries.of(id)?.at ?? at - DAY;
  if (at - since < grace)
    throw new CallbookError('voice-api', 'It is not known whether a text message was sent. Twilio is asked soon.');
  const taken = tries.taken(id);
  const listed = await api.textsTo(to);
  const found = listed.find(
    (one) => !taken.has(one.messageSid) && (one.at?.getTime() ?? at) >= since - NEAR && says(one.text, text),
  );
  logger.warn(
    { message: id, call: call.reference, found: found?.messageSid },
    'a text message may have been sent before',
  );
  return found;
}

/** Twilio puts words before what a trial account sends, and may trim it. */
function says(sent: string, text: string): boolean {
  const folded = (words: string) => words.replace(/\s+/g, ' ').trim();
  return folded(sent).endsWith(folded(text));
}
