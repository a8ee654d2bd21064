import { Modal, TextInput } from '@mantine/core';
import { IconCheck, IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './PickDialog.module.css';

/** One thing to pick: its name, and what helps to tell it from others. */
export interface Option {
  id: string;
  name: ReactNode;
  detail: ReactNode;
  /** Said beside the name: «предложена». */
  mark?: string | undefined;
  picked?: boolean;
}

interface Props {
  title: string;
  placeholder: string;
  hint: string;
  listLabel: string;
  find: (text: string) => Option[];
  choose: (id: string) => void;
  close: () => void;
}

/** A list that narrows while one writes; arrows move, Enter picks (ARIA combobox with a listbox). */
export function PickDialog({ title, placeholder, hint, listLabel, find, choose, close }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const prefix = useId();
  const options = find(text);
  const active = options[Math.min(at, options.length - 1)];
  useEffect(() => {
    if (active !== undefined)
      list.current?.querySelector(`[id="${prefix}${active.id}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [active, prefix]);

  const press = (event: KeyboardEvent) => {
    const last = options.length - 1;
    const moves: Record<string, () => void> = {
      ArrowDown: () => setAt(Math.min(last, at + 1)),
      ArrowUp: () => setAt(Math.max(0, at - 1)),
      Home: () => setAt(0),
      End: () => setAt(last),
      Enter: () => active !== undefined && choose(active.id),
    };
    const move = moves[event.key];
    if (move === undefined || event.nativeEvent.isComposing) return;
    event.preventDefault();
    move();
  };

  return (
    <Modal
      opened
      onClose={close}
      title={title}
      size="lg"
      padding={0}
      classNames={{ header: styles.header ?? '', body: styles.body ?? '' }}
      closeButtonProps={{ 'aria-label': t('error.close') }}
    >
      <TextInput
        className={styles.input}
        size="md"
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={press}
        placeholder={placeholder}
        aria-label={title}
        role="combobox"
        aria-expanded
        aria-controls={`${prefix}list`}
        aria-activedescendant={active === undefined ? undefined : `${prefix}${active.id}`}
        aria-autocomplete="list"
        autoComplete="off"
        leftSection={<IconSearch size={18} stroke={1.8} aria-hidden />}
        data-autofocus
      />
      <div ref={list} id={`${prefix}list`} role="listbox" aria-label={listLabel} className={styles.list}>
        {options.map((option) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys are the combobox's, which keeps the focus
          <div
            key={option.id}
            id={`${prefix}${option.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={option === active}
            className={styles.option}
            data-id={option.id}
            onClick={() => choose(option.id)}
          >
            <span className={styles.words}>
              <span className={styles.name}>{option.name}</span>
              <span className={styles.detail}>{option.detail}</span>
            </span>
            {option.mark !== undefined && <span className={styles.mark}>{option.mark}</span>}
            {option.picked && <IconCheck size={18} stroke={2} aria-hidden />}
          </div>
        ))}
      </div>
      {options.length === 0 && (
        <p className={styles.nothing} role="status">
          {t('search.nothing')}
        </p>
      )}
      <p className={styles.hint}>{hint}</p>
    </Modal>
  );
}
