import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconCloudOff, IconPlugConnected, IconPlugConnectedX } from '@tabler/icons-react';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { LiveState } from '../api/live.ts';
import { useServices } from '../services.ts';
import styles from './Connection.module.css';

/** Whether what is on screen is live. */
export function useLive(): LiveState {
  const { live } = useServices();
  return useSyncExternalStore(live.subscribe, live.state);
}

/** A word in the header; small while all is well. */
export function ConnectionMark() {
  const { t } = useTranslation();
  const state = useLive();
  const broken = state === 'lost' || state === 'offline';
  const Icon = broken ? IconPlugConnectedX : IconPlugConnected;
  return (
    <span className={styles.mark} data-state={state} title={t(`live.${state}`)}>
      <Icon size={16} stroke={1.8} aria-hidden />
      <span className={styles.word}>{t(`live.${state}`)}</span>
    </span>
  );
}

/** Says so, and when the next try is due, while the connection is gone. */
export function ConnectionBanner() {
  const { t } = useTranslation();
  const { live } = useServices();
  const state = useLive();
  const retryAt = useSyncExternalStore(live.subscribe, live.retryAt);
  const before = useRef(state);
  useEffect(() => {
    const broke = before.current === 'lost' || before.current === 'offline';
    before.current = state === 'connecting' ? before.current : state;
    if (broke && state === 'live') notifications.show({ message: t('live.back'), autoClose: 3_000 });
  }, [state, t]);
  const broken = state === 'lost' || state === 'offline';
  return (
    <div role="status">
      {broken && (
        <div className={styles.banner}>
          <IconCloudOff size={18} stroke={1.8} aria-hidden />
          <span className={styles.text}>{t(state === 'offline' ? 'live.offlineText' : 'live.lostText')}</span>
          {retryAt !== null && <RetryIn at={retryAt} />}
          <Button size="compact-sm" variant="default" onClick={live.retryNow}>
            {t('live.retry')}
          </Button>
        </div>
      )}
    </div>
  );
}

/** Counts down; hidden from screen readers, which would read every second aloud. */
function RetryIn({ at }: { at: number }) {
  const { t } = useTranslation();
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), 1_000);
    return () => clearInterval(timer);
  }, []);
  const count = Math.max(0, Math.ceil((at - Date.now()) / 1_000));
  return (
    <span className={styles.in} aria-hidden>
      {t('live.retryIn', { count })}
    </span>
  );
}
