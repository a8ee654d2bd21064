import { IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Appeal, Candidate, Suggestion } from '../api/types.ts';
import type { Decide } from '../decide/use-decide.ts';
import { useNames } from '../format/names.ts';
import { useShortcuts } from '../keyboard/use-shortcuts.ts';
import { Confidence } from '../ui/Confidence.tsx';
import styles from './Candidates.module.css';

/** More than three are found faster by search. */
const CHOICES = 3;

interface Props {
  appeal: Appeal;
  suggestion: Suggestion;
  /** Place of the candidate whose evidence is shown. */
  explained: number;
  explain: (index: number) => void;
  decide: Decide;
  blocked: boolean;
}

/** The categories that the service suggests; each is one key or one touch away. */
export function Candidates({ appeal, suggestion, explained, explain, decide, blocked }: Props) {
  const { t } = useTranslation();
  const names = useNames();
  const choices = suggestion.candidates.slice(0, CHOICES);
  const preselected = suggestion.level === 'preselect';
  /** The first is what was suggested; any other corrects it. */
  const choose = (index: number) => {
    const category = choices[index]?.category;
    if (category !== undefined) decide({ kind: index === 0 ? 'confirm' : 'correct', category });
  };
  useShortcuts({
    Enter: () => (preselected ? choose(0) : decide(null)),
    '1': () => choose(0),
    '2': () => choose(1),
    '3': () => choose(2),
  });
  return (
    <section aria-label={t('suggestion.title')}>
      <header className={styles.head}>
        <h2 className={styles.title}>
          {suggestion.level === 'manual' && choices.length > 0 ? t('suggestion.weak') : t('suggestion.title')}
        </h2>
        <p className={styles.reason}>{t(`reason.${suggestion.reason}`)}</p>
      </header>
      {choices.length === 0 ? (
        <p className={styles.none}>{t('suggestion.noneText')}</p>
      ) : (
        <ol className={styles.list} aria-label={t('suggestion.choices')}>
          {choices.map((candidate, index) => (
            <li key={candidate.category}>
              <Choice
                candidate={candidate}
                district={appeal.district}
                hint={preselected && index === 0 ? 'Enter' : String(index + 1)}
                primary={preselected && index === 0}
                explained={explained === index}
                explain={() => explain(index)}
                choose={() => choose(index)}
                blocked={blocked}
              />
            </li>
          ))}
        </ol>
      )}
      {suggestion.secondTopic !== undefined && (
        <p className={styles.second}>
          <IconInfoCircle size={16} stroke={1.8} aria-hidden />
          {t('suggestion.secondTopic', { category: names.category(suggestion.secondTopic) })}
        </p>
      )}
    </section>
  );
}

interface ChoiceProps {
  candidate: Candidate;
  district: string | null;
  hint: string;
  primary: boolean;
  explained: boolean;
  explain: () => void;
  choose: () => void;
  blocked: boolean;
}

function Choice({ candidate, district, hint, primary, explained, explain, choose, blocked }: ChoiceProps) {
  const { t } = useTranslation();
  const names = useNames();
  const category = names.category(candidate.category);
  return (
    <div className={styles.choice} data-primary={primary} data-explained={explained}>
      <button
        type="button"
        className={styles.button}
        onClick={choose}
        disabled={blocked}
        aria-keyshortcuts={hint}
        data-category={candidate.category}
      >
        <kbd className={styles.hint}>{hint === 'Enter' ? '↵' : hint}</kbd>
        <span className={styles.words}>
          <span className={styles.category}>{category}</span>
          <span className={styles.department}>{names.department(candidate.department, district)}</span>
          <Confidence value={candidate.confidence} wide />
        </span>
        {primary && <span className={styles.confirm}>{t('suggestion.confirm')}</span>}
      </button>
      <button
        type="button"
        className={styles.why}
        aria-pressed={explained}
        aria-label={t('suggestion.whyOf', { category })}
        onClick={explain}
      >
        {t('suggestion.why')}
      </button>
    </div>
  );
}
