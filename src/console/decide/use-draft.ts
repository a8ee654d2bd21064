import { useState } from 'react';
import type { Appeal } from '../api/types.ts';

/** What goes with the decision, gathered before it is made. */
export interface Draft {
  department: string | null;
  coDepartments: string[];
  note: string;
}

/** The draft of the open appeal; it begins with the departments that the suggestion wants beside the first. */
export function useDraft(appeal: Appeal): { draft: Draft; change: (part: Partial<Draft>) => void } {
  const fresh = (): Draft & { id: string; known: boolean } => ({
    id: appeal.id,
    known: appeal.suggestion !== null,
    department: null,
    coDepartments: appeal.suggestion?.coDepartments ?? [],
    note: '',
  });
  const [draft, setDraft] = useState(fresh);
  let current = draft;
  if (draft.id !== appeal.id || (!draft.known && appeal.suggestion !== null)) {
    // Another appeal, or its suggestion has just arrived: React draws again before anybody sees the old draft.
    current = fresh();
    setDraft(current);
  }
  return { draft: current, change: (part) => setDraft((before) => ({ ...before, ...part })) };
}
