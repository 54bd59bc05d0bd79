import { type Account, type Message, newSid } from './account.ts';

/** What Twilio says of a message that it does not take: https://www.twilio.com/docs/api/errors */
export type Refused = { readonly status: number; readonly code: number; readonly message: string };

/** What goes wrong when we ask for a message to be sent. */
export type SendingFault =
  /** Too many requests: nothing is taken. */
  | 'limited'
  /** A 503: nothing is taken. */
  | 'unwell'
  /** It is taken, and the line dies before the answer. */
  | 'cut'
  /** It is taken, and the answer is a 500. */
  | 'taken-and-500';

export type SendingRules = {
  readonly account: Account;
  /** Numbers that can send. */
  readonly numbers: readonly string[];
  /** Messaging services with their numbers. */
  readonly services: Readonly<Record<string, readonly string[]>>;
  /** Numbers that are no mobile telephones. */
  readonly landlines: ReadonlySet<string>;
};

/** Takes a message that is to be sent, or says why not. What it is asked with is what the client sent as a form. */
export function newMessage(form: URLSearchParams, rules: SendingRules): Message | Refused {
  const { account, numbers, services, landlines } = rules;
  const [to, from, body] = [form.get('To') ?? '', form.get('From') ?? '', form.get('Body') ?? ''];
  const service = form.get('MessagingServiceSid') ?? undefined;
  if (to === '') return refused(21604, "A 'To' phone number is required.");
  if (!/^\+[1-9]\d{6,14}$/.test(to)) return refused(21211, `Invalid 'To' Phone Number: ${to}`);
  if (from === '' && service === undefined) return refused(21603, "A 'From' phone number is required.");
  if (service !== undefined && !services[service]) return refused(21701, 'The Messaging Service does not exist.');
  if (from !== '' && !numbers.includes(from)) return refused(21606, `The 'From' phone number ${from} is not yours.`);
  if (body === '') return refused(21602, 'Message body is required.');
  if (body.length > 1600) return refused(21617, 'The concatenated message body exceeds the 1600 character limit.');
  if (landlines.has(to)) return refused(21614, `'To' number is not a valid mobile number: ${to}`);
  if (account.stopped.has(`${service ?? from} ${to}`))
    return refused(21610, 'Attempt to send to unsubscribed recipient');
  const message: Message = {
    ...{ sid: newSid('SM'), from, to, body, media: [], service, direction: 'outbound-api', createdAt: new Date() },
    status: service === undefined ? 'queued' : 'accepted',
  };
  account.messages.push(message);
  return message;
}

function refused(code: number, message: string): Refused {
  return { status: 400, code, message };
}
