import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReviewCounts, ReviewRow } from '../api/types.ts';
import { useServices } from '../services.ts';
import type { QueueFilter } from './filters.ts';
import { countsOf, type QueueData, queueKey, rowsOf } from './queue-cache.ts';

/** The queue under a filter: the rows that were read so far, and counts of all. */
export interface Queue {
  rows: ReviewRow[];
  counts: ReviewCounts | undefined;
  loading: boolean;
  error: Error | null;
  retry(): void;
  /** Reads the next page, if there is one and none is on its way. */
  more(): void;
  loadingMore: boolean;
  complete: boolean;
}

export function useQueue(filter: QueueFilter): Queue {
  const { cache } = useServices();
  const query = useInfiniteQuery({
    queryKey: queueKey(filter),
    queryFn: ({ pageParam, signal }) => cache.readPage(filter, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
    // Events and own decisions keep it true; reading all pages again would make the list jump.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnReconnect: false,
  });
  const data = query.data as QueueData | undefined;
  const { error, isPending, isFetchingNextPage, hasNextPage, fetchNextPage, refetch } = query;
  const rows = useMemo(() => rowsOf(data), [data]);
  return {
    rows,
    counts: countsOf(data),
    loading: isPending,
    error: data === undefined ? error : null,
    retry: () => void refetch(),
    more: () => {
      if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
    },
    loadingMore: isFetchingNextPage,
    complete: !hasNextPage,
  };
}
