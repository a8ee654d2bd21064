import { Button, Code, CopyButton, Modal, Select, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useServices } from '../services.ts';
import { useErrorText } from '../ui/states.tsx';
import styles from './AdminPage.module.css';

const ROLES = ['dispatcher', 'backend', 'ml', 'admin'] as const;

/** Makes a key and shows its secret this once. */
export function NewKey({ made }: { made: () => void }) {
  const { t } = useTranslation();
  const { api } = useServices();
  const explain = useErrorText();
  const [name, setName] = useState('');
  const [role, setRole] = useState<string>('dispatcher');
  const create = useMutation({
    mutationFn: () => api.send<{ key: string; name: string }>('POST', '/v1/admin/keys', { name: name.trim(), role }),
    onSuccess: () => {
      setName('');
      made();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '') create.mutate();
  };
  return (
    <form onSubmit={submit} className={styles.bar}>
      <TextInput
        className={styles.wide}
        label={t('apiKeys.name')}
        value={name}
        maxLength={100}
        error={create.error !== null && explain(create.error)}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Select
        label={t('apiKeys.role')}
        data={ROLES.map((value) => ({ value, label: t(`role.${value}`) }))}
        value={role}
        onChange={(value) => setRole(value ?? 'dispatcher')}
        allowDeselect={false}
      />
      <Button type="submit" loading={create.isPending} disabled={name.trim() === ''}>
        {t('apiKeys.create')}
      </Button>
      <Modal
        opened={create.data !== undefined}
        onClose={() => create.reset()}
        title={create.data?.name}
        closeOnClickOutside={false}
        closeButtonProps={{ 'aria-label': t('error.close') }}
        size="lg"
      >
        <p>{t('apiKeys.shownOnce')}</p>
        <p className={styles.secret}>
          <Code>{create.data?.key}</Code>
          <CopyButton value={create.data?.key ?? ''}>
            {({ copied, copy }) => (
              <Button variant="default" size="compact-sm" onClick={copy}>
                {t(copied ? 'apiKeys.copied' : 'apiKeys.copy')}
              </Button>
            )}
          </CopyButton>
        </p>
        <div className={styles.actions}>
          <Button onClick={() => create.reset()}>{t('apiKeys.done')}</Button>
        </div>
      </Modal>
    </form>
  );
}
