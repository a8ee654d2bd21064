import { Tabs } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../session/MeGate.tsx';
import { Empty } from '../ui/states.tsx';
import styles from './AdminPage.module.css';
import { KeysPanel } from './KeysPanel.tsx';
import { ModelsPanel } from './ModelsPanel.tsx';
import { TaxonomyPanel } from './TaxonomyPanel.tsx';
import { WebhooksPanel } from './WebhooksPanel.tsx';

/** Keys, model, taxonomy, webhooks. Dispatchers see the taxonomy and which model answers. */
export function AdminPage() {
  const { t } = useTranslation();
  const admin = useMe().role === 'admin';
  const forAdmins = (panel: React.ReactNode) =>
    admin ? panel : <Empty icon={IconLock} title={t('admin.forbidden')} />;
  return (
    <div className={styles.page}>
      <h1 className={styles.title}>{t('admin.title')}</h1>
      <Tabs defaultValue={admin ? 'keys' : 'taxonomy'} keepMounted={false} classNames={{ panel: styles.panel ?? '' }}>
        <Tabs.List>
          <Tabs.Tab value="keys">{t('admin.keys')}</Tabs.Tab>
          <Tabs.Tab value="models">{t('admin.models')}</Tabs.Tab>
          <Tabs.Tab value="taxonomy">{t('admin.taxonomy')}</Tabs.Tab>
          <Tabs.Tab value="webhooks">{t('admin.webhooks')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="keys">{forAdmins(<KeysPanel />)}</Tabs.Panel>
        <Tabs.Panel value="models">
          <ModelsPanel mayChange={admin} />
        </Tabs.Panel>
        <Tabs.Panel value="taxonomy">
          <TaxonomyPanel />
        </Tabs.Panel>
        <Tabs.Panel value="webhooks">{forAdmins(<WebhooksPanel />)}</Tabs.Panel>
      </Tabs>
    </div>
  );
}
