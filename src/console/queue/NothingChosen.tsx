import { IconInbox } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useShortcuts } from '../keyboard/use-shortcuts.ts';
import { Empty } from '../ui/states.tsx';
import { useQueueView } from './queue-context.ts';

/** Beside the list while no appeal is open: `j` opens the first. */
export function NothingChosen() {
  const { t } = useTranslation();
  const { rows, open } = useQueueView();
  const first = () => open(rows[0]?.id ?? null);
  useShortcuts({ j: first, Enter: first });
  if (rows.length === 0) return null;
  return (
    <Empty icon={IconInbox} title={t('queue.choose')}>
      {t('queue.chooseText')} <kbd>j</kbd>
    </Empty>
  );
}
