import { someContact } from '@callbook/checks';
import { type Config, ConfigSchema } from '@callbook/contracts';
import type { OutboxEntry } from '@callbook/log';

export const TOKEN = '3f0c9d4be1a24c6f8e21b7a05c9d3e44';

/** A desk with an account that sends and a workspace, open from Monday to Friday. */
export function desk(parts: object = {}): Config {
  return ConfigSchema.parse({
    email: { accounts: [{ name: 'helpdesk', address: 'desk@example.org', smtp: { host: '127.0.0.1' } }] },
    slack: { workspaces: [{ team: 'T0000001', botToken: 'xoxb-1', appToken: 'xapp-1' }] },
    response: { serviceHours: { timeZone: 'Europe/Berlin', open: ['mon-fri 08:00-17:00'] }, minutes: 60 },
    organisation: { name: 'Example Ltd' },
    ...parts,
  });
}

type Parts = Partial<Omit<OutboxEntry, 'call' | 'contact'>> & {
  readonly call?: Partial<OutboxEntry['call']>;
  readonly contact?: Partial<OutboxEntry['contact']>;
};

/** An acknowledgement by e-mail, with the given parts in place. */
export function entry({ call, contact, ...parts }: Parts = {}): OutboxEntry {
  const { from, thread } = someContact({ sourceId: 'm1' });
  return {
    id: '0198c8f2-7c1f-7aaa-8bbb-0123456789ab',
    ...{ kind: 'acknowledgement', channel: 'email', account: 'helpdesk', recipient: 'ada@example.org', message: {} },
    ...{ createdAt: '2026-11-06T15:30:00.000Z', queuedAt: undefined },
    call: {
      ...{ id: '0198c8f2-7c1f-7aaa-8bbb-0123456789ff', reference: 'CB-10429', replyToken: TOKEN, status: 'new' },
      ...{
        title: 'The printer is jammed',
        department: undefined,
        service: undefined,
        respondBy: '2026-11-09T07:30:00.000Z',
        rated: false,
      },
      ...call,
    },
    contact: {
      from,
      thread,
      details: { channel: 'email' },
      subject: 'The printer is jammed',
      language: 'en',
      ...contact,
    },
    ...parts,
  };
}
