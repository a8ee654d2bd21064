import { useTranslation } from 'react-i18next';
import styles from './PlaceMap.module.css';
import type { Districts, Place } from './PlaceMap.tsx';

/** At 42.87° north a degree of longitude is this part of a degree of latitude: cos(42.87°). */
const SQUEEZE = 0.733;

/** The districts as plain outlines, for browsers without WebGL. */
export function OutlineMap({ districts, point, district }: Place & { districts: Districts }) {
  const { t } = useTranslation();
  const place = ([lon = 0, lat = 0]: number[]) => [(lon - 74.6) * SQUEEZE * 1_000, (42.87 - lat) * 1_000] as const;
  const rings = districts.features.map((feature) => (feature.geometry.coordinates[0] ?? []).map(place));
  const xs = rings.flat().map(([x]) => x);
  const ys = rings.flat().map(([, y]) => y);
  const [left, top] = [Math.min(...xs) - 8, Math.min(...ys) - 8];
  const size = `${left} ${top} ${Math.max(...xs) + 8 - left} ${Math.max(...ys) + 8 - top}`;
  const pin = point === null ? null : place([point.lon, point.lat]);
  return (
    <svg viewBox={size} className={styles.outlines} role="img" aria-label={t('appeal.map')}>
      {districts.features.map(({ properties }, index) => (
        <polygon
          key={properties.id}
          points={(rings[index] ?? []).map((pair) => pair.join(',')).join(' ')}
          data-chosen={properties.id === district}
        />
      ))}
      {pin !== null && <circle cx={pin[0]} cy={pin[1]} r={4} />}
    </svg>
  );
}
