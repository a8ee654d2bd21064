import { useNavigate, useParams } from '@tanstack/react-router';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { QueueFilter } from './filters.ts';

/** The address follows when the keys rest for a moment (milliseconds). */
const FOLLOW = 60;

/**
 * The appeal that is open, and the way to another. The page shows it at once and the address follows: the router takes
 * its time, and nobody who decides by keyboard should wait for it. What comes by the address (a link, «back») counts
 * as well.
 */
export function useOpenAppeal(filter: QueueFilter): { id: string | null; open: (id: string | null) => void } {
  const { id: addressed = null } = useParams({ strict: false }) as { id?: string };
  const [wanted, setWanted] = useState<{ id: string | null } | null>(null);
  const navigate = useNavigate();
  const timer = useRef<number | undefined>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new address takes the place of what was wanted before it
  useEffect(() => setWanted(null), [addressed]);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const open = useCallback(
    (next: string | null) => {
      setWanted({ id: next });
      window.clearTimeout(timer.current);
      timer.current = window.setTimeout(() => {
        void (next === null
          ? navigate({ to: '/queue', search: filter })
          : navigate({ to: '/queue/$id', params: { id: next }, search: filter }));
      }, FOLLOW);
    },
    [navigate, filter],
  );
  return { id: wanted === null ? addressed : wanted.id, open };
}
