import { infiniteQueryOptions, type QueryKey } from '@tanstack/react-query';

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** A list that the server returns page by page. */
export interface Pages<T> {
  queryKey: QueryKey;
  load: (cursor: string | undefined) => Promise<Page<T>>;
}

export const endlessQuery = <T>({ queryKey, load }: Pages<T>) =>
  infiniteQueryOptions({
    queryKey,
    queryFn: ({ pageParam }) => load(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
