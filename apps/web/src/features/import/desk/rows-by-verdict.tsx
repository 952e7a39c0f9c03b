import { useInfiniteQuery, type QueryKey } from '@tanstack/react-query';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { Button, Choice, Skeleton, type Tone } from '../../../ui';

export type Verdict = 'accept' | 'review' | 'reject' | 'duplicate';
const ORDER: readonly Verdict[] = ['review', 'accept', 'duplicate', 'reject'];
export const VERDICT_TONES: Record<Verdict, Tone> = {
  accept: 'jade',
  review: 'amber',
  reject: 'plain',
  duplicate: 'blue',
};
const AT_ONCE = 50;
export interface RowsQuery {
  limit: number;
  cursor: string | undefined;
  verdict: Verdict;
}

/** Why a row needs a person. */
export function Reasons({ of: { reasons } }: { of: { reasons: string[] } }): ReactElement | null {
  if (reasons.length === 0) return null;
  return (
    <ul className="stack-tight small">
      {reasons.map((reason) => (
        <li key={reason} className="note note-warn">
          {reason}
        </li>
      ))}
    </ul>
  );
}

/** The rows of an import, filtered by verdict; those that need a person come first. */
export function RowsByVerdict<R extends { rowNo: number }>({
  label,
  counts,
  verdict: chosen,
  nameOf,
  queryKey,
  load,
  onChoose,
  empty,
  children,
}: {
  /** Labels the choice of the verdict. */
  label: string;
  counts: Record<Verdict, number>;
  verdict: string | undefined;
  nameOf: (verdict: Verdict) => string;
  queryKey: QueryKey;
  load: (query: RowsQuery) => Promise<{ items: R[]; nextCursor: string | null }>;
  onChoose: (verdict: Verdict) => void;
  empty: ReactNode;
  children: (row: R) => ReactNode;
}): ReactElement {
  const { t } = useTranslation();
  const verdict = ORDER.find((one) => one === chosen) ?? (counts.review > 0 ? 'review' : 'accept');
  const rows = useInfiniteQuery({
    queryKey: [...queryKey, verdict],
    queryFn: ({ pageParam }) => load({ limit: AT_ONCE, cursor: pageParam, verdict }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  const items = rows.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <Choice<Verdict>
        label={label}
        hideLabel
        value={verdict}
        onChange={onChoose}
        options={ORDER.map((value) => ({ value, label: `${nameOf(value)} ${counts[value]}` }))}
      />
      {rows.isPending ? (
        <Skeleton />
      ) : items.length === 0 ? (
        empty
      ) : (
        <ul className="stack">
          {items.map((row) => (
            <li key={row.rowNo}>{children(row)}</li>
          ))}
        </ul>
      )}
      {rows.hasNextPage && (
        <Button isBusy={rows.isFetchingNextPage} onClick={() => void rows.fetchNextPage()}>
          {t('loadMore')}
        </Button>
      )}
    </>
  );
}
