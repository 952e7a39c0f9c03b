import { queryOptions } from '@tanstack/react-query';
import { api } from '../../core/api';

/** One wish, with the details that the reader may see. */
export const wishQuery = (wishId: string) =>
  queryOptions({
    queryKey: ['wishes', wishId],
    queryFn: () => api.GET('/api/v1/wishes/{wishId}', { params: { path: { wishId } } }),
  });

export const wishEventsQuery = (wishId: string) =>
  queryOptions({
    queryKey: ['wishes', wishId, 'events'],
    queryFn: async () => (await api.GET('/api/v1/wishes/{wishId}/events', { params: { path: { wishId } } })).items,
  });

/** Who viewed the contact details of a wish, and why. */
export const wishViewsQuery = (wishId: string) =>
  queryOptions({
    queryKey: ['wishes', wishId, 'views'],
    queryFn: async () =>
      (await api.GET('/api/v1/wishes/{wishId}/contact-views', { params: { path: { wishId } } })).items,
  });

/** Polls until a job has processed all photos. */
export const untilPhotosReady = (photos: { status: string }[] | undefined): number | false =>
  photos?.some(({ status }) => status === 'received') ? 2_000 : false;
