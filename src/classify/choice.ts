/**
 * How far to believe the citizen's own choice in this very appeal. A table knows how often a choice is right on the
 * whole; whether the text bears it out is seen only beside the other evidences.
 */
import type { EvidenceRow } from './fusion.ts';
import { topIndices } from './scores.ts';

/** Covariates of the bonus that the chosen label gets. */
export const CHOICE_COVARIATES = 4;

/**
 * 1; how sure the text is of its first label; the text's probability of the choice; whether all evidences from the text
 * agree on another label (all 0…1).
 * @param text positions of the evidences that read the text alone
 * @param choice the chosen label
 */
export function choiceCovariates(row: EvidenceRow, text: readonly number[], choice: number): number[] {
  const present = text.flatMap((e) => row[e] ?? []);
  if (present.length === 0) return [1, 0, 0, 0];
  const mean = (of: (logs: Float64Array) => number) =>
    present.reduce((sum, logs) => sum + of(logs), 0) / present.length;
  const firsts = present.map((logs) => topIndices(logs, 1)[0] ?? -1);
  const against = firsts.every((first) => first === firsts[0] && first !== choice) ? 1 : 0;
  return [
    1,
    mean((logs) => Math.exp(logs.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY))),
    mean((logs) => Math.exp(logs[choice] as number)),
    against,
  ];
}
