import { z } from 'zod';
import { countDecisionTime } from '../store/reports-appeals.ts';
import { measure, n, ratio, report } from './report.ts';
import { share, tenth } from './share.ts';

export interface DecisionTimeCounts {
  decided: number;
  withinHour: number;
  medianMinutes: number | null;
  p90Minutes: number | null;
}

/** Time to decision: how long an appeal lies here before a person has decided it. */
export const decisionTime = report({
  name: 'decision-time',
  summary: 'Time from receipt to decision: median and 90th percentile',
  definition: [
    'Appeals whose standing decision (undone ones do not count) was made in the period, rejections included.',
    'Time = `decidedAt` − `receivedAt` in minutes of the clock: nights and holidays count. Percentiles are interpolated',
    'linearly between neighbours (SQL `percentile_cont`).',
  ].join(' '),
  dimensions: ['day', 'month', 'department', 'category', 'level', 'language', 'district', 'urgency', 'channel'],
  figures: z.object({
    decided: n('appeals decided'),
    medianMinutes: measure('median minutes from receipt to decision'),
    p90Minutes: measure('90th percentile of minutes from receipt to decision'),
    withinHour: n('decided within an hour of receipt'),
    withinHourShare: ratio('withinHour / decided'),
  }),
  row: ({ decided, withinHour, medianMinutes, p90Minutes }: DecisionTimeCounts) => ({
    decided,
    medianMinutes: tenth(medianMinutes),
    p90Minutes: tenth(p90Minutes),
    withinHour,
    withinHourShare: share(withinHour, decided),
  }),
  count: countDecisionTime,
});
