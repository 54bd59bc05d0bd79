import type { Config, WebhookBody } from '@callbook/contracts';
import type { WebhookMessage } from '@callbook/log';

/** What is posted of an event: the same for every attempt, apart from what people said, which is as the log has it now. */
export function bodyOf({ type, at, data, content }: WebhookMessage, { desk }: Pick<Config, 'desk'>): WebhookBody {
  if (type === 'call.hidden') return { type, timestamp: at, data: { reference: data.reference } };
  const path = `calls/${data.reference}`;
  const place = desk.url?.replace(/\/*$/, '/');
  return {
    type,
    timestamp: at,
    data: {
      ...data,
      ...(place !== undefined && { links: { desk: `${place}${path}`, api: `${place}api/${path}` } }),
      ...(content && { content }),
    },
  };
}
