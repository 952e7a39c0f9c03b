import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiRefusal, isOutOfReach } from './api';
import { sessionState } from './session';

/** Handles a session that expired during work: asks for the password and keeps the screen. */
function noticeExpiry(error: unknown): void {
  if (error instanceof ApiRefusal && error.status === 401 && error.problem?.code === 'UNAUTHENTICATED')
    sessionState.set('expired');
}

export const client = new QueryClient({
  queryCache: new QueryCache({ onError: noticeExpiry }),
  mutationCache: new MutationCache({ onError: noticeExpiry }),
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      gcTime: 15 * 60_000,
      networkMode: 'always',
      retry: (count, error) => isOutOfReach(error) && navigator.onLine && count < 2,
      refetchOnWindowFocus: true,
    },
    mutations: { networkMode: 'always', retry: false },
  },
});
