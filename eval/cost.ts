/** What the figures mean for a city: clicks, misroutes, minutes, days. */
import type { Level } from '../src/classify/contract.ts';
import type { ViewedResult } from './run-suite.ts';
import type { Suite } from './suites/suite.ts';
import type { Example } from './types.ts';

/**
 * Assumptions, stated wherever a figure that rests on them is shown. Seconds are handling times of one appeal by a
 * trained dispatcher, to be replaced by the city's own measurement.
 */
export const ASSUMPTIONS = {
  /** Read, agree, press one key. */
  preselectSeconds: 6,
  /** Read, choose among three. */
  suggestSeconds: 15,
  /** Read, search the list of categories. */
  manualSeconds: 45,
  /** A wrong preselection is never noticed: the worst case. */
  noticed: 0,
} as const;

export interface LevelCost {
  share: number;
  /** Shown rightly: the label is preselected, or among the three. */
  right: number;
}

export interface CostView {
  view: string;
  target: string;
  n: number;
  /** One key, one of three, a search. */
  levels: Record<Level, LevelCost>;
  /** Wrong preselections per 1,000 appeals, if none is noticed. */
  misroutesPer1000: number;
  /** Every appeal sent where the first suggestion says, nobody looking: per 1,000. */
  unattendedPer1000: number;
  minutesPer1000: number;
  minutesPer1000WithoutHelp: number;
  city: CityCost | null;
}

export interface CityCost {
  n: number;
  /** Citizen's declared reason differs from the final one, per 1,000. */
  declaredWrongPer1000: number | null;
  /** First assigned unit differs from the one that answered, per 1,000. */
  assignedWrongPer1000: number | null;
  /** Appeals passed on at least once, per 1,000. */
  reroutedPer1000: number;
  /** Mean extra days to the first answer of appeals that were passed on, within the same final label. */
  daysPerReroute: number | null;
  /** Days lost to misroutes per 1,000 appeals: the city's own process, and the model's wrong preselections. */
  daysLostPer1000: number | null;
  daysLostPer1000WithModel: number | null;
}

/** Costs of the richest view of the headline target; null where the system gives no levels. */
export function costView(suite: Suite, main: readonly ViewedResult[]): CostView | null {
  const last = main.at(-1);
  const figures = last?.result.targets[suite.headline];
  if (last === undefined || figures?.kind !== 'single' || figures.levels === undefined) return null;
  const { manual, preselect, suggest } = figures.levels;
  const wrong = preselect.share * (1 - (preselect.share === 0 ? 1 : preselect.top1)) * (1 - ASSUMPTIONS.noticed);
  // A label that is not among the three costs a look at them and a search.
  const missed = suggest.share * (1 - (suggest.share === 0 ? 1 : suggest.top3));
  const seconds =
    preselect.share * ASSUMPTIONS.preselectSeconds +
    suggest.share * ASSUMPTIONS.suggestSeconds +
    (manual.share + missed) * ASSUMPTIONS.manualSeconds;
  const perThousand = (1_000 * seconds) / 60;
  return {
    view: last.view,
    target: suite.headline,
    n: figures.n,
    levels: {
      preselect: { share: preselect.share, right: preselect.top1 },
      suggest: { share: suggest.share, right: suggest.top3 },
      manual: { share: manual.share, right: manual.top3 },
    },
    misroutesPer1000: 1_000 * wrong,
    unattendedPer1000: 1_000 * (1 - figures.top1.value),
    minutesPer1000: perThousand,
    minutesPer1000WithoutHelp: (1_000 * ASSUMPTIONS.manualSeconds) / 60,
    city: cityCost(suite.dataset.examples, suite.headline, wrong),
  };
}

function cityCost(examples: readonly Example[], target: string, wrongShare: number): CityCost | null {
  const rows = examples.filter((example) => example.process !== undefined);
  if (rows.length === 0) return null;
  const per1000 = (of: readonly Example[], is: (example: Example) => boolean) =>
    of.length === 0 ? null : (1_000 * of.filter(is).length) / of.length;
  const declared = rows.filter((row) => row.process?.declared !== undefined && row.labels[target] !== undefined);
  const assigned = rows.filter((row) => row.process?.assignedUnit !== undefined && row.labels.unit !== undefined);
  const rerouted = per1000(rows, (row) => (row.process?.reroutes ?? 0) > 0) ?? 0;
  const days = daysPerReroute(rows, target);
  return {
    n: rows.length,
    declaredWrongPer1000: per1000(declared, (row) => row.labels[target]?.[0] !== row.process?.declared),
    assignedWrongPer1000: per1000(assigned, (row) => row.labels.unit?.[0] !== row.process?.assignedUnit),
    reroutedPer1000: rerouted,
    daysPerReroute: days,
    daysLostPer1000: days === null ? null : days * rerouted,
    daysLostPer1000WithModel: days === null ? null : days * 1_000 * wrongShare,
  };
}

/** Σ over labels, weighted by their rerouted rows, of the difference in mean days with and without a reroute. */
function daysPerReroute(rows: readonly Example[], target: string): number | null {
  let sum = 0;
  let weight = 0;
  const timed = rows.filter((row) => row.process?.daysToAnswer !== undefined);
  for (const own of Map.groupBy(timed, (row) => row.labels[target]?.[0]).values()) {
    const passed = own.filter((row) => (row.process?.reroutes ?? 0) > 0);
    const direct = own.filter((row) => row.process?.reroutes === 0);
    if (passed.length === 0 || direct.length === 0) continue;
    const mean = (part: readonly Example[]) =>
      part.reduce((total, row) => total + (row.process?.daysToAnswer ?? 0), 0) / part.length;
    sum += passed.length * (mean(passed) - mean(direct));
    weight += passed.length;
  }
  return weight === 0 ? null : sum / weight;
}
