import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, ConfigSchema, SECOND } from '@callbook/contracts';
import { castOf, drawnFrom, playConversation, startSlack } from '@callbook/peers';
import type { House } from './house.ts';

/** A minute of Slack's, such as it waits before it sends something again, is six seconds. */
const SCALE = 0.1;
/** The people, the channels and their names are the same in every demo on this machine. */
const SEED = 'callbook demo';
const PAUSE = 4 * SECOND;

export type DemoSlack = { readonly config: Config; play(): Promise<void> };

/** A Slack of our own with people in it. Where workspaces are configured, they are left alone. */
export async function startDemoSlack(house: House, config: Config): Promise<DemoSlack> {
  const { home, lifecycle, logger, progress } = house;
  if (config.slack.workspaces.length > 0) return { config, play: async () => {} };
  const slack = await progress.step(
    'Demo Slack',
    () => startSlack({ scale: SCALE, random: drawnFrom(SEED), logger }),
    () => 'Demo Slack: three people, a help channel and an office',
  );
  lifecycle.onStop('demo Slack', () => slack.stop());
  const cast = castOf(slack);
  const { team, help } = cast;
  const workspace = {
    ...{ team: team.id, botToken: team.botToken, appToken: team.app.appToken, helpChannels: [help.id] },
    form: { departments: ['IT', 'Facilities'], services: ['Laptops', 'Meeting rooms'] },
  };
  const file = join(home, 'demo', 'said');
  return {
    config: ConfigSchema.parse({
      ...config,
      slack: { ...config.slack, apiUrl: slack.apiUrl, workspaces: [workspace] },
    }),
    async play() {
      const said = new Set(existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []);
      await playConversation(slack, cast, {
        ...{ without: said, pause: PAUSE, signal: lifecycle.signal },
        played(scene) {
          said.add(scene);
          mkdirSync(join(file, '..'), { recursive: true });
          writeFileSync(file, [...said].filter(Boolean).join('\n'));
          logger.info({ scene }, 'somebody has written in Slack');
        },
      });
    },
  };
}
