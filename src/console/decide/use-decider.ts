import { useSyncExternalStore } from 'react';
import { useServices } from '../services.ts';
import type { DeciderState } from './decider.ts';

/** Decisions of the last half minute, and what the service refused. */
export function useDecider(): DeciderState {
  const { decider } = useServices();
  return useSyncExternalStore(decider.subscribe, decider.state);
}
