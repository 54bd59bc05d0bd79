import { join } from 'node:path';
import { openArchive } from '@callbook/archive';
import { TICKET_SECRET } from '@callbook/contracts';
import { openIntake } from '@callbook/intake';
import { keptSecret, openDoor, type RoleContext } from '@callbook/runtime';
import { v7 } from 'uuid';
import { byAnyOf, byTicket, byToken } from './access.ts';
import { folderOf, PATH } from './config.ts';
import { watchFolder } from './folder/watch.ts';
import { createMetrics } from './metrics.ts';
import type { Station } from './station.ts';
import { uploads } from './transport.ts';

/** Starts the adapter for the trays that are configured. */
export async function startAdapter(context: RoleContext): Promise<void> {
  const { config, home, logger, lifecycle, http } = context;
  const { paper } = config;
  const archive = await openArchive(config.archive, home, logger);
  lifecycle.onStop('archive of paper', archive.close);
  const intake = await openIntake('paper', context);
  const metrics = createMetrics(http.metrics);
  const around = { paper, archive, intake, metrics, logger, signal: lifecycle.signal };
  const now = () => new Date();
  const stations = paper.trays.map((tray): Station => ({ ...around, tray, now, newId: () => v7() }));

  const secret = paper.secret ?? keptSecret(join(home, TICKET_SECRET));
  const access = byAnyOf(byToken(stations), byTicket(stations, secret, now));
  const router = uploads(access, metrics.answered);
  http.mount(PATH, router);
  if (paper.port !== undefined) await openDoor({ host: paper.host, port: paper.port }, PATH, router, context);
  http.ready('paper archive', archive.ready);

  const watchings = stations.flatMap((station) => {
    const folder = folderOf(station.tray, home);
    if (!folder) return [];
    const watching = watchFolder(station, folder);
    http.ready(`paper ${station.tray.name}: folder`, async () => {
      const trouble = watching.trouble();
      if (trouble) throw trouble;
    });
    return [watching];
  });
  lifecycle.onStop('folders of trays', () => Promise.all(watchings.map(({ ended }) => ended)));
}
