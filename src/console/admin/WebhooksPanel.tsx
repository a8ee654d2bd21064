import { Button, Table } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { DeliverySchema, EndpointSchema } from '../../http/backend/webhooks.ts';
import { formatDateTime } from '../format/time.ts';
import { useServices } from '../services.ts';
import { Failed, Loading, useErrorText } from '../ui/states.tsx';
import styles from './AdminPage.module.css';

type Endpoint = z.infer<typeof EndpointSchema>;
type Delivery = z.infer<typeof DeliverySchema>;

/** Where decisions are sent to, what could not be delivered, and another try. */
export function WebhooksPanel() {
  const { t } = useTranslation();
  const { api } = useServices();
  const queries = useQueryClient();
  const explain = useErrorText();
  const endpoints = useQuery({
    queryKey: ['webhooks'],
    queryFn: () => api.get<{ items: Endpoint[] }>('/v1/webhooks'),
  });
  const failed = useQuery({
    queryKey: ['webhooks', 'failed'],
    queryFn: () => api.get<{ items: Delivery[] }>('/v1/webhooks/failed'),
  });
  const retry = useMutation({
    mutationFn: (id: string) => api.send('POST', `/v1/webhooks/failed/${id}/retry`),
    onSuccess: () => {
      notifications.show({ message: t('webhooks.retried') });
      return queries.invalidateQueries({ queryKey: ['webhooks', 'failed'] });
    },
    onError: (error) => notifications.show({ color: 'red', message: explain(error) }),
  });
  const error = endpoints.error ?? failed.error;
  if (error !== null)
    return <Failed error={error} retry={() => void Promise.all([endpoints.refetch(), failed.refetch()])} />;
  if (endpoints.data === undefined || failed.data === undefined) return <Loading />;
  return (
    <>
      <h2 className={styles.subtitle}>{t('webhooks.endpoints')}</h2>
      {endpoints.data.items.length === 0 ? (
        <p className={styles.dim}>{t('webhooks.noEndpoints')}</p>
      ) : (
        <div className={styles.table}>
          <Table verticalSpacing="sm" horizontalSpacing="md">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('webhooks.url')}</Table.Th>
                <Table.Th>{t('webhooks.events')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {endpoints.data.items.map((endpoint) => (
                <Table.Tr key={endpoint.id}>
                  <Table.Td>{endpoint.url}</Table.Td>
                  <Table.Td>{endpoint.events.join(', ')}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
      <h2 className={styles.subtitle}>{t('webhooks.failed')}</h2>
      {failed.data.items.length === 0 ? (
        <p className={styles.dim}>{t('webhooks.noFailed')}</p>
      ) : (
        <div className={styles.table}>
          <Table verticalSpacing="sm" horizontalSpacing="md">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('webhooks.created')}</Table.Th>
                <Table.Th>{t('webhooks.event')}</Table.Th>
                <Table.Th>{t('webhooks.attempts')}</Table.Th>
                <Table.Th>{t('webhooks.lastError')}</Table.Th>
                <Table.Th>{t('webhooks.appeal')}</Table.Th>
                <Table.Th />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {failed.data.items.map((delivery) => (
                <Table.Tr key={delivery.id}>
                  <Table.Td>{formatDateTime(delivery.createdAt)}</Table.Td>
                  <Table.Td>{delivery.event}</Table.Td>
                  <Table.Td>{delivery.attempts}</Table.Td>
                  <Table.Td>
                    {[delivery.lastStatus, delivery.lastError].filter((part) => part !== null).join(' · ')}
                  </Table.Td>
                  <Table.Td>
                    <Link to="/queue/$id" params={{ id: delivery.appealId }}>
                      {t('decide.open')}
                    </Link>
                  </Table.Td>
                  <Table.Td>
                    <Button size="compact-sm" variant="default" onClick={() => retry.mutate(delivery.id)}>
                      {t('webhooks.retry')}
                    </Button>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
    </>
  );
}
