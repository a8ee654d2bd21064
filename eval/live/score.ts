/** Every model version against what dispatchers decided. */
import type { JudgedSuggestion } from './window.ts';

export interface VersionScore {
  version: string;
  shadow: boolean;
  /** Decided appeals that it had a suggestion for; rejected ones (not an appeal, spam) apart. */
  decided: number;
  rejected: number;
  /** Share where its first candidate is the category that was decided. For a shadow: would have been accepted. */
  accepted: number;
  /** Among its first three. */
  among3: number;
  /** How often the decided category stood at rank 1, 2, 3, 4, 5, or not among its candidates. */
  ranks: { rank: number | null; count: number }[];
  /** Precision of what it preselected, and how much that was. */
  preselected: { share: number; accepted: number };
  /** Of appeals with an outcome (resolved, or passed on): share where its department is the one that ended up acting. */
  outcomes: { n: number; agreed: number };
}

const RANKS = [1, 2, 3, 4, 5] as const;

/** Scores by version, shown ones first, then by how many decisions they have. */
export function scoreVersions(rows: readonly JudgedSuggestion[]): VersionScore[] {
  const groups = Map.groupBy(rows, ({ shadow, version }) => `${shadow ? 1 : 0}${version}`);
  return [...groups.values()]
    .map(scoreOne)
    .sort((a, b) => Number(a.shadow) - Number(b.shadow) || b.decided - a.decided || (a.version < b.version ? -1 : 1));
}

function scoreOne(rows: readonly JudgedSuggestion[]): VersionScore {
  const [first] = rows;
  const judged = rows.filter(({ decidedCategory, kind }) => kind !== 'reject' && decidedCategory !== null);
  const rankOf = (row: JudgedSuggestion) => {
    const place = row.candidates.indexOf(row.decidedCategory ?? '');
    return place < 0 ? null : place + 1;
  };
  const ranks = judged.map(rankOf);
  const share = (count: number, of: number) => (of === 0 ? Number.NaN : count / of);
  const preselected = judged.filter(({ level }) => level === 'preselect');
  const ended = judged.filter(({ reroutedTo, resolved }) => reroutedTo !== null || resolved);
  return {
    version: first?.version ?? '',
    shadow: first?.shadow ?? false,
    decided: judged.length,
    rejected: rows.length - judged.length,
    accepted: share(ranks.filter((rank) => rank === 1).length, judged.length),
    among3: share(ranks.filter((rank) => rank !== null && rank <= 3).length, judged.length),
    ranks: [...RANKS, null].map((rank) => ({ rank, count: ranks.filter((own) => own === rank).length })),
    preselected: {
      share: share(preselected.length, judged.length),
      accepted: share(preselected.filter((row) => rankOf(row) === 1).length, preselected.length),
    },
    outcomes: {
      n: ended.length,
      agreed: share(
        ended.filter(
          ({ decidedDepartment, department, reroutedTo }) => department === (reroutedTo ?? decidedDepartment),
        ).length,
        ended.length,
      ),
    },
  };
}
