import { api, type Schemas } from '../../../core/api';
import type { Pages } from '../../../core/endless-query';
import { dayOf, type FeedFilters } from './feed-filters';

/** Open wishes that a volunteer may claim, the best matches first. The first page has only 10 (two screenfuls), so that a
 *  slow phone shows it sooner. */
export const feedPages = (filters: FeedFilters): Pages<Schemas['FeedWish']> => ({
  queryKey: ['feed', filters],
  load: (cursor) =>
    api.GET('/api/v1/open-wishes', {
      params: {
        query: {
          limit: cursor ? 20 : 10,
          cursor,
          // Codes of an address; the server refuses unknown ones.
          category: filters.category as 'repairs',
          skill: filters.skill,
          unitId: filters.unit,
          kind: filters.kind as 'goods',
          urgency: filters.urgency as 'urgent',
          dueBy: dayOf(filters.by),
        },
      },
    }),
});
