import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useNames } from '../format/names.ts';
import styles from './DraftSummary.module.css';
import type { Draft } from './use-draft.ts';

/** What will go with the decision, each part removable. */
export function DraftSummary({ draft, change }: { draft: Draft; change: (part: Partial<Draft>) => void }) {
  const { t } = useTranslation();
  const names = useNames();
  const { department, coDepartments, note } = draft;
  const parts = [
    ...(department === null
      ? []
      : [
          {
            id: 'department',
            name: t('filter.department'),
            text: names.department(department),
            drop: () => change({ department: null }),
          },
        ]),
    ...coDepartments.map((id) => ({
      id,
      name: t('appeal.coDepartment'),
      text: names.department(id),
      drop: () => change({ coDepartments: coDepartments.filter((each) => each !== id) }),
    })),
    ...(note.trim() === ''
      ? []
      : [{ id: 'note', name: t('decide.note'), text: note.trim(), drop: () => change({ note: '' }) }]),
  ];
  if (parts.length === 0) return null;
  return (
    <div className={styles.draft}>
      <h2 className={styles.title}>{t('decide.draft')}</h2>
      <ul className={styles.parts}>
        {parts.map(({ id, name, text, drop }) => (
          <li key={id} className={styles.part}>
            <span>
              <span className={styles.name}>{name}: </span>
              {text}
            </span>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="sm"
              aria-label={`${t('decide.clear')}: ${text}`}
              onClick={drop}
            >
              <IconX size={15} aria-hidden />
            </ActionIcon>
          </li>
        ))}
      </ul>
    </div>
  );
}
