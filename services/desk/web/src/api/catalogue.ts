import { useQuery } from '@tanstack/react-query';
import { type Answer, ask } from './client.ts';

/** The departments and services that calls can be given, and from where text messages go out. */
export type Catalogue = Answer<'GET /api/catalogue'>;
export type Service = Catalogue['services'][number];

const NOTHING: Catalogue = { departments: [], services: [], textAccounts: [] };

/** Nothing until the desk has said it. */
export function useCatalogue(): Catalogue {
  const { data = NOTHING } = useQuery({
    queryKey: ['catalogue'],
    queryFn: ({ signal }) => ask('GET /api/catalogue', { signal }),
    // It changes with the configuration, and that with a start of the desk.
    staleTime: 10 * 60_000,
  });
  return data;
}

/** Those whom a call can be given to, by name. */
export function useAgents(): readonly string[] {
  const { data } = useQuery({
    queryKey: ['agents'],
    queryFn: ({ signal }) => ask('GET /api/agents', { signal }),
    staleTime: 5 * 60_000,
  });
  const working = data?.items.filter(({ role, disabledAt }) => role !== 'read-only' && disabledAt === undefined) ?? [];
  return [...new Set(working.map(({ name }) => name))];
}

/** Services beneath their departments, as a menu shows them. */
export function servicesByDepartment({ services }: Catalogue): { group: string; items: string[] }[] {
  const groups = new Map<string, string[]>();
  for (const { name, department } of services) groups.set(department, [...(groups.get(department) ?? []), name]);
  return [...groups].map(([group, items]) => ({ group, items }));
}
