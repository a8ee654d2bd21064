/** Thresholds for `preselect` and `suggest` per language, and the figures that come with them. */
import type { LevelThresholds } from '../classify/manifest.ts';
import { topIndices } from '../classify/scores.ts';
import { chooseThreshold } from './thresholds.ts';

/** What the thresholds promise (src/learn/thresholds.ts). */
export interface Promise97 {
  /** Least precision of what is preselected. */
  precision: number;
  /** Chance that the promise fails, over the draw of calibration rows. */
  delta: number;
  /** Least share of suggested appeals whose label is among the three shown. */
  suggest: number;
}

export const DEFAULT_PROMISE: Promise97 = { precision: 0.97, delta: 0.1, suggest: 0.9 };

/** Fewer labelled rows of a language than this: it takes the thresholds of all languages. */
const LEAST_ROWS = 150;

export function levelsByLanguage(
  answers: readonly Float64Array[],
  labels: readonly (readonly number[])[],
  languages: readonly string[],
  promise: Promise97,
): Record<string, LevelThresholds> {
  const rows = answers.flatMap((probabilities, r) => {
    const truth = labels[r]?.[0];
    if (truth === undefined) return [];
    const three = topIndices(probabilities, 3);
    return [
      {
        language: languages[r] ?? 'other',
        first: probabilities[three[0] as number] as number,
        right: (labels[r] as readonly number[]).includes(three[0] as number),
        sum: three.reduce((total, k) => total + (probabilities[k] as number), 0),
        among: three.some((k) => labels[r]?.includes(k)),
      },
    ];
  });
  const levels = (own: typeof rows): LevelThresholds => {
    const preselect = chooseThreshold(
      own.map(({ first, right }) => ({ confidence: first, right })),
      promise.precision,
      promise.delta,
    );
    const suggest = chooseThreshold(
      own.map(({ sum, among }) => ({ confidence: sum, right: among })),
      promise.suggest,
      promise.delta,
    );
    return {
      preselect: preselect.threshold,
      suggest: Math.min(suggest.threshold, preselect.threshold),
      coverage: preselect.coverage,
      precision: preselect.precision,
      rows: preselect.rows,
    };
  };
  const result: Record<string, LevelThresholds> = { all: levels(rows) };
  for (const language of new Set(rows.map((row) => row.language))) {
    const own = rows.filter((row) => row.language === language);
    if (own.length >= LEAST_ROWS) result[language] = levels(own);
  }
  return result;
}
