import { IconMinus, IconPlus } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Candidate } from '../api/types.ts';
import { useNames } from '../format/names.ts';
import styles from './EvidenceList.module.css';
import { type Reason, reasonsOf } from './evidence-words.ts';

/** Why a category was suggested, in plain words; what spoke against it is not hidden. */
export const EvidenceList = memo(function EvidenceList({
  candidate,
  declared,
  text,
}: {
  candidate: Candidate;
  declared: string | null;
  /** What the spans of the evidence lie in. */
  text: string;
}) {
  const { t } = useTranslation();
  const names = useNames();
  const reasons = reasonsOf(candidate, declared, text, t, names);
  return (
    <section
      className={styles.section}
      aria-label={t('suggestion.whyOf', { category: names.category(candidate.category) })}
    >
      <h2 className={styles.title}>{t('suggestion.whyOf', { category: names.category(candidate.category) })}</h2>
      {reasons.length === 0 ? (
        <p className={styles.none}>{t('evidence.none')}</p>
      ) : (
        <ul className={styles.list}>
          {reasons.map((reason) => (
            <ReasonRow key={reason.title} reason={reason} />
          ))}
        </ul>
      )}
    </section>
  );
});

function ReasonRow({ reason }: { reason: Reason }) {
  const { t } = useTranslation();
  const Icon = reason.against ? IconMinus : IconPlus;
  return (
    <li className={styles.reason} data-against={reason.against}>
      <Icon size={15} stroke={2.2} aria-label={t(reason.against ? 'evidence.against' : 'evidence.for')} role="img" />
      <div className={styles.words}>
        <span>{reason.title}</span>
        {reason.terms.length > 0 && (
          <span className={styles.terms}>
            {reason.terms.map((term) => (
              <q key={term}>{term}</q>
            ))}
          </span>
        )}
        {reason.quotes.map((quote) => (
          <blockquote key={quote} className={styles.quote}>
            {quote}
          </blockquote>
        ))}
      </div>
    </li>
  );
}
