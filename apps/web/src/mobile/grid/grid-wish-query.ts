import { answer, api } from '../../app/api';
import { keptQuery } from '../../offline/kept-query';

/** A wish for whoever stands at its door: the last answer is there without a signal, too. */
export const gridWishQuery = (personId: string | undefined, wishId: string) =>
  keptQuery(personId, `wish-${wishId}`, ['wishes', wishId], () =>
    answer(api.GET('/api/v1/wishes/{wishId}', { params: { path: { wishId } } })),
  );
