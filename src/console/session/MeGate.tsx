import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext } from 'react';
import type { Me } from '../api/types.ts';
import { NamesContext, taxonomyQuery, useNamesOf } from '../format/names.ts';
import { useServices } from '../services.ts';
import { Failed, Loading } from '../ui/states.tsx';
import { meQuery } from './me-query.ts';

const MeContext = createContext<Me | null>(null);

/** Asks whose key this is, and for the names of categories, before any page opens. */
export function MeGate({ children }: { children: ReactNode }) {
  const { api } = useServices();
  const me = useQuery(meQuery(api));
  const taxonomy = useQuery(taxonomyQuery(api));
  const names = useNamesOf(taxonomy.data);
  const failed = me.error ?? taxonomy.error;
  if (me.data !== undefined && taxonomy.data !== undefined)
    return (
      <MeContext value={me.data}>
        <NamesContext value={names}>{children}</NamesContext>
      </MeContext>
    );
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
