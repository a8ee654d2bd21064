import { Alert, Button, Checkbox, Code, PasswordInput, Text, Title } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem, createApi } from '../api/client.ts';
import type { Me } from '../api/types.ts';
import { LanguageSwitch } from '../layout/LanguageSwitch.tsx';
import { SchemeSwitch } from '../layout/SchemeSwitch.tsx';
import { useServices } from '../services.ts';
import styles from './LoginPage.module.css';

type Fault = 'wrong' | 'role' | 'unreachable';

/** Until there are accounts a key opens the console. */
export function LoginPage() {
  const { t } = useTranslation();
  const { session, settings } = useServices();
  const [key, setKey] = useState('');
  const [remember, setRemember] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFault(await check(key.trim()));
    setBusy(false);
  };

  /** Tries the key before it is kept. */
  const check = async (tried: string): Promise<Fault | null> => {
    const trial = createApi({ ...session, key: () => tried, close: () => undefined });
    try {
      const me = await trial.get<Me>('/v1/me');
      if (me.role !== 'dispatcher' && me.role !== 'admin') return 'role';
      session.open(tried, remember);
      return null;
    } catch (error) {
      return error instanceof ApiProblem && error.status < 500 ? 'wrong' : 'unreachable';
    }
  };

  return (
    <div className={styles.page}>
      <header className={styles.tools}>
        <LanguageSwitch />
        <SchemeSwitch />
      </header>
      <main className={styles.card}>
        <Title order={1} className={styles.name}>
          {t('app.name')}
        </Title>
        <Text c="dimmed">{t('app.tagline')}</Text>
        <form onSubmit={submit} className={styles.form} aria-label={t('login.title')}>
          <PasswordInput
            label={t('login.key')}
            description={t('login.hint')}
            value={key}
            onChange={(event) => setKey(event.currentTarget.value)}
            error={fault !== null && t(`login.${fault}`)}
            autoComplete="current-password"
            size="md"
            required
            withAsterisk={false}
            data-autofocus
          />
          <Checkbox
            label={t('login.remember')}
            checked={remember}
            onChange={(event) => setRemember(event.currentTarget.checked)}
          />
          <Button type="submit" size="md" loading={busy} disabled={key.trim() === ''}>
            {t('login.submit')}
          </Button>
        </form>
        {settings.devKeys !== null && (
          <Alert variant="light" color="gray" className={styles.dev}>
            {t('login.dev')} <Code>{settings.devKeys}</Code>. {t('login.devHint')}
          </Alert>
        )}
      </main>
    </div>
  );
}
