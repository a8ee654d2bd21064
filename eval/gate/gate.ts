/** The release gate: may this model answer? A pure function of what was measured. */
import type { Interval } from '../metrics/bootstrap.ts';
import type { EvalResult, TargetFigures } from '../types.ts';

/** Limits of issue and cards, in one place. */
export const LIMITS = {
  /** Largest fall of a language's top-1 against the baseline. */
  languageDrop: 0.02,
  /** Largest expected calibration error. */
  ece: 0.03,
  /** Least recall of emergencies. */
  emergencyRecall: 0.98,
} as const;

export interface GateCheck {
  what: string;
  candidate: number | null;
  baseline: number | null;
  /** In words: what the candidate's figure must be. */
  limit: string;
  passed: boolean;
}

export interface GateResult {
  passed: boolean;
  checks: GateCheck[];
}

const HEADLINES = {
  single: ['top1', 'top3', 'macroF1'],
  multi: ['jaccard', 'microF1'],
} as const;

/**
 * @param target whose calibration is judged
 * @param baseline null: the first release, judged on its own
 */
export function judge(candidate: EvalResult, baseline: EvalResult | null, target: string): GateResult {
  const checks = [
    ...answered(candidate),
    ...(baseline === null ? [] : [...sameRows(candidate, baseline), ...headlines(candidate, baseline)]),
    ...(baseline === null ? [] : languages(candidate, baseline, target)),
    ...calibration(candidate.targets[target]),
    ...emergencies(candidate),
  ];
  return { passed: checks.every(({ passed }) => passed), checks };
}

/** A figure of answers that failed or came without the encoder says nothing about the model. */
function answered({ failures, n }: EvalResult): GateCheck[] {
  const weak = Object.values(failures).reduce((sum, count) => sum + count, 0);
  return [
    {
      what: 'answers that failed or were degraded',
      candidate: weak,
      baseline: null,
      limit: `0 of ${n}`,
      passed: weak === 0,
    },
  ];
}

function sameRows(candidate: EvalResult, baseline: EvalResult): GateCheck[] {
  const same = candidate.dataHash === baseline.dataHash && candidate.n === baseline.n;
  return same
    ? []
    : [
        {
          what: 'rows measured on',
          candidate: candidate.n,
          baseline: baseline.n,
          limit: 'the same rows',
          passed: false,
        },
      ];
}

/** A headline figure may not fall below the lower end of the baseline's interval. */
function headlines(candidate: EvalResult, baseline: EvalResult): GateCheck[] {
  return Object.entries(baseline.targets).flatMap(([target, old]) => {
    const own = candidate.targets[target];
    return HEADLINES[old.kind].map((name): GateCheck => {
      const reference = figure(old, name);
      const value = figure(own, name)?.value ?? null;
      const least = reference?.low ?? 0;
      return {
        what: `${target} ${name}`,
        candidate: value,
        baseline: reference?.value ?? null,
        limit: `≥ ${least.toFixed(3)}`,
        passed: value !== null && value >= least,
      };
    });
  });
}

function figure(figures: TargetFigures | undefined, name: string): Interval | undefined {
  return (figures as unknown as Record<string, Interval | undefined> | undefined)?.[name];
}

function languages(candidate: EvalResult, baseline: EvalResult, target: string): GateCheck[] {
  const slices = (result: EvalResult) => result.targets[target]?.slices.filter(({ by }) => by === 'language') ?? [];
  return slices(baseline).flatMap(({ top1, value }) => {
    if (top1 === undefined) return [];
    const own = slices(candidate).find((slice) => slice.value === value)?.top1?.value ?? null;
    const least = top1.value - LIMITS.languageDrop;
    return [
      {
        what: `${target} top1, language ${value}`,
        candidate: own,
        baseline: top1.value,
        limit: `≥ ${least.toFixed(3)}`,
        passed: own !== null && own >= least,
      },
    ];
  });
}

function calibration(figures: TargetFigures | undefined): GateCheck[] {
  const ece = figures?.kind === 'single' ? figures.ece.value : null;
  if (figures?.kind === 'multi') return [];
  return [
    {
      what: 'calibration error (ECE)',
      candidate: ece,
      baseline: null,
      limit: `≤ ${LIMITS.ece}`,
      passed: ece !== null && ece <= LIMITS.ece,
    },
  ];
}

function emergencies({ emergency }: EvalResult): GateCheck[] {
  const recall = emergency?.recall ?? null;
  return [
    {
      what: 'emergency recall',
      candidate: recall,
      baseline: null,
      limit: `≥ ${LIMITS.emergencyRecall}`,
      passed: recall !== null && recall >= LIMITS.emergencyRecall,
    },
  ];
}
