import { Button, Drawer, MultiSelect, NumberInput, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ReviewCounts } from '../api/types.ts';
import { type Names, useNames } from '../format/names.ts';
import styles from './FilterDrawer.module.css';
import { type QueueFilter, valuesOf, withValues } from './filters.ts';

interface Props {
  opened: boolean;
  close: () => void;
  filter: QueueFilter;
  setFilter: (filter: QueueFilter) => void;
  counts: ReviewCounts | undefined;
}

type Facet = 'department' | 'district' | 'category' | 'language' | 'urgency' | 'level';

/** All filters; each change shows at once in the list beside. */
export default function FilterDrawer({ opened, close, filter, setFilter, counts }: Props) {
  const { t } = useTranslation();
  const names = useNames();
  const options = useOptions(names);
  const label = (facet: Facet, value: string, text: string) => {
    const count = counts?.[facet][value];
    return count === undefined ? text : `${text} · ${count}`;
  };
  const pick = (facet: Facet) => (
    <MultiSelect
      key={facet}
      label={t(`filter.${facet}`)}
      data={options[facet].map(([value, text]) => ({ value, label: label(facet, value, text) }))}
      value={valuesOf(filter, facet)}
      onChange={(values) => setFilter(withValues(filter, facet, values))}
      searchable={options[facet].length > 6}
      clearable
      hidePickedOptions
      nothingFoundMessage={t('search.nothing')}
    />
  );
  return (
    <Drawer
      opened={opened}
      onClose={close}
      title={t('queue.filters')}
      size={400}
      position="left"
      closeButtonProps={{ 'aria-label': t('error.close') }}
    >
      <div className={styles.fields}>
        {(['category', 'department', 'district', 'language', 'level', 'urgency'] as const).map(pick)}
        <Select
          label={t('filter.state')}
          data={(['suggested', 'received', 'decided', 'rejected'] as const).map((state) => ({
            value: state,
            label: t(`state.${state}`),
          }))}
          value={filter.state ?? 'suggested'}
          onChange={(state) =>
            setFilter(withValues(filter, 'state', state === null || state === 'suggested' ? [] : [state]))
          }
          allowDeselect={false}
        />
        <Select
          label={t('filter.claimed')}
          placeholder={t('filter.any')}
          data={[
            { value: 'me', label: t('filter.claimedMe') },
            { value: 'others', label: t('filter.claimedOthers') },
            { value: 'nobody', label: t('filter.claimedNobody') },
          ]}
          value={filter.claimed ?? null}
          onChange={(claimed) => setFilter(withValues(filter, 'claimed', claimed === null ? [] : [claimed]))}
          clearable
        />
        <NumberInput
          label={t('filter.older')}
          min={0}
          max={9_999}
          value={filter.olderThanHours ?? ''}
          onChange={(hours) => setFilter(withValues(filter, 'olderThanHours', hours === '' ? [] : [String(hours)]))}
        />
        <Button variant="default" onClick={() => setFilter({})}>
          {t('queue.reset')}
        </Button>
      </div>
    </Drawer>
  );
}

/** Values and names of each filter, in the order of the taxonomy. */
function useOptions(names: Names): Record<Facet, [string, string][]> {
  const { t } = useTranslation();
  const taxonomy = names.index?.taxonomy;
  return {
    category: (taxonomy?.categories ?? []).map(({ id, name }) => [id, names.of(name)]),
    department: (taxonomy?.departments ?? []).map(({ id }) => [id, names.department(id)]),
    district: (taxonomy?.districts ?? []).map(({ id, name }) => [id, names.of(name)]),
    language: (['ru', 'ky', 'mixed', 'other'] as const).map((id) => [id, t(`language.${id}`)]),
    urgency: (['emergency', 'high', 'normal'] as const).map((id) => [id, t(`urgency.${id}`)]),
    level: (['preselect', 'suggest', 'manual'] as const).map((id) => [id, t(`level.${id}`)]),
  };
}
