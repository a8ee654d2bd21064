import { problem } from '../errors.ts';
import type { Candidate } from '../http/schemas/suggestion.ts';

/** What a dispatcher asked for; whatever is left out follows from the suggestion. */
export interface DecisionWish {
  kind: 'confirm' | 'correct' | 'reject';
  category?: string | undefined;
  department?: string | undefined;
  coDepartments?: string[] | undefined;
  note?: string | undefined;
}

/** What was decided; `rank` is the place of the category among the candidates shown, null if it was not among them. */
export interface Choice {
  category: string | null;
  department: string | null;
  coDepartments: string[];
  rank: number | null;
}

/**
 * Completes a wish: a confirmation without a category means the first candidate; a correction without a category
 * keeps the first candidate's; a department left out is the candidate's or the category's.
 * @throws Problem `invalid-request` where there is no candidate to fall back on
 */
export function resolveDecision(
  wish: DecisionWish,
  candidates: readonly Candidate[],
  departmentOf: (category: string) => string | undefined,
): Choice {
  const coDepartments = wish.coDepartments ?? [];
  if (wish.kind === 'reject') return { category: null, department: null, coDepartments, rank: null };
  const category = wish.category ?? candidates[0]?.category;
  if (category === undefined) throw missing('/category', 'nothing was suggested: name the category');
  const shown = candidates.find((candidate) => candidate.category === category);
  if (wish.kind === 'confirm' && shown === undefined)
    throw missing('/category', 'was not suggested: send a correction instead');
  const department = wish.department ?? shown?.department ?? departmentOf(category);
  if (department === undefined) throw missing('/department', 'the category has none: name the department');
  return { category, department, coDepartments, rank: shown?.rank ?? null };
}

function missing(path: string, message: string) {
  return problem('invalid-request', `${path.slice(1)}: ${message}`, { errors: [{ path, message }] });
}
