import { openArchive } from '@callbook/archive';
import type { TwilioConfig } from '@callbook/contracts';
import { openIntake } from '@callbook/intake';
import { takeDeliveries } from '@callbook/outbound';
import { openDoor, type RoleContext } from '@callbook/runtime';
import { v7 } from 'uuid';
import { openApi } from './api.ts';
import { PATH } from './config.ts';
import { openKnown } from './known.ts';
import { createMetrics } from './metrics.ts';
import { GRACE, SETTLING } from './outcome.ts';
import { startReconciling } from './reconcile.ts';
import { openSend } from './send.ts';
import type { Station } from './station.ts';
import { webhooks } from './transport.ts';
import { openWorklist } from './worklist.ts';

/** Starts the adapter for the numbers that are configured. */
export async function startAdapter(context: RoleContext, twilio: TwilioConfig): Promise<void> {
  const { config, home, logger, lifecycle, http } = context;
  const { voice } = config;
  const archive = await openArchive(config.archive, home, logger);
  lifecycle.onStop('archive of voice', archive.close);
  const intake = await openIntake('voice', context);
  const worklist = openWorklist({ logger, clock: () => performance.now() });
  lifecycle.onStop('fetching of recordings', worklist.stop);
  const metrics = createMetrics(http.metrics, worklist.size);
  const shared = { twilio, voice, archive, intake, known: openKnown(intake), worklist, metrics, logger };
  const around = {
    now: () => new Date(),
    newId: () => v7(),
    signal: lifecycle.signal,
    grace: GRACE,
    settling: SETTLING,
  };
  const accounts = twilio.accounts.map(
    (account): Station => ({ ...shared, ...around, account, api: openApi(account, twilio, lifecycle.signal) }),
  );

  const sending = twilio.accounts.some(({ sms }) => sms !== undefined);
  const outbound = sending ? takeDeliveries('voice', openSend(accounts), context) : undefined;
  const stations = accounts.map((station): Station => ({ ...station, outbound }));

  const router = webhooks(stations, twilio);
  http.mount(PATH, router);
  if (voice.port !== undefined) await openDoor({ host: voice.host, port: voice.port }, PATH, router, context);
  http.ready('voice archive', archive.ready);

  const reconciliations = stations.map((station) => {
    const reconciliation = startReconciling(station);
    http.ready(`voice ${station.account.name}: Twilio`, async () => {
      const trouble = reconciliation.trouble();
      if (trouble) throw trouble;
    });
    return reconciliation;
  });
  lifecycle.onStop('comparison with Twilio', () => Promise.all(reconciliations.map(({ ended }) => ended)));
}
