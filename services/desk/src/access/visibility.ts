import type { Config } from '@callbook/contracts';
import { everythingBut, type Visibility } from '@callbook/log';

/** What somebody of these departments may see: everything but the private departments of others, by any of their names. */
export function visibilityFor({ departments: known }: Config, departments: readonly string[]): Visibility {
  const own = new Set(departments.map((name) => name.toLowerCase()));
  const closed = known.filter((one) => one.private && !own.has(one.name.toLowerCase()));
  return everythingBut(closed.flatMap(({ name, aliases }) => [name, ...aliases]));
}
