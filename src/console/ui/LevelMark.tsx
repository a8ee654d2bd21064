import { IconCircleCheck, IconHandFinger, IconListSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Level } from '../api/types.ts';
import styles from './marks.module.css';

const ICONS = { preselect: IconCircleCheck, suggest: IconHandFinger, manual: IconListSearch } as const;

/** How the suggestion asks to be taken: by icon, word and shade. */
export function LevelMark({ level }: { level: Level | null }) {
  const { t } = useTranslation();
  if (level === null) return null;
  const Icon = ICONS[level];
  return (
    <span className={styles.level} data-level={level} title={t(`levelHint.${level}`)}>
      <Icon size={14} stroke={2} aria-hidden />
      {t(`level.${level}`)}
    </span>
  );
}
