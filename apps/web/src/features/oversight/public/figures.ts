import { queryOptions } from '@tanstack/react-query';
import { api } from '../../../core/api';

/** The public statistics of a unit; of the district if no unit is named. */
export const publicFiguresQuery = (unitId: string | undefined) =>
  queryOptions({
    queryKey: ['public', 'figures', unitId ?? 'top'],
    queryFn: () => api.GET('/api/v1/public/figures', { params: { query: { unitId } } }),
    staleTime: 60_000,
  });
