import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconArrowBackUp, IconCheck } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNames } from '../format/names.ts';
import { useShortcuts } from '../keyboard/use-shortcuts.ts';
import { useServices } from '../services.ts';
import { useErrorText } from '../ui/states.tsx';
import styles from './DecisionBar.module.css';
import { type Failure, type Made, UNDO_MS } from './decider.ts';
import { useDecider } from './use-decider.ts';

/** What was just decided, with the way back; or that it was not saved. */
export function DecisionBar({ open }: { open: (id: string | null) => void }) {
  const { t } = useTranslation();
  const { decider } = useServices();
  const { made, failure } = useDecider();
  const undo = () =>
    void decider.undo().then((ids) => {
      if (ids === null) notifications.show({ id: 'undo', message: t('decide.nothingToUndo'), color: 'gray' });
      else {
        notifications.show({ id: 'undo', message: t('decide.undone'), autoClose: 3_000 });
        open(ids[0] ?? null);
      }
    });
  useShortcuts({ u: undo });
  if (failure !== null) return <NotSaved failure={failure} open={open} />;
  const last = made.at(-1);
  return (
    <div className={styles.place} role="status">
      {last !== undefined && <Done key={last.at} made={last} undo={undo} />}
    </div>
  );
}

function Done({ made, undo }: { made: Made; undo: () => void }) {
  const { t } = useTranslation();
  const names = useNames();
  const [left, setLeft] = useState(Math.ceil(UNDO_MS / 1_000));
  useEffect(() => {
    const timer = setInterval(() => setLeft(Math.ceil((made.at + UNDO_MS - Date.now()) / 1_000)), 500);
    return () => clearInterval(timer);
  }, [made]);
  if (left <= 0) return null;
  const { kind, category } = made.choice;
  const name = category === undefined ? '' : names.category(category);
  const words =
    made.ids.length > 1
      ? t('bulk.done', { count: made.ids.length })
      : kind === 'reject'
        ? t('decide.rejected')
        : t(kind === 'confirm' ? 'decide.confirmed' : 'decide.corrected', { category: name });
  return (
    <div className={styles.bar}>
      <IconCheck size={18} stroke={2.2} className={styles.icon} aria-hidden />
      <span className={styles.words}>{words}</span>
      <Button
        variant="default"
        size="compact-md"
        className={styles.undo}
        leftSection={<IconArrowBackUp size={16} stroke={1.8} aria-hidden />}
        rightSection={<kbd aria-hidden>u</kbd>}
        loading={made.state === 'undoing'}
        onClick={undo}
      >
        {t('decide.undo')}
        <span aria-hidden className={styles.left}>
          {left}
        </span>
      </Button>
    </div>
  );
}

function NotSaved({ failure, open }: { failure: Failure; open: (id: string | null) => void }) {
  const { t } = useTranslation();
  const { decider } = useServices();
  const explain = useErrorText();
  return (
    <div className={styles.place} role="alert">
      <div className={styles.bar} data-failed>
        <IconAlertTriangle size={18} stroke={1.8} aria-hidden />
        <span className={styles.words}>
          <strong>{t('decide.failedTitle')}</strong> {explain(failure.error)}. {t('decide.failedText')}
        </span>
        <Button size="compact-md" onClick={() => decider.retry()}>
          {t('decide.retry')}
        </Button>
        <Button
          size="compact-md"
          variant="default"
          onClick={() => {
            decider.dismiss();
            open(failure.id);
          }}
        >
          {t('decide.open')}
        </Button>
      </div>
    </div>
  );
}
