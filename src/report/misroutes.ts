import { z } from 'zod';
import { countMisroutes } from '../store/reports-decisions.ts';
import { n, ratio, report } from './report.ts';
import { share } from './share.ts';

export interface MisrouteCounts {
  decided: number;
  rerouted: number;
  suggestedElsewhere: number;
  bothWrong: number;
}

/** Misroutes: appeals that went to a department that was not the right one. */
export const misroutes = report({
  name: 'misroutes',
  summary: 'Misroutes: decided appeals that had to be sent on, and departments corrected by people',
  definition: [
    'Appeals decided (not rejected) in the period, by the department that the decision named.',
    'Misroute: the backend reported an outcome `rerouted` after the decision. `misrouteShare` = rerouted / decided.',
    'Appeals are counted once, however often they were sent on; the latest days of a period are not complete, because',
    'outcomes come later. `corrected`: people named another department than the first candidate’s;',
    '`correctedShare` = corrected / decided. `missedByBoth`: rerouted although the decision followed the suggestion.',
  ].join(' '),
  dimensions: [
    'department',
    'suggestedDepartment',
    'category',
    'district',
    'language',
    'level',
    'channel',
    'day',
    'month',
  ],
  figures: z.object({
    decided: n('appeals decided'),
    rerouted: n('of them rerouted after the decision'),
    misrouteShare: ratio('rerouted / decided'),
    corrected: n('department corrected against the first candidate'),
    correctedShare: ratio('corrected / decided'),
    missedByBoth: n('rerouted though person and suggestion agreed on the department'),
  }),
  row: ({ decided, rerouted, suggestedElsewhere, bothWrong }: MisrouteCounts) => ({
    decided,
    rerouted,
    misrouteShare: share(rerouted, decided),
    corrected: suggestedElsewhere,
    correctedShare: share(suggestedElsewhere, decided),
    missedByBoth: bothWrong,
  }),
  count: countMisroutes,
});
