import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Appeal, NewAppeal } from '../api/types.ts';
import { useNames } from '../format/names.ts';
import { useServices } from '../services.ts';
import { useErrorText } from '../ui/states.tsx';
import { Accepted } from './Accepted.tsx';
import { LiveSuggestion } from './LiveSuggestion.tsx';
import styles from './NewAppealPage.module.css';

const CHANNELS = ['call', 'visit', 'letter', 'messenger'] as const;
const EMPTY = {
  text: '',
  declared: null as string | null,
  district: null as string | null,
  address: '',
  externalId: '',
};

/** For call-centre operators: the citizen's words on the left, what the service makes of them on the right. */
export function NewAppealPage() {
  const { t } = useTranslation();
  const { api } = useServices();
  const names = useNames();
  const explain = useErrorText();
  const [form, setForm] = useState(EMPTY);
  const [channel, setChannel] = useState<string>('call');
  const [state, setState] = useState<{ busy: boolean; error: unknown; tried: boolean; accepted: Appeal | null }>({
    busy: false,
    error: null,
    tried: false,
    accepted: null,
  });
  const change = (part: Partial<typeof EMPTY>) => setForm((before) => ({ ...before, ...part }));
  const taxonomy = names.index?.taxonomy;
  const location = {
    ...(form.district === null ? {} : { district: form.district }),
    ...(form.address.trim() === '' ? {} : { address: form.address.trim() }),
  };
  const content = {
    text: form.text,
    ...(form.declared === null ? {} : { declaredCategory: form.declared }),
    ...(Object.keys(location).length === 0 ? {} : { location }),
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (form.text.trim() === '') {
      setState({ ...state, tried: true });
      return;
    }
    setState({ ...state, busy: true, error: null, tried: true });
    const externalId = form.externalId.trim() || `${channel}-${crypto.randomUUID()}`;
    const body: NewAppeal = { externalId, ...content, channel };
    try {
      const accepted = await api.send<Appeal>('POST', '/v1/appeals', body, { headers: { prefer: 'wait=3' } });
      setState({ busy: false, error: null, tried: false, accepted });
      setForm(EMPTY);
    } catch (error) {
      setState({ busy: false, error, tried: true, accepted: null });
    }
  };

  if (state.accepted !== null)
    return <Accepted appeal={state.accepted} another={() => setState({ ...state, accepted: null })} />;
  return (
    <div className={styles.page}>
      <form onSubmit={submit} className={styles.form} noValidate>
        <div>
          <h1 className={styles.title}>{t('intake.title')}</h1>
          <p className={styles.lead}>{t('intake.lead')}</p>
        </div>
        <Textarea
          label={t('intake.text')}
          placeholder={t('intake.textPlaceholder')}
          value={form.text}
          onChange={(event) => change({ text: event.currentTarget.value })}
          error={state.tried && form.text.trim() === '' && t('intake.required')}
          autosize
          minRows={7}
          maxRows={18}
          maxLength={20_000}
          size="md"
          required
          withAsterisk={false}
          data-autofocus
        />
        <div className={styles.two}>
          <Select
            label={t('intake.district')}
            data={(taxonomy?.districts ?? []).map(({ id, name }) => ({ value: id, label: names.of(name) }))}
            value={form.district}
            onChange={(district) => change({ district })}
            clearable
          />
          <TextInput
            label={t('intake.address')}
            value={form.address}
            maxLength={500}
            onChange={(event) => change({ address: event.currentTarget.value })}
          />
          <Select
            label={t('intake.declared')}
            data={(taxonomy?.categories ?? []).map(({ id, name }) => ({ value: id, label: names.of(name) }))}
            value={form.declared}
            onChange={(declared) => change({ declared })}
            searchable
            clearable
            nothingFoundMessage={t('search.nothing')}
          />
          <Select
            label={t('intake.channel')}
            data={CHANNELS.map((value) => ({ value, label: t(`intake.channels.${value}`) }))}
            value={channel}
            onChange={(value) => setChannel(value ?? 'call')}
            allowDeselect={false}
          />
          <TextInput
            label={t('intake.externalId')}
            description={t('intake.externalHint')}
            value={form.externalId}
            maxLength={200}
            onChange={(event) => change({ externalId: event.currentTarget.value })}
          />
        </div>
        {state.error !== null && (
          <p className={styles.error} role="alert">
            {explain(state.error)}
          </p>
        )}
        <Button type="submit" size="md" loading={state.busy} className={styles.submit}>
          {t('intake.submit')}
        </Button>
      </form>
      <LiveSuggestion request={content} />
    </div>
  );
}
