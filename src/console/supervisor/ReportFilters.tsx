import { Button, MultiSelect, SegmentedControl, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useNames } from '../format/names.ts';
import { useNow } from '../format/now.tsx';
import styles from './ReportFilters.module.css';
import { DEFAULT_PRESET, FILTER_DIMENSIONS, localDay, PRESETS, periodOf, type ReportFilter } from './report-filter.ts';

interface Props {
  filter: ReportFilter;
  setFilter: (filter: ReportFilter) => void;
}

/** The period, and what all charts are narrowed to. */
export function ReportFilters({ filter, setFilter }: Props) {
  const { t } = useTranslation();
  const names = useNames();
  const now = useNow();
  const { from, to } = periodOf(filter, now);
  const { days: _days, from: _from, to: _to, ...rest } = filter;
  const chosen = filter.from === undefined ? (filter.days ?? DEFAULT_PRESET) : '';
  const taxonomy = names.index?.taxonomy;
  const options = {
    department: (taxonomy?.departments ?? []).map(({ id }) => ({ value: id, label: names.department(id) })),
    district: (taxonomy?.districts ?? []).map(({ id }) => ({ value: id, label: names.district(id) })),
    category: (taxonomy?.categories ?? []).map(({ id }) => ({ value: id, label: names.category(id) })),
    language: (['ru', 'ky', 'mixed', 'other'] as const).map((value) => ({ value, label: t(`language.${value}`) })),
  };
  const setDay = (name: 'from' | 'to', day: string) => {
    const period = { from, to, [name]: day };
    if (day === '' || period.from > period.to) return;
    setFilter({ ...rest, ...period });
  };
  const set = (name: (typeof FILTER_DIMENSIONS)[number], values: string[]) => {
    const { [name]: _, ...others } = filter;
    setFilter(values.length === 0 ? others : { ...others, [name]: values.join(',') });
  };
  return (
    <search className={styles.filters} aria-label={t('report.filters')}>
      <SegmentedControl
        className={styles.presets}
        aria-label={t('report.period')}
        size="sm"
        value={chosen}
        onChange={(days) => setFilter({ ...rest, ...(days !== DEFAULT_PRESET && { days }) })}
        data={PRESETS.map((value) => ({ value, label: t(`report.preset.${value}`) }))}
      />
      <TextInput
        type="date"
        size="sm"
        aria-label={t('report.from')}
        value={from}
        max={to}
        onChange={(event) => setDay('from', event.currentTarget.value)}
      />
      <TextInput
        type="date"
        size="sm"
        aria-label={t('report.to')}
        value={to}
        min={from}
        max={localDay(now)}
        onChange={(event) => setDay('to', event.currentTarget.value)}
      />
      {FILTER_DIMENSIONS.map((name) => (
        <MultiSelect
          key={name}
          className={styles.pick}
          size="sm"
          aria-label={t(`filter.${name}`)}
          placeholder={filter[name] === undefined ? t(`filter.${name}`) : ''}
          data={options[name]}
          value={filter[name]?.split(',') ?? []}
          onChange={(values) => set(name, values)}
          searchable
          clearable
          hidePickedOptions
          nothingFoundMessage={t('search.nothing')}
          clearButtonProps={{ 'aria-label': t('report.clear', { name: t(`filter.${name}`) }) }}
        />
      ))}
      {FILTER_DIMENSIONS.some((name) => filter[name] !== undefined) && (
        <Button variant="subtle" onClick={() => setFilter({})}>
          {t('queue.reset')}
        </Button>
      )}
    </search>
  );
}
