import type { Api } from '../api/client.ts';
import type { Me } from '../api/types.ts';

/** How the console asks whose key this is. */
export function meQuery(api: Api) {
  return {
    queryKey: ['me'],
    queryFn: () => api.get<Me>('/v1/me'),
    staleTime: Number.POSITIVE_INFINITY,
  };
}
