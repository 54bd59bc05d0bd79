import type { Catalogue, Targets } from '@callbook/contracts';
import type { z } from 'zod';
import type { CatalogueSchema } from '../schemas.ts';

/** What menus offer: the configured departments and services, with what a call has that is given a service. */
export function catalogueView(
  { departments, services }: Catalogue,
  targets: Targets,
): Omit<z.infer<typeof CatalogueSchema>, 'textAccounts'> {
  return {
    departments: departments.map(({ name }) => name),
    services: services.map(({ name, department, impact, urgency, questions }) => ({
      ...{ name, department, questions },
      ...(impact && { impact }),
      ...(urgency && { urgency }),
      priority: targets.priorityOf(impact ?? 'medium', urgency ?? 'medium'),
    })),
  };
}
