import type { QueueFilter } from './filters.ts';
import { type QueueCache, queueKey } from './queue-cache.ts';

/** How the queue under a filter is read, page by page. */
export function queueQuery(filter: QueueFilter, cache: QueueCache) {
  return {
    queryKey: queueKey(filter),
    queryFn: ({ pageParam, signal }: { pageParam: string | undefined; signal: AbortSignal }) =>
      cache.readPage(filter, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    // Events and own decisions keep it true; reading all pages again would make the list jump.
    staleTime: Number.POSITIVE_INFINITY,
  };
}
