import { versionsOf } from './chart-options.ts';
import { isTime } from './dimensions.ts';
import styles from './Legend.module.css';
import type { CardDrawing } from './use-drawing.ts';
import type { ReportData } from './use-report.ts';

/** What the shades mean, where there is more than one. */
export function Legend({ data, drawing }: { data: ReportData; drawing: CardDrawing }) {
  const { spec, dimension, colours } = drawing;
  const ofVersions = spec.name === 'models' && dimension === 'day';
  const parts = isTime(dimension) ? spec.lines : spec.bar.parts;
  const entries = ofVersions
    ? versionsOf(data).map((name, index) => ({ name, colour: colours.versions[index % colours.versions.length] }))
    : parts.map(({ figure, shade }) => ({ name: drawing.partName(figure), colour: colours.shade[shade] }));
  if (entries.length < 2) return null;
  return (
    <ul className={styles.legend}>
      {entries.map(({ name, colour }) => (
        <li key={name}>
          <span className={styles.swatch} style={{ background: colour }} />
          {name}
        </li>
      ))}
    </ul>
  );
}
