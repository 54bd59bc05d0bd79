import { randomUUID } from 'node:crypto';
import { openArchive } from '@callbook/archive';
import { canSend } from '@callbook/contracts';
import { listenToCalls, openLog } from '@callbook/log';
import type { Role } from '@callbook/runtime';
import { apiRouter } from './api.ts';
import { pageRouter } from './page.ts';
import { openStream } from './stream.ts';

/** The desk: the API of the log, its stream, and the page that shows it. */
export const deskRole: Role = {
  name: 'desk',
  async start({ config, home, logger, lifecycle, http }) {
    const log = openLog(config.database, logger);
    lifecycle.onStop('log of the desk', () => log.close());
    const archive = await openArchive(config.archive, home, logger);
    lifecycle.onStop('archive of the desk', () => archive.close());
    const stream = openStream(log, logger);
    lifecycle.onStop('stream', () => stream.close());
    const listening = listenToCalls(log, stream.listener, logger, lifecycle.signal);
    lifecycle.onStop('listening for calls', () => listening);
    http.ready('desk: log', () => log.ready());
    http.ready('desk: archive', () => archive.ready());
    http.mount(
      '/',
      apiRouter({
        ...{ log, archive, stream, now: () => new Date(), newId: randomUUID },
        canSend: (channel, account) => canSend(config, channel, account),
      }),
    );
    http.mount('/', pageRouter());
  },
};
