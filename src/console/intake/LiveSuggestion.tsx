import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { RouteRequest, Suggestion } from '../api/types.ts';
import { useNames } from '../format/names.ts';
import { useServices } from '../services.ts';
import { Confidence } from '../ui/Confidence.tsx';
import { DueMark } from '../ui/DueMark.tsx';
import { LevelMark } from '../ui/LevelMark.tsx';
import { useErrorText } from '../ui/states.tsx';
import { UrgencyMark } from '../ui/UrgencyMark.tsx';
import styles from './NewAppealPage.module.css';

/** A pause in the typing after which the service is asked (milliseconds). */
const PAUSE = 400;
/** Fewer letters say nothing. */
const SHORTEST = 8;

/** What the service would suggest for the text as it stands; nothing is stored. */
export function LiveSuggestion({ request }: { request: RouteRequest }) {
  const { t } = useTranslation();
  const { api } = useServices();
  const names = useNames();
  const explain = useErrorText();
  const [settled] = useDebouncedValue(JSON.stringify(request), PAUSE);
  const asked = JSON.parse(settled) as RouteRequest;
  const enough = asked.text.trim().length >= SHORTEST;
  const { data, error, isFetching } = useQuery({
    queryKey: ['route', settled],
    queryFn: ({ signal }) => api.send<Suggestion>('POST', '/v1/route', asked, { signal }),
    enabled: enough,
    placeholderData: keepPreviousData,
  });
  return (
    <section className={styles.live} aria-label={t('intake.live')} aria-live="polite" aria-busy={isFetching}>
      <h2 className={styles.liveTitle}>{t('intake.live')}</h2>
      {!enough ? (
        <p className={styles.liveText}>{t('intake.liveEmpty')}</p>
      ) : error !== null ? (
        <p className={styles.liveText}>
          {t('intake.liveFailed')}: {explain(error)}
        </p>
      ) : data === undefined ? (
        <p className={styles.liveText}>{t('intake.liveWait')}</p>
      ) : (
        <>
          <div className={styles.marks}>
            <LevelMark level={data.level} />
            <UrgencyMark urgency={data.urgency} />
            <DueMark dueAt={data.dueAt} />
            {data.district !== null && <span>{names.district(data.district)}</span>}
          </div>
          {data.candidates.length === 0 && <p className={styles.liveText}>{t(`reason.${data.reason}`)}</p>}
          <ol className={styles.list} data-old={isFetching}>
            {data.candidates.slice(0, 3).map((candidate) => (
              <li key={candidate.category} className={styles.candidate}>
                <span className={styles.category}>{names.category(candidate.category)}</span>
                <span>{names.department(candidate.department, data.district)}</span>
                <Confidence value={candidate.confidence} wide />
              </li>
            ))}
          </ol>
          <p className={styles.foot}>
            {t('suggestion.model', { version: data.modelVersion })}. {t('intake.stored')}
          </p>
        </>
      )}
    </section>
  );
}
