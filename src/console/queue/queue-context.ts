import { createContext, useContext } from 'react';
import type { ReviewRow } from '../api/types.ts';
import type { QueueFilter } from './filters.ts';

/** What the open appeal needs to know of the list beside it. */
export interface QueueView {
  rows: ReviewRow[];
  filter: QueueFilter;
  /** The neighbour of an appeal in the list; where it stood, if it has left the list. */
  neighbour(id: string, step: 1 | -1): ReviewRow | undefined;
  open(id: string | null): void;
  selected: ReadonlySet<string>;
  toggle(row: ReviewRow): void;
  select(rows: readonly ReviewRow[]): void;
}

export const QueueContext = createContext<QueueView | null>(null);

export function useQueueView(): QueueView {
  const view = useContext(QueueContext);
  if (view === null) throw new Error('useQueueView is called outside the queue');
  return view;
}
