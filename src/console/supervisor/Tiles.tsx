import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatFigure } from './figures.ts';
import type { ReportFilter } from './report-filter.ts';
import { type ReportSpec, SPECS } from './specs.ts';
import styles from './Tiles.module.css';
import { useReport } from './use-report.ts';

/** The figures in one line, before the charts explain them. */
export function Tiles({ filter }: { filter: ReportFilter }) {
  return (
    <dl className={styles.tiles}>
      {SPECS.filter((spec) => spec.tile !== undefined).map((spec) => (
        <Tile key={spec.name} spec={spec} filter={filter} />
      ))}
    </dl>
  );
}

function Tile({ spec, filter }: { spec: ReportSpec; filter: ReportFilter }) {
  const { t } = useTranslation();
  const { data, isError } = useReport(spec, spec.dimensions[0], filter);
  const { tile } = spec;
  if (tile === undefined) return null;
  const kindOf = (figure: string) => spec.columns.find(([name]) => name === figure)?.[1] ?? 'count';
  const of = (figure: string) => formatFigure(t, kindOf(figure), data?.total[figure]);
  return (
    <div className={styles.tile}>
      <dt className={styles.name}>{t(`report.${spec.name}.tile` as 'report.inflow.tile')}</dt>
      <dd className={styles.value}>
        {data === undefined && !isError ? <Skeleton height={30} width={90} /> : <span>{of(tile.figure)}</span>}
        <span className={styles.of}>
          {t(`report.${spec.name}.tileOf` as 'report.inflow.tileOf', { value: of(tile.of) })}
        </span>
      </dd>
    </div>
  );
}
