import { useState } from 'react';
import type { Appeal } from '../api/types.ts';
import { DecisionTools } from '../decide/DecisionTools.tsx';
import { useDecide } from '../decide/use-decide.ts';
import { useDraft } from '../decide/use-draft.ts';
import { AppealFacts } from './AppealFacts.tsx';
import { AppealNotices } from './AppealNotices.tsx';
import styles from './AppealPane.module.css';
import { AppealText } from './AppealText.tsx';
import { Candidates } from './Candidates.tsx';
import { EvidenceList } from './EvidenceList.tsx';
import { HistoryList } from './HistoryList.tsx';
import { SimilarList } from './SimilarList.tsx';

/** The text on one side, what to do with it on the other. */
export function AppealView({ appeal }: { appeal: Appeal }) {
  const { draft, change } = useDraft(appeal);
  const { decide, blocked } = useDecide(appeal, draft);
  const [focus, setFocus] = useState({ id: appeal.id, index: 0 });
  const candidates = appeal.suggestion?.candidates ?? [];
  const index = focus.id === appeal.id ? focus.index : 0;
  const shown = candidates[index];
  return (
    <div className={styles.body}>
      <AppealText text={appeal.text} language={appeal.language} evidence={shown?.evidence ?? []} />
      <div className={styles.decide}>
        <AppealNotices appeal={appeal} />
        {appeal.suggestion !== null && (
          <Candidates
            appeal={appeal}
            suggestion={appeal.suggestion}
            explained={index}
            explain={(next) => setFocus({ id: appeal.id, index: next })}
            decide={decide}
            blocked={blocked}
          />
        )}
        <DecisionTools appeal={appeal} draft={draft} change={change} decide={decide} blocked={blocked} />
        {shown !== undefined && (
          <EvidenceList candidate={shown} declared={appeal.declaredCategory} text={appeal.text} />
        )}
      </div>
      <div>
        <AppealFacts appeal={appeal} />
        <SimilarList appeal={appeal} />
        <HistoryList history={appeal.history} />
      </div>
    </div>
  );
}
