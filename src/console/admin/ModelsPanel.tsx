import { Button, Checkbox, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useServices } from '../services.ts';
import { Failed, Loading, useErrorText } from '../ui/states.tsx';
import styles from './AdminPage.module.css';

/** Which model answers, and the way to another version. */
export function ModelsPanel({ mayChange }: { mayChange: boolean }) {
  const { t } = useTranslation();
  const { api } = useServices();
  const { data, error, refetch } = useQuery({
    queryKey: ['model'],
    queryFn: () => api.get<{ version: string; folder: string | null }>('/v1/admin/models/active'),
  });
  if (error !== null) return <Failed error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Loading />;
  return (
    <>
      <section className={styles.card} aria-label={t('models.active')}>
        <p className={styles.dim}>{t('models.active')}</p>
        <p className={styles.version}>{data.version}</p>
        <p className={styles.dim}>
          {data.folder === null ? t('models.keywords') : `${t('models.folder')}: ${data.folder}`}
        </p>
      </section>
      {mayChange && <Activate changed={() => void refetch()} />}
    </>
  );
}

function Activate({ changed }: { changed: () => void }) {
  const { t } = useTranslation();
  const { api } = useServices();
  const explain = useErrorText();
  const [version, setVersion] = useState('');
  const [force, setForce] = useState(false);
  const [note, setNote] = useState('');
  const activate = useMutation({
    mutationFn: () =>
      api.send<{ version: string }>('POST', '/v1/admin/models/activate', {
        version: version.trim(),
        force,
        ...(note.trim() === '' ? {} : { note: note.trim() }),
      }),
    onSuccess: (answer) => {
      notifications.show({ message: t('models.activated', { version: answer.version }) });
      changed();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    activate.mutate();
  };
  return (
    <>
      <h2 className={styles.subtitle}>{t('models.activate')}</h2>
      <form onSubmit={submit} className={styles.form}>
        <TextInput
          label={t('models.version')}
          value={version}
          onChange={(event) => setVersion(event.currentTarget.value)}
          error={activate.error !== null && `${explain(activate.error)}. ${activate.error.message}`}
        />
        <Checkbox
          label={t('models.force')}
          checked={force}
          onChange={(event) => setForce(event.currentTarget.checked)}
        />
        {force && (
          <Textarea
            label={t('models.note')}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
            required
          />
        )}
        <div>
          <Button
            type="submit"
            loading={activate.isPending}
            disabled={version.trim() === '' || (force && note.trim() === '')}
          >
            {t('models.submit')}
          </Button>
        </div>
      </form>
    </>
  );
}
