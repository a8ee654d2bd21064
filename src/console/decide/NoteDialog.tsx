import { Button, Modal, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './forms.module.css';

/** A note for the department; Ctrl+Enter attaches it. */
export function NoteDialog({ note, save, close }: { note: string; save: (note: string) => void; close: () => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(note);
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    save(text);
    close();
  };
  return (
    <Modal opened onClose={close} title={t('decide.note')} closeButtonProps={{ 'aria-label': t('error.close') }}>
      <form onSubmit={submit} className={styles.form}>
        <Textarea
          aria-label={t('decide.note')}
          placeholder={t('decide.notePlaceholder')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && submit()}
          maxLength={2_000}
          minRows={4}
          autosize
          data-autofocus
        />
        <Button type="submit">{t('decide.noteSave')}</Button>
      </form>
    </Modal>
  );
}
