import { ActionIcon, Collapse, NativeSelect, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import {
  IconChartBar,
  IconInfoCircle,
  IconListDetails,
  IconPhotoDown,
  IconTable,
  IconTableExport,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../format/now.tsx';
import { useServices } from '../services.ts';
import { Failed, Loading, useErrorText } from '../ui/states.tsx';
import type { Dimension } from './dimensions.ts';
import { downloadCsv, downloadPicture } from './download.ts';
import { Legend } from './Legend.tsx';
import { appealsBehind } from './links.ts';
import styles from './ReportCard.module.css';
import { ReportChart } from './ReportChart.tsx';
import { ReportTable } from './ReportTable.tsx';
import type { ReportFilter } from './report-filter.ts';
import type { ReportSpec } from './specs.ts';
import { useDrawing } from './use-drawing.ts';
import { reportParams, useReport } from './use-report.ts';

/** One KPI: chart or table, what it means, files to keep, and the way to the appeals behind it. */
export function ReportCard({ spec, filter }: { spec: ReportSpec; filter: ReportFilter }) {
  const { t } = useTranslation();
  const { api } = useServices();
  const explain = useErrorText();
  const now = useNow();
  const id = useId();
  const [dimension, setDimension] = useState<Dimension>(spec.dimensions[0]);
  const [asTable, setAsTable] = useState(false);
  const [aboutOpen, setAboutOpen] = useState(false);
  const report = useReport(spec, dimension, filter);
  const drawing = useDrawing(spec, dimension);
  const params = reportParams(spec, dimension, filter, now);
  const title = t(`report.${spec.name}.title`);
  const behind = appealsBehind(spec, filter, now);
  const empty = report.data !== undefined && report.data.rows.length === 0;

  const keep = (work: Promise<void>) =>
    void work.catch((error: unknown) => notifications.show({ color: 'red', message: explain(error) }));
  const keepPicture = async () => {
    if (report.data === undefined) return;
    const { picture } = await import('./picture.ts');
    const period = spec.snapshot ? t('report.now') : `${params.from} — ${params.to}`;
    const url = picture(window, report.data, drawing, {
      title,
      subtitle: `${t(`report.by.${dimension}`)} · ${period}`,
    });
    downloadPicture(window, url, spec.name, params);
  };

  return (
    <section className={styles.card} aria-labelledby={id}>
      <header className={styles.header}>
        <h2 id={id} className={styles.title}>
          {title}
        </h2>
        <Tool label={t('report.about')} expanded={aboutOpen} press={() => setAboutOpen(!aboutOpen)}>
          <IconInfoCircle size={18} stroke={1.7} aria-hidden />
        </Tool>
        <NativeSelect
          className={styles.dimension}
          size="xs"
          aria-label={t('report.breakdown', { title })}
          value={dimension}
          onChange={(event) => setDimension(event.currentTarget.value as Dimension)}
          data={spec.dimensions.map((value) => ({ value, label: t(`report.by.${value}`) }))}
        />
      </header>
      <Collapse expanded={aboutOpen} transitionDuration={0}>
        <p className={styles.about}>{t(`report.${spec.name}.about`)}</p>
      </Collapse>
      <div className={styles.body} aria-busy={report.isFetching} data-stale={report.isPlaceholderData}>
        {report.isError ? (
          <Failed error={report.error} title={t('report.failed')} retry={() => void report.refetch()} />
        ) : report.data === undefined ? (
          <Loading label={t('report.loading', { title })} />
        ) : empty ? (
          <p className={styles.empty}>{t(`report.${spec.name}.empty`)}</p>
        ) : asTable ? (
          <ReportTable spec={spec} dimension={dimension} filter={filter} data={report.data} />
        ) : (
          <>
            <Legend data={report.data} drawing={drawing} />
            <ReportChart data={report.data} drawing={drawing} filter={filter} title={title} />
          </>
        )}
      </div>
      <footer className={styles.footer}>
        {behind !== null && (
          <Link to="/queue" search={behind} className={styles.behind}>
            <IconListDetails size={16} stroke={1.7} aria-hidden />
            {t(`report.${spec.name}.behind`)}
          </Link>
        )}
        <span className={styles.tools}>
          <Tool
            label={t(asTable ? 'report.asChart' : 'report.asTable', { title })}
            press={() => setAsTable(!asTable)}
            disabled={empty}
          >
            {asTable ? (
              <IconChartBar size={18} stroke={1.7} aria-hidden />
            ) : (
              <IconTable size={18} stroke={1.7} aria-hidden />
            )}
          </Tool>
          <Tool label={t('report.csv', { title })} press={() => keep(downloadCsv(window, api, spec.name, params))}>
            <IconTableExport size={18} stroke={1.7} aria-hidden />
          </Tool>
          <Tool label={t('report.png', { title })} press={() => keep(keepPicture())} disabled={empty}>
            <IconPhotoDown size={18} stroke={1.7} aria-hidden />
          </Tool>
        </span>
      </footer>
    </section>
  );
}

interface ToolProps {
  label: string;
  press: () => void;
  expanded?: boolean;
  disabled?: boolean;
  children: React.ReactNode;
}

function Tool({ label, press, expanded, disabled = false, children }: ToolProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={label}
        aria-expanded={expanded}
        disabled={disabled}
        onClick={press}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
