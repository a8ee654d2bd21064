import { Button, Loader } from '@mantine/core';
import { IconAlertTriangle, type IconProps } from '@tabler/icons-react';
import type { ComponentType, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem, Unreachable } from '../api/client.ts';
import styles from './states.module.css';

/** Something is on its way. */
export function Loading({ label }: { label?: string }) {
  return (
    <div className={styles.place} role="status" aria-label={label}>
      <Loader size="sm" />
      {label !== undefined && <p className={styles.text}>{label}</p>}
    </div>
  );
}

interface EmptyProps {
  icon: ComponentType<IconProps>;
  title: string;
  /** The page has no other heading. */
  heading?: boolean;
  children?: ReactNode;
}

/** There is nothing to show, and why. */
export function Empty({ icon: Icon, title, heading = false, children }: EmptyProps) {
  const Title = heading ? 'h1' : 'p';
  return (
    <div className={styles.place}>
      <Icon size={32} stroke={1.5} className={styles.icon} aria-hidden />
      <Title className={styles.title}>{title}</Title>
      {children !== undefined && <div className={styles.text}>{children}</div>}
    </div>
  );
}

/** It failed: what happened in plain words, and another try. */
export function Failed({ error, title, retry }: { error: unknown; title?: string; retry?: () => void }) {
  const { t } = useTranslation();
  const explain = useErrorText();
  return (
    <div className={styles.place} role="alert">
      <IconAlertTriangle size={32} stroke={1.5} className={styles.icon} aria-hidden />
      <p className={styles.title}>{title ?? t('error.title')}</p>
      <p className={styles.text}>{explain(error)}</p>
      {retry !== undefined && (
        <Button variant="default" onClick={retry}>
          {t('error.retry')}
        </Button>
      )}
    </div>
  );
}

/** An error in the words of the interface's language. */
export function useErrorText(): (error: unknown) => string {
  const { t, i18n } = useTranslation();
  return (error) => {
    if (error instanceof Unreachable) return t('error.unreachable');
    if (!(error instanceof ApiProblem)) return t('problem.internal');
    const key = `problem.${error.code}` as 'problem.internal';
    const known: boolean = i18n.exists(key as string);
    const text = known ? t(key) : error.code;
    return error.code === 'invalid-request' || !known ? `${text}: ${error.document.detail}` : text;
  };
}
