import { api, type Schemas } from '../../../core/api';
import type { Pages } from '../../../core/endless-query';
import { oneOf } from '../../../core/one-of';
import { CATEGORIES } from '../../wish/codes';
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
          category: oneOf(CATEGORIES, filters.category),
          skill: filters.skill,
          unitId: filters.unit,
          kind: oneOf(['service', 'goods'], filters.kind),
          urgency: oneOf(['urgent'], filters.urgency),
          dueBy: dayOf(filters.by),
        },
      },
    }),
});
