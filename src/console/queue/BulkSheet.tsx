import { Button, Checkbox, Modal } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReviewRow } from '../api/types.ts';
import { useNames } from '../format/names.ts';
import { useServices } from '../services.ts';
import { Confidence } from '../ui/Confidence.tsx';
import { useErrorText } from '../ui/states.tsx';
import styles from './BulkSheet.module.css';

interface Props {
  opened: boolean;
  rows: ReviewRow[];
  category: string;
  close: () => void;
  finished: () => void;
}

/** Every appeal once more before all are confirmed: nobody confirms what they have not seen. */
export function BulkSheet({ opened, rows, category, close, finished }: Props) {
  const { t } = useTranslation();
  const { decider } = useServices();
  const names = useNames();
  const explain = useErrorText();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    if (opened) setLeft(new Set());
  }, [opened]);
  const chosen = rows.filter((row) => !left.has(row.id));

  const toggle = (id: string) =>
    setLeft((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  const confirm = async () => {
    setBusy(true);
    try {
      const { refused } = await decider.confirmAll(chosen, category);
      if (refused.length > 0)
        notifications.show({ color: 'orange', message: t('bulk.refused', { count: refused.length }) });
      close();
      finished();
    } catch (error) {
      notifications.show({ color: 'red', title: t('decide.failedTitle'), message: explain(error) });
    } finally {
      setBusy(false);
    }
  };

  return (
    <Modal
      opened={opened}
      onClose={close}
      title={`${t('bulk.title')}: ${names.category(category)}`}
      size="xl"
      closeButtonProps={{ 'aria-label': t('error.close') }}
    >
      <p className={styles.lead}>{t('bulk.text')}</p>
      <ul className={styles.rows}>
        {rows.map((row) => (
          <li key={row.id} className={styles.row} data-left={left.has(row.id)}>
            <Checkbox
              className={styles.check}
              checked={!left.has(row.id)}
              onChange={() => toggle(row.id)}
              label={
                <span className={styles.text}>
                  <span lang={row.language === 'ky' ? 'ky' : 'ru'}>{row.snippet}</span>
                  <span className={styles.where}>
                    {row.department !== null && names.department(row.department, row.district)}
                    {row.confidence !== null && <Confidence value={row.confidence} />}
                  </span>
                </span>
              }
            />
          </li>
        ))}
      </ul>
      <div className={styles.actions}>
        <Button variant="default" onClick={close}>
          {t('error.close')}
        </Button>
        <Button onClick={confirm} loading={busy} disabled={chosen.length === 0} data-autofocus>
          {t('bulk.confirm', { count: chosen.length })}
        </Button>
      </div>
    </Modal>
  );
}
