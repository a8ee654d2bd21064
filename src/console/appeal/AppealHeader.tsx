import { ActionIcon } from '@mantine/core';
import { IconArrowLeft, IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Appeal, ReviewRow } from '../api/types.ts';
import { useNames } from '../format/names.ts';
import { formatDateTime } from '../format/time.ts';
import { useShortcuts } from '../keyboard/use-shortcuts.ts';
import { useQueueView } from '../queue/queue-context.ts';
import { DueMark } from '../ui/DueMark.tsx';
import { UrgencyMark } from '../ui/UrgencyMark.tsx';
import styles from './AppealHeader.module.css';

/** Which appeal, how urgent, and the way to its neighbours. */
export function AppealHeader({ appeal }: { appeal: Appeal | ReviewRow }) {
  const { t } = useTranslation();
  const names = useNames();
  const { neighbour, open, rows, toggle } = useQueueView();
  const next = neighbour(appeal.id, 1);
  const previous = neighbour(appeal.id, -1);
  const go = (row: typeof next) => {
    if (row !== undefined) open(row.id);
  };
  const mark = () => {
    const row = rows.find((each) => each.id === appeal.id);
    if (row !== undefined) toggle(row);
  };
  useShortcuts({ j: () => go(next), k: () => go(previous), Escape: () => open(null), x: mark });
  return (
    <header className={styles.header}>
      <ActionIcon
        className={styles.back}
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={t('appeal.back')}
        onClick={() => open(null)}
      >
        <IconArrowLeft size={20} stroke={1.8} aria-hidden />
      </ActionIcon>
      <div className={styles.facts}>
        <h1 className={styles.id}>{appeal.externalId}</h1>
        <UrgencyMark urgency={appeal.urgency} />
        {appeal.state === 'suggested' && <DueMark dueAt={appeal.dueAt} />}
        <span className={styles.meta}>
          {formatDateTime(appeal.submittedAt)}
          {appeal.district !== null && ` · ${names.district(appeal.district)}`}
          {appeal.language !== null && ` · ${t(`language.${appeal.language}`)}`}
        </span>
      </div>
      <div className={styles.steps}>
        <Step label={t('appeal.previous')} hint="k" disabled={previous === undefined} run={() => go(previous)}>
          <IconChevronUp size={18} stroke={1.8} aria-hidden />
        </Step>
        <Step label={t('appeal.next')} hint="j" disabled={next === undefined} run={() => go(next)}>
          <IconChevronDown size={18} stroke={1.8} aria-hidden />
        </Step>
      </div>
    </header>
  );
}

interface StepProps {
  label: string;
  hint: string;
  disabled: boolean;
  run: () => void;
  children: React.ReactNode;
}

function Step({ label, hint, disabled, run, children }: StepProps) {
  return (
    <ActionIcon
      variant="default"
      size="lg"
      aria-label={label}
      title={`${label} (${hint})`}
      disabled={disabled}
      onClick={run}
    >
      {children}
    </ActionIcon>
  );
}
