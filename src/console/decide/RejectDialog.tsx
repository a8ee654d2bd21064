import { Button, Modal, Radio, Textarea } from '@mantine/core';
import { type FormEvent, type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './forms.module.css';

const REASONS = ['duplicate', 'spam', 'foreign', 'unclear', 'abuse', 'other'] as const;
type Reason = (typeof REASONS)[number];

/** A rejection says why; digits pick the reason, Enter sends. */
export function RejectDialog({ reject, close }: { reject: (note: string) => void; close: () => void }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState<Reason>('duplicate');
  const [more, setMore] = useState('');
  const [missing, setMissing] = useState(false);

  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    const words = more.trim();
    if (reason === 'other' && words === '') {
      setMissing(true);
      return;
    }
    reject(reason === 'other' ? words : [t(`reject.reasons.${reason}`), words].filter(Boolean).join(': '));
  };
  const press = (event: KeyboardEvent) => {
    const writing = event.target instanceof HTMLTextAreaElement;
    if (event.key === 'Enter' && (!writing || event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      submit();
    }
    const picked = REASONS[Number(event.key) - 1];
    if (!writing && picked !== undefined) setReason(picked);
  };

  return (
    <Modal opened onClose={close} title={t('reject.title')} closeButtonProps={{ 'aria-label': t('error.close') }}>
      <form onSubmit={submit} onKeyDown={press} className={styles.form}>
        <Radio.Group label={t('reject.reason')} value={reason} onChange={(value) => setReason(value as Reason)}>
          <div className={styles.reasons}>
            {REASONS.map((each, index) => (
              <Radio
                key={each}
                className={styles.reason}
                value={each}
                {...(each === reason ? { 'data-autofocus': true } : {})}
                label={
                  <span className={styles.label}>
                    <kbd aria-hidden>{index + 1}</kbd>
                    {t(`reject.reasons.${each}`)}
                  </span>
                }
              />
            ))}
          </div>
        </Radio.Group>
        <Textarea
          label={t('reject.more')}
          value={more}
          maxLength={1_800}
          onChange={(event) => setMore(event.currentTarget.value)}
          error={missing && more.trim() === '' && t('reject.moreRequired')}
          autosize
          minRows={2}
        />
        <Button type="submit" color="red.8">
          {t('reject.submit')}
        </Button>
      </form>
    </Modal>
  );
}
