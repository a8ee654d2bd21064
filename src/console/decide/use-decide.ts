import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import type { Appeal } from '../api/types.ts';
import { useNow } from '../format/now.tsx';
import { useLive } from '../layout/Connection.tsx';
import { useQueueView } from '../queue/queue-context.ts';
import { useServices } from '../services.ts';
import { useMe } from '../session/MeGate.tsx';
import type { Choice } from './decider.ts';
import type { Draft } from './use-draft.ts';

/** Decides the open appeal and opens the next; null: the key was pressed, but nothing is preselected. */
export type Decide = (choice: Pick<Choice, 'kind' | 'category' | 'note'> | null) => void;

/** @returns `blocked`: deciding is not possible now, and the page says why */
export function useDecide(appeal: Appeal, draft: Draft): { decide: Decide; blocked: boolean } {
  const { t } = useTranslation();
  const { decider } = useServices();
  const { neighbour, open } = useQueueView();
  const live = useLive();
  const me = useMe();
  const now = useNow();
  const offline = live === 'offline' || live === 'lost';
  const held = appeal.claim !== null && appeal.claim.by !== me.actor && Date.parse(appeal.claim.until) > now;
  const closed = appeal.state !== 'suggested';

  const decide: Decide = (choice) => {
    if (offline || closed || held || choice === null) {
      const message = offline
        ? t('decide.offline')
        : closed
          ? t('decide.notOpen')
          : held
            ? t('problem.claim-conflict')
            : t('decide.pick');
      notifications.show({ id: 'not-decided', message, color: offline ? 'orange' : 'gray', autoClose: 4_000 });
      return;
    }
    const next = neighbour(appeal.id, 1) ?? neighbour(appeal.id, -1);
    decider.decide(appeal, withDraft(choice, draft));
    open(next?.id ?? null);
  };
  return { decide, blocked: offline || closed || held };
}

/** Another department makes a confirmation a correction. A rejection goes to nobody. */
function withDraft(choice: NonNullable<Parameters<Decide>[0]>, draft: Draft): Choice {
  const note = choice.note ?? draft.note.trim();
  const withNote = { ...choice, ...(note === '' ? {} : { note }) };
  if (choice.kind === 'reject') return withNote;
  return {
    ...withNote,
    ...(draft.coDepartments.length === 0 ? {} : { coDepartments: draft.coDepartments }),
    ...(draft.department === null ? {} : { department: draft.department, kind: 'correct' }),
  };
}
