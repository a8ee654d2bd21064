import { useTranslation } from 'react-i18next';
import styles from './marks.module.css';

/**
 * Words for a calibrated probability. They only name it: what may be preselected is the service's to say (`level`),
 * never the browser's.
 */
export function confidenceWord(value: number): 'certain' | 'likely' | 'maybe' | 'unlikely' {
  if (value >= 0.9) return 'certain';
  if (value >= 0.6) return 'likely';
  return value >= 0.25 ? 'maybe' : 'unlikely';
}

/** A bar and a word; no bare percent, which invites false precision. */
export function Confidence({ value, wide = false }: { value: number; wide?: boolean }) {
  const { t } = useTranslation();
  const word = t(`confidence.${confidenceWord(value)}`);
  return (
    <span className={styles.confidence} data-wide={wide}>
      <span className={styles.bar} aria-hidden>
        <span style={{ width: `${Math.max(4, Math.round(value * 100))}%` }} />
      </span>
      <span className={styles.hidden}>{t('confidence.label')}: </span>
      <span className={styles.confidenceWord}>{word}</span>
    </span>
  );
}
