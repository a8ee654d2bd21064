import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { appealKey } from '../queue/queue-cache.ts';
import { useQueueView } from '../queue/queue-context.ts';
import { useServices } from '../services.ts';
import { useMe } from '../session/MeGate.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import { AppealHeader } from './AppealHeader.tsx';
import styles from './AppealPane.module.css';
import { AppealView } from './AppealView.tsx';
import { RowPreview } from './RowPreview.tsx';

/** The open appeal: read before it was opened where possible, claimed while it stays open. */
export function AppealPane({ id }: { id: string }) {
  const { t } = useTranslation();
  const { cache, claims } = useServices();
  const { rows } = useQueueView();
  const me = useMe();
  const pane = useRef<HTMLElement>(null);
  const { data, error, refetch } = useQuery({
    queryKey: appealKey(id),
    queryFn: () => cache.readAppeal(id),
    staleTime: 120_000,
    // An appeal that was opened before its triage was done shows the suggestion as soon as it is there.
    refetchInterval: (query) => (query.state.data?.state === 'received' ? 2_000 : false),
  });
  useEffect(() => claims.hold(id, me.actor), [claims, id, me.actor]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the focus moves when another appeal opens
  useEffect(() => {
    pane.current?.focus({ preventScroll: true });
    if (pane.current?.parentElement) pane.current.parentElement.scrollTop = 0;
  }, [id]);

  const row = rows.find((each) => each.id === id);
  const shown = data ?? row;
  return (
    <article
      ref={pane}
      className={styles.pane}
      tabIndex={-1}
      aria-label={t('appeal.title', { id: shown?.externalId ?? '' })}
      data-appeal={data?.id}
    >
      {shown !== undefined && <AppealHeader appeal={shown} />}
      {data !== undefined ? (
        <AppealView appeal={data} />
      ) : error !== null ? (
        <Failed error={error} title={t('appeal.failed')} retry={() => void refetch()} />
      ) : row !== undefined ? (
        <RowPreview row={row} />
      ) : (
        <Loading />
      )}
    </article>
  );
}
