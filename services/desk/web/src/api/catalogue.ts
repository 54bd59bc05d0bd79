import { useQuery } from '@tanstack/react-query';
import { type Answer, ask } from './client.ts';

/** Departments and services as they are configured, and from where text messages go out. */
export type Catalogue = Answer<'GET /api/catalogue'>;

const NOTHING: Catalogue = { departments: [], services: [], textAccounts: [] };

/** It changes with the configuration alone. Empty until the desk has said it. */
export function useCatalogue(): Catalogue {
  const { data = NOTHING } = useQuery({
    queryKey: ['catalogue'],
    queryFn: ({ signal }) => ask('GET /api/catalogue', { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data;
}
