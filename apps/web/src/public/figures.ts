import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../app/api';

/** What everybody may know of a unit; of the district where none is named. */
export const publicFiguresQuery = (unitId: string | undefined) =>
  queryOptions({
    queryKey: ['public', 'figures', unitId ?? 'top'],
    queryFn: () => answer(api.GET('/api/v1/public/figures', { params: { query: { unitId } } })),
    staleTime: 60_000,
  });
