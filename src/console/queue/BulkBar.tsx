import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { useNames } from '../format/names.ts';
import { useShortcuts } from '../keyboard/use-shortcuts.ts';
import { useMe } from '../session/MeGate.tsx';
import styles from './BulkBar.module.css';
import { BulkSheet } from './BulkSheet.tsx';
import { isReady, MOST } from './bulk.ts';
import { useQueueView } from './queue-context.ts';

/** Below the list while rows are selected. */
export function BulkBar({ clear }: { clear: () => void }) {
  const { t } = useTranslation();
  const names = useNames();
  const me = useMe();
  const { rows, selected, select } = useQueueView();
  const [opened, { open, close }] = useDisclosure(false);
  const chosen = rows.filter((row) => selected.has(row.id));
  const category = chosen[0]?.category ?? null;
  const alike = rows.filter((row) => isReady(row, me.actor) && row.category === category).slice(0, MOST);
  useShortcuts(chosen.length > 0 ? { b: open, Escape: clear } : {});
  if (category === null) return null;
  return (
    <div className={styles.bar}>
      <p className={styles.text} role="status">
        <strong>{t('bulk.selected', { count: chosen.length })}</strong>
        <span>{names.category(category)}</span>
      </p>
      {alike.length > chosen.length && (
        <Button variant="subtle" size="compact-sm" onClick={() => select(alike)}>
          {t('bulk.all', { category: names.category(category) })} · {alike.length}
        </Button>
      )}
      <div className={styles.actions}>
        <Button variant="default" onClick={clear}>
          {t('bulk.clear')}
        </Button>
        <Button onClick={open} rightSection={<kbd>b</kbd>}>
          {t('bulk.review')}
        </Button>
      </div>
      <BulkSheet opened={opened} rows={chosen} category={category} close={close} finished={clear} />
    </div>
  );
}
