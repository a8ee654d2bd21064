import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { channelWord } from '../appeal/fact-words.ts';
import { useNames } from '../format/names.ts';

/** By what a chart may be broken down. */
export type Dimension =
  | 'day'
  | 'hourOfDay'
  | 'department'
  | 'district'
  | 'category'
  | 'language'
  | 'level'
  | 'channel'
  | 'modelVersion';

export function isTime(dimension: Dimension): boolean {
  return dimension === 'day' || dimension === 'hourOfDay';
}

/** The name of a group in the interface's language; what is not known has a name too. */
export function useGroupNames(): (dimension: Dimension, key: string | null) => string {
  const { t, i18n } = useTranslation();
  const names = useNames();
  return useCallback(
    (dimension: Dimension, key: string | null) => {
      if (key === null) return t('filter.none');
      const known = (group: string) => (i18n.exists(`${group}.${key}`) ? t(`${group}.${key}` as 'language.ru') : key);
      switch (dimension) {
        case 'department':
          return capitalised(names.department(key));
        case 'district':
          return names.district(key);
        case 'category':
          return names.category(key);
        case 'language':
          return known('language');
        case 'level':
          return known('level');
        case 'channel':
          return channelWord(key, t);
        case 'day':
          return `${key.slice(8, 10)}.${key.slice(5, 7)}`;
        case 'hourOfDay':
          return `${key}:00`;
        default:
          return key;
      }
    },
    [t, i18n, names],
  );
}

/** The name of a department with an office per district begins in the middle once its placeholder is gone. */
function capitalised(name: string): string {
  return name.charAt(0).toLocaleUpperCase('ru') + name.slice(1);
}
