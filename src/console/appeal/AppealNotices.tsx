import { IconAlertOctagonFilled, IconCircleCheck, IconInfoCircle, IconLock } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Appeal } from '../api/types.ts';
import { personOf, useNames } from '../format/names.ts';
import { useNow } from '../format/now.tsx';
import { formatDateTime, formatTime } from '../format/time.ts';
import { useMe } from '../session/MeGate.tsx';
import styles from './AppealNotices.module.css';

/** What changes how the suggestion is to be read: somebody else's claim, a decision, an emergency, a weaker answer. */
export function AppealNotices({ appeal }: { appeal: Appeal }) {
  const { t } = useTranslation();
  const names = useNames();
  const me = useMe();
  const now = useNow();
  const { claim, decision, suggestion, state } = appeal;
  const others = claim !== null && claim.by !== me.actor && Date.parse(claim.until) > now;
  return (
    <div className={styles.notices}>
      {others && (
        <Notice kind="warn" icon={<IconLock size={18} stroke={1.8} aria-hidden />}>
          {t('appeal.claimedOther', { name: personOf(claim.by), time: formatTime(claim.until) })}
        </Notice>
      )}
      {decision !== null && (
        <Notice kind="done" icon={<IconCircleCheck size={18} stroke={1.8} aria-hidden />}>
          <strong>
            {t(`state.${state}`)}
            {decision.category !== null && `: ${names.category(decision.category)}`}
          </strong>
          {decision.department !== null && <span>{names.department(decision.department, appeal.district)}</span>}
          {decision.note !== null && <q>{decision.note}</q>}
          <span className={styles.by}>
            {t('appeal.decidedBy', { name: personOf(decision.by), time: formatDateTime(decision.at) })}
          </span>
        </Notice>
      )}
      {state === 'received' && (
        <Notice kind="info" icon={<IconInfoCircle size={18} stroke={1.8} aria-hidden />}>
          <strong>{t('appeal.waiting')}</strong>
          <span>{t('appeal.waitingText')}</span>
        </Notice>
      )}
      {state === 'suggested' && appeal.urgency === 'emergency' && (
        <Notice kind="danger" icon={<IconAlertOctagonFilled size={18} aria-hidden />}>
          {t('suggestion.emergency')}
        </Notice>
      )}
      {state === 'suggested' && suggestion?.degraded !== undefined && (
        <Notice kind="info" icon={<IconInfoCircle size={18} stroke={1.8} aria-hidden />}>
          {t(`degraded.${suggestion.degraded}`)}
        </Notice>
      )}
    </div>
  );
}

function Notice({ kind, icon, children }: { kind: string; icon: ReactNode; children: ReactNode }) {
  return (
    <div className={styles.notice} data-kind={kind}>
      {icon}
      <div className={styles.text}>{children}</div>
    </div>
  );
}
