import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext } from 'react';
import type { Me } from '../api/types.ts';
import { taxonomyQuery } from '../format/names.ts';
import { useServices } from '../services.ts';
import { Failed, Loading } from '../ui/states.tsx';

const MeContext = createContext<Me | null>(null);

/** Asks whose key this is, and for the names of categories, before any page opens. */
export function MeGate({ children }: { children: ReactNode }) {
  const { api } = useServices();
  const me = useQuery({
    queryKey: ['me'],
    queryFn: () => api.get<Me>('/v1/me'),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const taxonomy = useQuery(taxonomyQuery(api));
  const failed = me.error ?? taxonomy.error;
  if (me.data !== undefined && taxonomy.data !== undefined) return <MeContext value={me.data}>{children}</MeContext>;
  if (failed !== null)
    return <Failed error={failed} retry={() => void Promise.all([me.refetch(), taxonomy.refetch()])} />;
  return <Loading />;
}

/** Who works here. */
export function useMe(): Me {
  const me = useContext(MeContext);
  if (me === null) throw new Error('useMe is called outside MeGate');
  return me;
}
