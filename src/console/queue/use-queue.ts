import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReviewCounts, ReviewRow } from '../api/types.ts';
import { useServices } from '../services.ts';
import type { QueueFilter } from './filters.ts';
import { countsOf, type QueueData, rowsOf } from './queue-cache.ts';
import { queueQuery } from './queue-query.ts';

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
    ...queueQuery(filter, cache),
    getNextPageParam: (page) => page.next,
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
