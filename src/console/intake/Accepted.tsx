import { Button } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Appeal } from '../api/types.ts';
import { useNames } from '../format/names.ts';
import { formatDateTime } from '../format/time.ts';
import { Empty } from '../ui/states.tsx';

/** The appeal was taken: number, term, and the way on. */
export function Accepted({ appeal, another }: { appeal: Appeal; another: () => void }) {
  const { t } = useTranslation();
  const names = useNames();
  return (
    <Empty icon={IconCircleCheck} title={t('intake.accepted', { id: appeal.externalId })} heading>
      <p>
        {appeal.category !== null && names.category(appeal.category)}
        {appeal.department !== null && ` · ${names.department(appeal.department, appeal.district)}`}
        {appeal.dueAt !== null && ` · ${t('intake.due')}: ${formatDateTime(appeal.dueAt)}`}
      </p>
      <Button.Group>
        <Button
          variant="default"
          renderRoot={(props) => <Link to="/queue/$id" params={{ id: appeal.id }} {...props} />}
        >
          {t('intake.openIt')}
        </Button>
        <Button onClick={another} autoFocus>
          {t('intake.another')}
        </Button>
      </Button.Group>
    </Empty>
  );
}
