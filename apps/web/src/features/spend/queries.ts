import { queryOptions } from '@tanstack/react-query';
import { api, type Schemas } from '../../core/api';
import type { Tone } from '../../ui';

export type SpendDetail = Schemas['SpendDetailResponse'];
export type SpendStatus = SpendDetail['status'];

export const SPEND_TONES: Record<SpendStatus, Tone> = {
  draft: 'plain',
  submitted: 'amber',
  returned: 'amber',
  on_notice: 'blue',
  approved: 'blue',
  settled: 'jade',
  refused: 'red',
  cancelled: 'plain',
};

export const spendQuery = (spendRequestId: string) =>
  queryOptions({
    queryKey: ['spend', spendRequestId],
    queryFn: () => api.GET('/api/v1/spend-requests/{spendRequestId}', { params: { path: { spendRequestId } } }),
  });

/** The query keys that a step of a request invalidates. */
export const touchedBy = (request: { id: string; wishIds: string[] }): string[][] => [
  ['spend'],
  ['funds'],
  ['work-queue'],
  ...request.wishIds.map((id) => ['wishes', id]),
];
