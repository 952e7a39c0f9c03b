import { queryOptions, type QueryKey } from '@tanstack/react-query';
import { isOutOfReach } from '../api';

/** A query whose last answer is stored encrypted on the device and returned when there is no signal. */
export const keptQuery = <T>(personId: string | undefined, name: string, queryKey: QueryKey, ask: () => Promise<T>) =>
  queryOptions({
    queryKey,
    queryFn: async (): Promise<T> => {
      const store = await import('./store');
      try {
        const fresh = await ask();
        if (personId) void store.keep(personId, 'answer', name, fresh).catch(() => undefined);
        return fresh;
      } catch (error) {
        const last = personId && isOutOfReach(error) ? await store.kept<T>(personId, 'answer', name) : undefined;
        if (last === undefined) throw error;
        return last;
      }
    },
  });
