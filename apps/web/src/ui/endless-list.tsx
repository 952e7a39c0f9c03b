import { useInfiniteQuery } from '@tanstack/react-query';
import { useDeferredValue, useEffect, useRef, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from '../locales/use-translation';
import { Button } from './button';
import { ErrorNotice } from './error-notice';
import { Skeleton } from './skeleton';
import { endlessQuery, type Pages } from '../core/endless-query';

/** An infinite list. It shows what it has while it loads more, keeps its scroll position when people come back, and says
 *  what to do if it is empty or loading failed. */
export function EndlessList<T extends { id: string }>({
  queryKey,
  load,
  empty,
  children,
}: Pages<T> & {
  empty: ReactNode;
  children: (item: T) => ReactNode;
}): ReactElement {
  const { t } = useTranslation();
  const query = useInfiniteQuery(endlessQuery({ queryKey, load }));
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  // Rendered in slices: a page of twenty must not block scrolling on a slow phone.
  const pages = useDeferredValue(query.data?.pages);
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = end.current;
    if (!element || !hasNextPage || !('IntersectionObserver' in window)) return undefined;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting && !isFetchingNextPage) void fetchNextPage();
      },
      { rootMargin: '600px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  if (query.isError && !query.data) return <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />;
  if (!pages) return <Skeleton />;
  const items = pages.flatMap((page) => page.items);
  if (items.length === 0) return <>{empty}</>;
  return (
    <>
      <ul className="stack list">
        {items.map((item) => (
          <li key={item.id}>{children(item)}</li>
        ))}
      </ul>
      <div ref={end} className="list-end">
        {isFetchingNextPage ? (
          <p className="soft" role="status">
            {t('loading')}
          </p>
        ) : hasNextPage ? (
          <Button onClick={() => void fetchNextPage()}>{t('loadMore')}</Button>
        ) : (
          <p className="soft small">{t('endOfList')}</p>
        )}
      </div>
    </>
  );
}
