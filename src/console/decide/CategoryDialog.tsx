import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Category } from '../api/types.ts';
import { useNames } from '../format/names.ts';
import { categorySearch } from './find-category.ts';
import { type Option, PickDialog } from './PickDialog.tsx';

interface Props {
  /** Categories that were suggested: they stand first while nothing is written. */
  suggested: string[];
  choose: (category: string) => void;
  close: () => void;
}

/** All categories in Russian and Kyrgyz at once, whatever language the interface has. */
export function CategoryDialog({ suggested, choose, close }: Props) {
  const { t } = useTranslation();
  const names = useNames();
  const taxonomy = names.index?.taxonomy;
  const search = useMemo(() => (taxonomy === undefined ? () => [] : categorySearch(taxonomy)), [taxonomy]);
  const option = (category: Category): Option => {
    const other = names.language === 'ru' ? category.name.ky : category.name.ru;
    return {
      id: category.id,
      name: names.of(category.name),
      detail: (
        <>
          {other !== undefined && <span lang={names.language === 'ru' ? 'ky' : 'ru'}>{other} · </span>}
          {names.department(category.department)}
        </>
      ),
      mark: suggested.includes(category.id) ? t('search.suggested') : undefined,
    };
  };
  const find = (text: string) => {
    const found = search(text);
    const first = (category: Category) => Number(!suggested.includes(category.id));
    const sorted = text.trim() === '' ? found.toSorted((a, b) => first(a) - first(b)) : found;
    return sorted.map(option);
  };
  return (
    <PickDialog
      title={t('search.title')}
      placeholder={t('search.placeholder')}
      hint={t('search.hint')}
      listLabel={t('search.results')}
      find={find}
      choose={choose}
      close={close}
    />
  );
}
