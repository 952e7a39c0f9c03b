import { queryOptions } from '@tanstack/react-query';
import { api, type Schemas } from '../../core/api';

export type Unit = Schemas['UnitResponse'];

/** The units in the person's scope, from the top down; they rarely change. */
export const unitsQuery = queryOptions({
  queryKey: ['units'],
  queryFn: async (): Promise<Unit[]> => (await api.GET('/api/v1/units')).items,
  staleTime: 30 * 60_000,
});
