import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import styles from './KeysDialog.module.css';

const KEYS = [
  [['Enter'], 'enter'],
  [['1', '2', '3'], 'digits'],
  [['/'], 'search'],
  [['d'], 'department'],
  [['c'], 'co'],
  [['n'], 'note'],
  [['r'], 'reject'],
  [['u'], 'undo'],
  [['j'], 'next'],
  [['k'], 'previous'],
  [['x'], 'select'],
  [['b'], 'bulk'],
  [['?'], 'help'],
  [['Esc'], 'close'],
] as const;

/** All keys at a glance. */
export function KeysDialog({ opened, close }: { opened: boolean; close: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t('keys.title')}
      closeButtonProps={{ 'aria-label': t('error.close') }}
    >
      <dl className={styles.keys}>
        {KEYS.map(([keys, meaning]) => (
          <div key={meaning} className={styles.row}>
            <dt className={styles.key}>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd className={styles.meaning}>{t(`keys.${meaning}`)}</dd>
          </div>
        ))}
      </dl>
      <p className={styles.text}>{t('keys.text')}</p>
    </Modal>
  );
}
