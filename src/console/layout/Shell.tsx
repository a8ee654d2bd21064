import { ActionIcon, Menu } from '@mantine/core';
import { IconKeyboard, IconLogout, IconMenu2, IconUser } from '@tabler/icons-react';
import { Link, Outlet } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcuts } from '../keyboard/use-shortcuts.ts';
import { useServices } from '../services.ts';
import { useMe } from '../session/MeGate.tsx';
import { ConnectionBanner, ConnectionMark } from './Connection.tsx';
import { KeysDialog } from './KeysDialog.tsx';
import { LanguageSwitch } from './LanguageSwitch.tsx';
import { SchemeSwitch } from './SchemeSwitch.tsx';
import styles from './Shell.module.css';

const PAGES = [
  { to: '/queue', name: 'nav.queue' },
  { to: '/new', name: 'nav.intake' },
  { to: '/supervisor', name: 'nav.supervisor' },
  { to: '/admin', name: 'nav.admin' },
] as const;

/** Header, connection and the page. */
export function Shell() {
  const { t } = useTranslation();
  const { session } = useServices();
  const me = useMe();
  const [keysOpen, setKeysOpen] = useState(false);
  useShortcuts({ '?': () => setKeysOpen(true) });
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content">
        {t('app.skip')}
      </a>
      <header className={styles.header}>
        <Link to="/queue" className={styles.brand}>
          {t('app.name')}
        </Link>
        <nav className={styles.nav} aria-label={t('nav.main')}>
          {PAGES.map(({ to, name }) => (
            <Link key={to} to={to} className={styles.link} activeProps={{ 'aria-current': 'page' }}>
              {t(name)}
            </Link>
          ))}
        </nav>
        <div className={styles.tools}>
          <ConnectionMark />
          <LanguageSwitch />
          <ActionIcon
            className={styles.wide}
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t('nav.keys')}
            title={`${t('nav.keys')} (?)`}
            onClick={() => setKeysOpen(true)}
          >
            <IconKeyboard size={20} stroke={1.7} aria-hidden />
          </ActionIcon>
          <SchemeSwitch />
          <Menu position="bottom-end" width={230} withinPortal>
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('nav.menu')} title={me.name}>
                <IconUser size={20} stroke={1.7} className={styles.wideIcon} aria-hidden />
                <IconMenu2 size={20} stroke={1.7} className={styles.narrowIcon} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Label>
                {me.name} · {t(`role.${me.role}`)}
              </Menu.Label>
              <div className={styles.narrow}>
                {PAGES.map(({ to, name }) => (
                  <Menu.Item key={to} component={Link} to={to}>
                    {t(name)}
                  </Menu.Item>
                ))}
                <Menu.Divider />
              </div>
              <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => session.close()}>
                {t('nav.logout')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </div>
      </header>
      <ConnectionBanner />
      <main id="content" className={styles.content} tabIndex={-1}>
        <Outlet />
      </main>
      <KeysDialog opened={keysOpen} close={() => setKeysOpen(false)} />
    </div>
  );
}
