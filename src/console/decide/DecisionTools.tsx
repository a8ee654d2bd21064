import { Button } from '@mantine/core';
import { IconBan, IconBuilding, IconBuildingPlus, IconNote, IconSearch, type TablerIcon } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Appeal } from '../api/types.ts';
import { useShortcuts } from '../keyboard/use-shortcuts.ts';
import { CategoryDialog } from './CategoryDialog.tsx';
import styles from './DecisionTools.module.css';
import { DepartmentDialog } from './DepartmentDialog.tsx';
import { DraftSummary } from './DraftSummary.tsx';
import { NoteDialog } from './NoteDialog.tsx';
import { RejectDialog } from './RejectDialog.tsx';
import type { Decide } from './use-decide.ts';
import type { Draft } from './use-draft.ts';

type Tool = 'search' | 'department' | 'coDepartments' | 'note' | 'reject';

const TOOLS: readonly { tool: Tool; key: string; icon: TablerIcon }[] = [
  { tool: 'search', key: '/', icon: IconSearch },
  { tool: 'department', key: 'd', icon: IconBuilding },
  { tool: 'note', key: 'n', icon: IconNote },
  { tool: 'coDepartments', key: 'c', icon: IconBuildingPlus },
  { tool: 'reject', key: 'r', icon: IconBan },
];

interface Props {
  appeal: Appeal;
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  decide: Decide;
  blocked: boolean;
}

/** Everything beside the suggested categories, each with its key. */
export function DecisionTools({ appeal, draft, change, decide, blocked }: Props) {
  const { t } = useTranslation();
  const [tool, setTool] = useState<Tool | null>(null);
  const open = (next: Tool) => () => (blocked ? decide(null) : setTool(next));
  const close = () => setTool(null);
  useShortcuts(Object.fromEntries(TOOLS.map((each) => [each.key, open(each.tool)])));
  return (
    <section aria-label={t('decide.tools')}>
      <div className={styles.tools}>
        {TOOLS.map(({ tool: name, key, icon: Icon }) => (
          <Button
            key={name}
            variant="default"
            className={styles.tool}
            leftSection={<Icon size={17} stroke={1.8} aria-hidden />}
            rightSection={<kbd aria-hidden>{key}</kbd>}
            aria-keyshortcuts={key}
            disabled={blocked}
            onClick={open(name)}
          >
            {t(`decide.${name}`)}
          </Button>
        ))}
      </div>
      <DraftSummary draft={draft} change={change} />
      {tool === 'search' && (
        <CategoryDialog
          suggested={appeal.suggestion?.candidates.map((candidate) => candidate.category) ?? []}
          close={close}
          choose={(category) => {
            close();
            const first = appeal.suggestion?.candidates[0]?.category === category;
            decide({ kind: first ? 'confirm' : 'correct', category });
          }}
        />
      )}
      {tool === 'department' && (
        <DepartmentDialog
          district={appeal.district}
          chosen={draft.department === null ? [] : [draft.department]}
          close={close}
          choose={(department) => {
            change({ department });
            close();
          }}
        />
      )}
      {tool === 'coDepartments' && (
        <DepartmentDialog
          several
          district={appeal.district}
          chosen={draft.coDepartments}
          close={close}
          choose={(department) =>
            change({
              coDepartments: draft.coDepartments.includes(department)
                ? draft.coDepartments.filter((each) => each !== department)
                : [...draft.coDepartments, department],
            })
          }
        />
      )}
      {tool === 'note' && <NoteDialog note={draft.note} close={close} save={(note) => change({ note })} />}
      {tool === 'reject' && (
        <RejectDialog
          close={close}
          reject={(note) => {
            close();
            decide({ kind: 'reject', note });
          }}
        />
      )}
    </section>
  );
}
