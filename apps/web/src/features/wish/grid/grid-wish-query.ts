import { api } from '../../../core/api';
import { keptQuery } from '../../../core/offline/kept-query';

/** A wish for grid workers on a visit: the last answer is also available without a signal. */
export const gridWishQuery = (personId: string | undefined, wishId: string) =>
  keptQuery(personId, `wish-${wishId}`, ['wishes', wishId], () =>
    api.GET('/api/v1/wishes/{wishId}', { params: { path: { wishId } } }),
  );
