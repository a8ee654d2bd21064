import { useDebouncedValue } from '@mantine/hooks';
import { lazy, memo, Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Appeal } from '../api/types.ts';
import { useNames } from '../format/names.ts';
import { formatDateTime } from '../format/time.ts';
import styles from './AppealFacts.module.css';
import { channelWord, placeWords } from './fact-words.ts';

const PlaceMap = lazy(() => import('../map/PlaceMap.tsx'));

/** A map is dear to draw: leafing through the queue draws none (milliseconds). */
const DWELL = 400;

/** What the citizen declared, where it is, what was attached. */
export const AppealFacts = memo(function AppealFacts({ appeal }: { appeal: Appeal }) {
  const { t } = useTranslation();
  const names = useNames();
  const [settled] = useDebouncedValue(appeal.id, DWELL);
  const { location, attachments, district, declaredCategory, channel, suggestion } = appeal;
  const { lat, lon } = location;
  // The same object while the point is the same: a map is drawn anew for another.
  const point = useMemo(() => (lat === null || lon === null ? null : { lat, lon }), [lat, lon]);
  return (
    <section>
      <dl className={styles.facts}>
        <Fact name={t('appeal.declared')}>
          {declaredCategory === null ? t('appeal.declaredNone') : names.category(declaredCategory)}
        </Fact>
        <Fact name={t('appeal.district')}>{district === null ? t('queue.noDistrict') : names.district(district)}</Fact>
        {location.address !== null && <Fact name={t('appeal.address')}>{location.address}</Fact>}
        {suggestion !== null && suggestion.placeEvidence.length > 0 && (
          <Fact name={t('appeal.placeFound')}>
            {suggestion.placeEvidence.map((entry) => placeWords(entry, t)).join('; ')}
          </Fact>
        )}
        <Fact name={t('appeal.submitted')}>{formatDateTime(appeal.submittedAt)}</Fact>
        {channel !== null && <Fact name={t('appeal.channel')}>{channelWord(channel, t)}</Fact>}
        {attachments.length > 0 && (
          <Fact name={t('appeal.attachments')}>
            {attachments.map(({ name, url }) => (
              <a key={url} href={url} target="_blank" rel="noreferrer noopener" className={styles.attachment}>
                {name}
              </a>
            ))}
          </Fact>
        )}
      </dl>
      {(point !== null || district !== null) && (
        <div className={styles.map} data-map>
          {settled === appeal.id && (
            <Suspense>
              <PlaceMap point={point} district={district} />
            </Suspense>
          )}
        </div>
      )}
    </section>
  );
});

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
