import { QueryClient } from '@tanstack/react-query';
import { Problem } from './client.ts';

/** What the desk refuses will be refused again; what it could not answer is asked again, less and less often. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) =>
        failures < 3 && !(error instanceof Problem && error.status >= 400 && error.status < 500),
    },
  },
});
