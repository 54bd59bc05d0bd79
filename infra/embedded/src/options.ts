import { parseArgs } from 'node:util';
import { CallbookError } from '@callbook/contracts';

export type UpOptions = {
  readonly demo: boolean;
  readonly separate: boolean;
  readonly roles: readonly string[] | undefined;
  readonly help: boolean;
};

export const USAGE = `infra/up [--demo] [--roles NAME,NAME] [--separate]
Starts Callbook on this machine; Ctrl-C stops it.

  --demo       also starts a mail server, a telephone service and a Slack, and lets a few people use them
  --roles      only these: consolidation, delivery, desk, email, media, paper, slack, voice
  --separate   every role in a process of its own, watched and restarted

  CALLBOOK_HOME    where data is kept (.callbook)
  CALLBOOK_CONFIG  the configuration file (callbook.yaml, where there is one)
  CALLBOOK_PORT    the port of the desk (8080)
  DATABASE_URL, REDIS_URL   use these; nothing of the kind is started
`;

/** @throws CallbookError `config-invalid` for an option that does not exist. */
export function upOptions(args: readonly string[]): UpOptions {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        demo: { type: 'boolean', default: false },
        separate: { type: 'boolean', default: false },
        roles: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const roles = values.roles?.split(',').map((name) => name.trim());
    return { demo: values.demo, separate: values.separate, help: values.help, roles };
  } catch (cause) {
    throw new CallbookError('config-invalid', `${(cause as Error).message}\n\n${USAGE}`, { cause });
  }
}
