import { Accordion, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Category } from '../api/types.ts';
import { categorySearch } from '../decide/find-category.ts';
import { useNames } from '../format/names.ts';
import { UrgencyMark } from '../ui/UrgencyMark.tsx';
import styles from './AdminPage.module.css';

/** Every category: who acts, in which term, what belongs to it and what does not. */
export function TaxonomyPanel() {
  const { t } = useTranslation();
  const names = useNames();
  const [text, setText] = useState('');
  const taxonomy = names.index?.taxonomy;
  const search = useMemo(() => (taxonomy === undefined ? () => [] : categorySearch(taxonomy)), [taxonomy]);
  const found = search(text);
  return (
    <>
      <div className={styles.bar}>
        <TextInput
          className={styles.wide}
          type="search"
          aria-label={t('taxonomy.search')}
          placeholder={t('taxonomy.search')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          leftSection={<IconSearch size={16} stroke={1.8} aria-hidden />}
        />
        <span className={styles.dim}>
          {t('taxonomy.categories', { count: found.length })} ·{' '}
          {t('taxonomy.version', { version: taxonomy?.version ?? '' })}
        </span>
      </div>
      <Accordion variant="separated" chevronPosition="left">
        {found.map((category) => (
          <Accordion.Item key={category.id} value={category.id}>
            <Accordion.Control>
              <span className={styles.entry}>
                <span className={styles.entryName}>{names.of(category.name)}</span>
                <UrgencyMark urgency={category.urgency} compact />
                <span className={styles.entryMeta}>
                  {names.department(category.department)} · {t('taxonomy.days', { count: category.workingDays })}
                </span>
              </span>
            </Accordion.Control>
            <Accordion.Panel>
              <Details category={category} />
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
    </>
  );
}

function Details({ category }: { category: Category }) {
  const { t } = useTranslation();
  const names = useNames();
  const { definition, nearMisses = [], synonyms, alsoDepartments } = category;
  return (
    <dl className={styles.facts}>
      {definition !== undefined && (
        <div>
          <dt>{t('taxonomy.definition')}</dt>
          <dd>{names.of(definition)}</dd>
        </div>
      )}
      {nearMisses.length > 0 && (
        <div>
          <dt>{t('taxonomy.near')}</dt>
          {nearMisses.map((miss) => (
            <dd key={miss.ru}>
              {names.of(miss)} → {names.category(miss.instead)}
            </dd>
          ))}
        </div>
      )}
      {synonyms !== undefined && (
        <div>
          <dt>{t('taxonomy.words')}</dt>
          <dd lang="ru">{synonyms.ru.join(', ')}</dd>
          <dd lang="ky">{synonyms.ky.join(', ')}</dd>
        </div>
      )}
      {alsoDepartments.length > 0 && (
        <div>
          <dt>{t('taxonomy.also')}</dt>
          <dd>{alsoDepartments.map((id) => names.department(id)).join(', ')}</dd>
        </div>
      )}
    </dl>
  );
}
