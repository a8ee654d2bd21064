import { Anchor } from '@mantine/core';
import { IconMapOff } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Empty } from '../ui/states.tsx';

/** No page has this address. */
export function NotFound() {
  const { t } = useTranslation();
  return (
    <Empty icon={IconMapOff} title={t('error.notFound')} heading>
      <Anchor component={Link} to="/queue">
        {t('error.toQueue')}
      </Anchor>
    </Empty>
  );
}
