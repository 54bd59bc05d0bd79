import { openArchive } from '@callbook/archive';
import { openIntake } from '@callbook/intake';
import { openDoor, type RoleContext } from '@callbook/runtime';
import { v7 } from 'uuid';
import { byToken } from './access.ts';
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
  const stations = paper.trays.map((tray): Station => ({ ...around, tray, now: () => new Date(), newId: () => v7() }));

  const router = uploads(byToken(stations), metrics.answered);
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
