import type { Config } from '@callbook/contracts';
import { createSurface } from '@callbook/runtime';
import type { House } from './house.ts';
import type { LocalRole } from './roles.ts';
import { keepSettled } from './settled.ts';

/** Starts the roles in this process, behind one HTTP surface. Resolves with its port. */
export async function startRolesHere(house: House, config: Config, roles: readonly LocalRole[]): Promise<number> {
  const { home, logger, lifecycle, progress } = house;
  keepSettled(home, config);
  const http = createSurface(logger, lifecycle, config.http.trustedProxies);
  for (const { name, load } of roles) {
    await progress.step(name, async () => {
      const role = await load();
      await role.start({ config, home, logger: logger.child({ role: name }), lifecycle, http });
    });
  }
  return http.listen(config.http.host, config.http.port);
}
