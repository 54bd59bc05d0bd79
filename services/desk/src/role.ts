import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { openArchive } from '@callbook/archive';
import { canSend, catalogueOf, responseClock, TICKET_SECRET, targetsOf } from '@callbook/contracts';
import { openIntake } from '@callbook/intake';
import { listenToCalls, openLog, staffWays } from '@callbook/log';
import { openDeadLetters } from '@callbook/queue';
import { keptSecret, type Role } from '@callbook/runtime';
import { v7 } from 'uuid';
import { openAccounts } from './access/accounts.ts';
import { openGate } from './access/gate.ts';
import { organisationRouter } from './access/organisation.ts';
import { openSignIn } from './access/sign-in.ts';
import { apiRouter } from './api.ts';
import { contactRouter } from './contact/router.ts';
import { openEntry } from './entry.ts';
import { pageRouter } from './page.ts';
import { openAnswers } from './review/answer.ts';
import { openStream } from './stream.ts';
import { openTaking } from './taking.ts';

/** The desk: the API of the log, its stream, and the page that shows it. */
export const deskRole: Role = {
  name: 'desk',
  async start(context) {
    const { config, home, logger, lifecycle, http } = context;
    const log = openLog(config.database, logger);
    lifecycle.onStop('log of the desk', () => log.close());
    const archive = await openArchive(config.archive, home, logger);
    lifecycle.onStop('archive of the desk', () => archive.close());
    const intake = await openIntake('desk', context);
    const stream = openStream(log, logger);
    lifecycle.onStop('stream', () => stream.close());
    const listening = listenToCalls(log, stream.listener, logger, lifecycle.signal);
    lifecycle.onStop('listening for calls', () => listening);
    http.ready('desk: log', () => log.ready());
    http.ready('desk: archive', () => archive.ready());
    const deadLetters = config.redis && openDeadLetters({ ...config.redis, logger });
    lifecycle.onStop('dead letters', () => deadLetters?.close());
    const now = () => new Date();
    const secret = config.desk.secret ?? keptSecret(join(home, 'desk-secret'));
    const accountsDeps = { log, logger, config: config.desk, secret, now, newId: v7 };
    const accounts = openAccounts(accountsDeps);
    const signIn = openSignIn({ log, accounts, config: config.desk, now, newId: v7 });
    const gate = openGate({ log, signIn, config, now });
    if (config.desk.oidc) http.mount('/', organisationRouter(accountsDeps, config.desk.oidc));
    // Open to everybody, and so before everything else.
    const take = openTaking({ log, intake });
    http.mount('/', contactRouter({ config, log, archive, secret, now, newId: v7, take }));
    http.mount(
      '/',
      apiRouter({
        ...{ log, logger, archive, stream, gate, signIn, deadLetters, config: config.desk, now, newId: randomUUID },
        enter: openEntry({ log, archive, intake, now, newId: v7, country: config.country }),
        review: openAnswers({ archive, intake, now, newId: v7, country: config.country }),
        ...{ country: config.country, paper: config.paper, organisation: config.organisation.name },
        ticketSecret: config.paper.secret ?? keptSecret(join(home, TICKET_SECRET)),
        timeZone: responseClock(config).serviceHours.timeZone,
        canSend: (channel, account) => canSend(config, channel, account),
        mailAccount: config.email.accounts.find(({ smtp }) => smtp !== undefined)?.name,
        textAccounts: (config.voice.twilio?.accounts ?? []).flatMap(({ name, sms }) => (sms ? [name] : [])),
        ...{ catalogue: catalogueOf(config), targets: targetsOf(config), staff: staffWays(config) },
      }),
    );
    http.mount('/', pageRouter(gate));
  },
};
