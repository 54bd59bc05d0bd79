import type { Config } from './config.ts';
import type { Department, Service } from './desk-config.ts';

/** Departments and services by the names that people use for them. */
export type Catalogue = {
  /** Under which name the log has it. Undefined where departments are configured and this is none of them. */
  department(name: string): string | undefined;
  /** Undefined for a name that is none; where no services are configured, there is one of every name. */
  service(name: string): (Pick<Service, 'name'> & Partial<Service>) | undefined;
  readonly departments: readonly Department[];
  readonly services: readonly Service[];
};

export function catalogueOf({ departments, services }: Pick<Config, 'departments' | 'services'>): Catalogue {
  const names = new Map(departments.flatMap(({ name, aliases }) => [name, ...aliases].map((one) => [fold(one), name])));
  const byName = new Map(services.map((service) => [fold(service.name), service]));
  return {
    department: (name) => names.get(fold(name)) ?? (departments.length === 0 ? name.trim() : undefined),
    service: (name) => byName.get(fold(name)) ?? (services.length === 0 ? { name: name.trim() } : undefined),
    departments,
    services,
  };
}

/** Names are one whatever their case. */
function fold(name: string): string {
  return name.trim().toLowerCase();
}
