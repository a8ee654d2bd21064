/** What a report shows of a run, before it is put into words. */
import type { SuiteRun } from '../run-suite.ts';
import type { EvalResult, ExampleRow, SingleFigures } from '../types.ts';
import { targetName } from '../write.ts';
import type { HeatData } from './charts.ts';

/** Rows of the table of worst errors. */
export const WORST = 50;
/** Labels of the heat map; more are not readable on a page. */
const HEAT_LABELS = 20;

export interface WorstError {
  id: string;
  text: string;
  truth: string;
  predicted: string | null;
  confidence: number;
  /** First label of each evidence with its probability, as far as the system tells. */
  evidence: { name: string; label: string; probability: number; right: boolean }[];
}

/** Wrong answers, the surest first: those a dispatcher would be misled by. */
export function worstErrors(result: EvalResult, target: string, count = WORST): WorstError[] {
  return result.rows
    .flatMap((row) => {
      const own = row.targets[target];
      return own === undefined || own.correct ? [] : [{ row, own }];
    })
    .sort((a, b) => b.own.confidence - a.own.confidence)
    .slice(0, count)
    .map(({ own, row }) => ({
      id: row.id,
      text: row.text,
      truth: own.truth.join(', '),
      predicted: own.predicted,
      confidence: own.confidence,
      evidence: Object.entries(own.parts ?? {}).flatMap(([name, [first]]) =>
        first === undefined ? [] : [{ name, ...first, right: own.truth.includes(first.label) }],
      ),
    }));
}

/** Counts between the labels of the most frequent confusions, sorted so that related ones stand together. */
export function confusionHeat(rows: readonly ExampleRow[], target: string): HeatData | null {
  const wrong = rows.flatMap((row) => {
    const own = row.targets[target];
    const truth = own?.truth[0];
    return own === undefined || own.correct || own.predicted === null || truth === undefined
      ? []
      : [{ truth, predicted: own.predicted }];
  });
  const pairs = Map.groupBy(wrong, ({ predicted, truth }) => `${truth}\u001f${predicted}`);
  const strongest = [...pairs.values()].sort((a, b) => b.length - a.length);
  const chosen = new Set<string>();
  for (const [pair] of strongest) {
    if (pair === undefined || new Set([...chosen, pair.truth, pair.predicted]).size > HEAT_LABELS) continue;
    chosen.add(pair.truth).add(pair.predicted);
  }
  const labels = [...chosen].sort();
  if (labels.length < 2) return null;
  const counts = labels.map((truth) =>
    labels.map((predicted) => wrong.filter((pair) => pair.truth === truth && pair.predicted === predicted).length),
  );
  return { labels, counts };
}

/** Single-label figures of the main system, the last view (the one that sees most) of the headline target first. */
export function singleTargets(
  run: SuiteRun,
): { name: string; target: string; figures: SingleFigures; result: EvalResult }[] {
  const all = run.main.flatMap(({ result, view }) =>
    Object.entries(result.targets).flatMap(([target, figures]) =>
      figures.kind === 'single' ? [{ name: targetName(target, view), target, figures, result }] : [],
    ),
  );
  const order = ({ target }: { target: string }) => (target === run.suite.headline ? 0 : 1);
  return all.sort((a, b) => order(a) - order(b));
}

/** A label that fits on a line: the last part of a path, the whole if it is short. */
export function shortLabel(label: string, length = 48): string {
  const name = label.length > length ? (label.split('/').at(-1) ?? label) : label;
  return name.length > length ? `${name.slice(0, length - 1)}…` : name;
}
