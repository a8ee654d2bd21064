import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../format/now.tsx';
import { Loading } from '../ui/states.tsx';
import { chartHeight, chartOption, MOST_BARS } from './chart-options.ts';
import { isTime } from './dimensions.ts';
import { appealsBehind } from './links.ts';
import styles from './ReportChart.module.css';
import type { ReportFilter } from './report-filter.ts';
import type { CardDrawing } from './use-drawing.ts';
import type { ReportData } from './use-report.ts';

/** ECharts is large: it comes when the first chart is drawn. */
const Chart = lazy(() => import('./Chart.tsx'));

interface Props {
  data: ReportData;
  drawing: CardDrawing;
  filter: ReportFilter;
  title: string;
}

export function ReportChart({ data, drawing, filter, title }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const now = useNow();
  const { spec, dimension } = drawing;
  const option = useCallback((width: number) => chartOption(data, { ...drawing, width }), [data, drawing]);
  const keys = [...new Set(data.rows.map(({ key }) => key))];
  const height = chartHeight(dimension, keys.length);
  const pick = (index: number) => {
    const key = keys[index];
    const behind = key === undefined ? null : appealsBehind(spec, filter, now, { dimension, key });
    if (behind !== null) void navigate({ to: '/queue', search: behind });
  };
  const more = isTime(dimension) ? 0 : keys.length - MOST_BARS;
  const { figure } = spec.label;
  const name = t('report.chartName', {
    title,
    by: t(`report.by.${dimension}`),
    figure: drawing.partName(figure),
    value: drawing.write(figure, data.total[figure] ?? null),
  });
  return (
    <Suspense fallback={<Loading />}>
      <Chart option={option} height={height} name={name} onPick={pick} />
      {more > 0 && <p className={styles.more}>{t('report.more', { count: more })}</p>}
    </Suspense>
  );
}
