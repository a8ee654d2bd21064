import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { InterfaceLanguage } from '../i18n/translations.ts';
import { useServices } from '../services.ts';

/** Russian or Kyrgyz; remembered on the device. */
export function LanguageSwitch() {
  const { t, i18n } = useTranslation();
  const { translations } = useServices();
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('nav.language')}
      value={i18n.language === 'ky' ? 'ky' : 'ru'}
      onChange={(value) => translations.change(value as InterfaceLanguage)}
      data={[
        { value: 'ru', label: <span lang="ru">Рус</span> },
        { value: 'ky', label: <span lang="ky">Кыр</span> },
      ]}
    />
  );
}
