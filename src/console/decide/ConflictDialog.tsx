import { Button, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { personOf, useNames } from '../format/names.ts';
import { formatDateTime, formatTime } from '../format/time.ts';
import { useServices } from '../services.ts';
import { useMe } from '../session/MeGate.tsx';
import styles from './ConflictDialog.module.css';
import type { Conflict } from './decider.ts';
import { useDecider } from './use-decider.ts';

/** Two decided at once: both versions side by side, and nobody is overwritten. */
export function ConflictDialog({ open }: { open: (id: string | null) => void }) {
  const { conflict } = useDecider();
  return conflict === null ? null : <Both conflict={conflict} open={open} />;
}

type Rows = [name: string, value: string][];

function Both({ conflict, open }: { conflict: Conflict; open: (id: string | null) => void }) {
  const { t } = useTranslation();
  const { decider } = useServices();
  const names = useNames();
  const me = useMe();
  const { choice, theirs, code } = conflict;
  const free = theirs.state === 'suggested' && (theirs.claim === null || theirs.claim.by === me.actor);
  const suggested = theirs.suggestion?.candidates[0];
  const choseDepartment = (category: string | undefined) =>
    choice.department ?? (category === undefined ? undefined : names.index?.departmentOf(category)?.id);

  const line = (name: string, id: string | null | undefined, nameOf: (id: string) => string): Rows =>
    id == null ? [] : [[name, nameOf(id)]];
  const category = choice.kind === 'reject' ? undefined : (choice.category ?? suggested?.category);
  const mine: Rows = [
    [t('conflict.by'), me.name],
    [t('conflict.action'), t(`conflict.${choice.kind}`)],
    ...line(t('conflict.category'), category, names.category),
    ...line(t('conflict.department'), choseDepartment(category), (id) => names.department(id, theirs.district)),
    ...line(t('decide.note'), choice.note, (note) => note),
  ];
  const { decision, claim } = theirs;
  const other: Rows =
    decision !== null
      ? [
          [t('conflict.by'), personOf(decision.by)],
          [t('conflict.action'), t(`conflict.${decision.kind}`)],
          ...line(t('conflict.category'), decision.category, names.category),
          ...line(t('conflict.department'), decision.department, (id) => names.department(id, theirs.district)),
          ...line(t('decide.note'), decision.note, (note) => note),
          [t('conflict.at'), formatDateTime(decision.at)],
        ]
      : [
          ...line(t('conflict.by'), claim?.by, personOf),
          [t('conflict.action'), t('conflict.open')],
          ...line(t('conflict.category'), suggested?.category, names.category),
          ...line(t('conflict.department'), suggested?.department, (id) => names.department(id, theirs.district)),
          ...line(t('conflict.until'), claim?.until, formatTime),
        ];

  return (
    <Modal
      opened
      onClose={() => decider.dismiss()}
      title={t(code === 'claim-conflict' ? 'conflict.claimTitle' : 'conflict.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('error.close') }}
    >
      <blockquote className={styles.text}>{theirs.text}</blockquote>
      <div className={styles.both}>
        <Version title={t('conflict.yours')} rows={mine} />
        <Version title={t('conflict.theirs')} rows={other} />
      </div>
      <p className={styles.lead}>{t('conflict.notSaved')}</p>
      <div className={styles.actions}>
        <Button
          variant="default"
          onClick={() => {
            decider.dismiss();
            open(theirs.id);
          }}
        >
          {t('decide.open')}
        </Button>
        {free && <Button onClick={() => decider.retry()}>{t('conflict.applyMine')}</Button>}
        <Button variant={free ? 'default' : 'filled'} onClick={() => decider.dismiss()} data-autofocus>
          {t('conflict.keepTheirs')}
        </Button>
      </div>
    </Modal>
  );
}

function Version({ title, rows }: { title: string; rows: Rows }) {
  return (
    <section className={styles.version} aria-label={title}>
      <h3 className={styles.title}>{title}</h3>
      <dl className={styles.rows}>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
