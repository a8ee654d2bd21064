import { Table } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useNow } from '../format/now.tsx';
import { type Dimension, useGroupNames } from './dimensions.ts';
import { formatFigure } from './figures.ts';
import { appealsBehind } from './links.ts';
import styles from './ReportTable.module.css';
import type { ReportFilter } from './report-filter.ts';
import type { ReportSpec } from './specs.ts';
import type { ReportData } from './use-report.ts';

interface Props {
  spec: ReportSpec;
  dimension: Dimension;
  filter: ReportFilter;
  data: ReportData;
}

/** The figures of a card in full: every group, every figure, and the way to the appeals of each. */
export function ReportTable({ spec, dimension, filter, data }: Props) {
  const { t } = useTranslation();
  const nameOf = useGroupNames();
  const now = useNow();
  const split = data.rows.some((row) => row.split !== null);
  return (
    // A region that scrolls must be reachable by keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <section className={styles.scroll} aria-label={t(`report.${spec.name}.title`)} tabIndex={0}>
      <Table className={styles.table} verticalSpacing={6} horizontalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t(`report.by.${dimension}`)}</Table.Th>
            {split && <Table.Th scope="col">{t('report.by.modelVersion')}</Table.Th>}
            {spec.columns.map(([figure]) => (
              <Table.Th key={figure} scope="col" className={styles.number}>
                {t(`report.figure.${figure}` as 'report.figure.appeals')}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {data.rows.map((row) => {
            const behind = appealsBehind(spec, filter, now, { dimension, key: row.key });
            const name = nameOf(dimension, row.key);
            return (
              <Table.Tr key={`${row.key} ${row.split}`}>
                <Table.Th scope="row" className={styles.name}>
                  {behind === null ? (
                    name
                  ) : (
                    <Link to="/queue" search={behind} className={styles.link} title={t('report.behind')}>
                      {name}
                    </Link>
                  )}
                </Table.Th>
                {split && <Table.Td>{row.split}</Table.Td>}
                {spec.columns.map(([figure, kind]) => (
                  <Table.Td key={figure} className={styles.number}>
                    {formatFigure(t, kind, row.figures[figure])}
                  </Table.Td>
                ))}
              </Table.Tr>
            );
          })}
        </Table.Tbody>
        <Table.Tfoot>
          <Table.Tr>
            <Table.Th scope="row">{t('report.total')}</Table.Th>
            {split && <Table.Td />}
            {spec.columns.map(([figure, kind]) => (
              <Table.Td key={figure} className={styles.number}>
                {formatFigure(t, kind, data.total[figure])}
              </Table.Td>
            ))}
          </Table.Tr>
        </Table.Tfoot>
      </Table>
    </section>
  );
}
