import { IconChartBar } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Empty } from '../ui/states.tsx';

/** The supervisor's dashboard. */
export function SupervisorPage() {
  const { t } = useTranslation();
  return (
    <Empty icon={IconChartBar} title={t('supervisor.soon')} heading>
      {t('supervisor.soonText')}
    </Empty>
  );
}
