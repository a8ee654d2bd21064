import { Button, Modal, Table } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { KeySchema } from '../../http/admin/keys.ts';
import { formatDate, formatDateTime } from '../format/time.ts';
import { useServices } from '../services.ts';
import { Failed, Loading } from '../ui/states.tsx';
import styles from './AdminPage.module.css';
import { NewKey } from './NewKey.tsx';

type Key = z.infer<typeof KeySchema>;

/** All keys; a secret is shown once, when its key is made. */
export function KeysPanel() {
  const { t } = useTranslation();
  const { api } = useServices();
  const queries = useQueryClient();
  const [revoking, setRevoking] = useState<Key | null>(null);
  const { data, error, refetch } = useQuery({
    queryKey: ['keys'],
    queryFn: () => api.get<{ items: Key[] }>('/v1/admin/keys'),
  });
  const revoke = useMutation({
    mutationFn: (key: Key) => api.send('DELETE', `/v1/admin/keys/${key.id}`),
    onSuccess: () => {
      setRevoking(null);
      return queries.invalidateQueries({ queryKey: ['keys'] });
    },
  });
  if (error !== null) return <Failed error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Loading />;
  return (
    <>
      <NewKey made={() => void refetch()} />
      <div className={styles.table}>
        <Table verticalSpacing="sm" horizontalSpacing="md">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('apiKeys.name')}</Table.Th>
              <Table.Th>{t('apiKeys.role')}</Table.Th>
              <Table.Th>{t('apiKeys.prefix')}</Table.Th>
              <Table.Th>{t('apiKeys.created')}</Table.Th>
              <Table.Th>{t('apiKeys.used')}</Table.Th>
              <Table.Th>{t('apiKeys.status')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data.items.map((key) => (
              <Table.Tr key={key.id}>
                <Table.Td>{key.name}</Table.Td>
                <Table.Td>{t(`role.${key.role}`)}</Table.Td>
                <Table.Td>
                  <code>{key.prefix}…</code>
                </Table.Td>
                <Table.Td>{formatDate(key.createdAt)}</Table.Td>
                <Table.Td>{key.lastUsedAt === null ? t('apiKeys.never') : formatDateTime(key.lastUsedAt)}</Table.Td>
                <Table.Td>
                  {key.revokedAt === null ? (
                    <Button variant="default" size="compact-sm" onClick={() => setRevoking(key)}>
                      {t('apiKeys.revoke')}
                    </Button>
                  ) : (
                    <span className={styles.dim}>
                      {t('apiKeys.revoked')} {formatDate(key.revokedAt)}
                    </span>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
      <Modal
        opened={revoking !== null}
        onClose={() => setRevoking(null)}
        title={t('apiKeys.revokeTitle', { name: revoking?.name ?? '' })}
        closeButtonProps={{ 'aria-label': t('error.close') }}
      >
        <p>{t('apiKeys.revokeText')}</p>
        <div className={styles.actions}>
          <Button variant="default" onClick={() => setRevoking(null)} data-autofocus>
            {t('apiKeys.cancel')}
          </Button>
          <Button color="red.8" loading={revoke.isPending} onClick={() => revoking !== null && revoke.mutate(revoking)}>
            {t('apiKeys.revoke')}
          </Button>
        </div>
      </Modal>
    </>
  );
}
