import { ActionIcon, Button, Menu, Modal, TextInput } from '@mantine/core';
import { useDisclosure, useLocalStorage } from '@mantine/hooks';
import { IconBookmark, IconCheck, IconPlus, IconTrash } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { countFilters, type QueueFilter, sameFilter } from './filters.ts';
import styles from './ViewsMenu.module.css';

interface View {
  name: string;
  filter: QueueFilter;
}

/** Everybody has these; each person's own are kept on the device. */
const COMMON = [
  { name: 'views.emergencies', filter: { urgency: 'emergency' } },
  { name: 'views.ready', filter: { level: 'preselect' } },
  { name: 'views.old', filter: { olderThanHours: '24' } },
  { name: 'views.kyrgyz', filter: { language: 'ky,mixed' } },
] as const;

interface Props {
  filter: QueueFilter;
  setFilter: (filter: QueueFilter) => void;
}

/** Filters under a name. */
export function ViewsMenu({ filter, setFilter }: Props) {
  const { t } = useTranslation();
  const [own, setOwn] = useLocalStorage<View[]>({ key: 'bagyt-views', defaultValue: [] });
  const [naming, { open, close }] = useDisclosure(false);
  const save = (name: string) => {
    setOwn([...own.filter((view) => view.name !== name), { name, filter }]);
    close();
  };
  const check = (view: QueueFilter) => (sameFilter(view, filter) ? <IconCheck size={16} aria-hidden /> : <span />);
  return (
    <>
      <Menu position="bottom-end" width={270}>
        <Menu.Target>
          <Button
            className={styles.button}
            variant="subtle"
            color="gray"
            size="compact-sm"
            leftSection={<IconBookmark size={16} stroke={1.8} aria-hidden />}
          >
            {t('views.title')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {COMMON.map((view) => (
            <Menu.Item key={view.name} rightSection={check(view.filter)} onClick={() => setFilter(view.filter)}>
              {t(view.name)}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Label>{own.length === 0 ? t('views.none') : t('views.saved')}</Menu.Label>
          {own.map((view) => (
            <div key={view.name} className={styles.own}>
              <Menu.Item
                className={styles.name}
                rightSection={check(view.filter)}
                onClick={() => setFilter(view.filter)}
              >
                {view.name}
              </Menu.Item>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t('views.remove', { name: view.name })}
                onClick={() => setOwn(own.filter((each) => each !== view))}
              >
                <IconTrash size={16} stroke={1.8} aria-hidden />
              </ActionIcon>
            </div>
          ))}
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconPlus size={16} aria-hidden />}
            disabled={countFilters(filter) === 0}
            onClick={open}
          >
            {t('views.save')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={naming}
        onClose={close}
        title={t('views.save')}
        closeButtonProps={{ 'aria-label': t('error.close') }}
      >
        <NameForm save={save} />
      </Modal>
    </>
  );
}

function NameForm({ save }: { save: (name: string) => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '') save(name.trim());
  };
  return (
    <form onSubmit={submit} className={styles.form}>
      <TextInput
        label={t('views.name')}
        value={name}
        maxLength={60}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
      />
      <Button type="submit" disabled={name.trim() === ''}>
        {t('views.save')}
      </Button>
    </form>
  );
}
