import { memo, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Evidence, Language } from '../api/types.ts';
import styles from './AppealText.module.css';
import { cutText, type MarkKind } from './highlight.ts';

const LEGEND = {
  emergency: 'appeal.legendEmergency',
  keyword: 'appeal.legendKeyword',
  place: 'appeal.legendPlace',
  ngram: 'appeal.legendNgram',
} as const satisfies Record<MarkKind, string>;

interface Props {
  text: string;
  language: Language | null;
  evidence: readonly Evidence[];
}

/** The citizen's words, with those marked that speak for the candidate that is explained. */
export const AppealText = memo(function AppealText({ text, language, evidence }: Props) {
  const { t } = useTranslation();
  const pieces = useMemo(() => cutText(text, evidence), [text, evidence]);
  const kinds = (Object.keys(LEGEND) as MarkKind[]).filter((kind) => pieces.some((piece) => piece.kind === kind));
  return (
    <section className={styles.card} aria-label={t('appeal.text')}>
      <p className={styles.text} lang={language === 'ky' ? 'ky' : 'ru'}>
        {pieces.map(({ kind, start, text: words }) =>
          kind === null ? (
            words
          ) : (
            <mark key={start} className={styles.mark} data-kind={kind} title={t(LEGEND[kind])}>
              {words}
            </mark>
          ),
        )}
      </p>
      {kinds.length > 0 && (
        <ul className={styles.legend}>
          {kinds.map((kind) => (
            <li key={kind}>
              <span className={styles.swatch} data-kind={kind} aria-hidden />
              {t(LEGEND[kind])}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
});
