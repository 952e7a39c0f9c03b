import { queryOptions } from '@tanstack/react-query';
import { api, type Schemas } from '../../../core/api';

export type WorkQueueItem = Schemas['WorkQueueItem'];

/** The work queue, oldest deadline first. */
export const workQueueQuery = queryOptions({
  queryKey: ['work-queue'],
  queryFn: () => api.GET('/api/v1/work-queue'),
});

/** The page for an item of work. */
export const placeOf = (item: WorkQueueItem) =>
  item.dataRequestId
    ? ({ to: '/c/data-requests/$requestId', params: { requestId: item.dataRequestId } } as const)
    : item.spendRequestId
      ? ({ to: '/c/spend/$spendRequestId', params: { spendRequestId: item.spendRequestId } } as const)
      : ({ to: '/c/wishes/$wishId', params: { wishId: item.wishId } } as const);

/** The next item of the same kind, so that people do not have to return to the list. */
export const nextAfter = (items: WorkQueueItem[] | undefined, kind: string, id: string): WorkQueueItem | undefined =>
  items?.find((item) => item.kind === kind && item.wishId !== id && item.spendRequestId !== id);
