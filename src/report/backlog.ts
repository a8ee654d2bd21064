import { z } from 'zod';
import { countBacklog } from '../store/reports-appeals.ts';
import { measure, n, ratio, report } from './report.ts';
import { share, tenth } from './share.ts';

/** Ages by which open appeals are counted: hours since the citizen wrote, `from` included, `to` excluded. */
export const AGE_BUCKETS = [
  { name: 'under1h', from: undefined, to: 1 },
  { name: 'from1hTo4h', from: 1, to: 4 },
  { name: 'from4hTo1d', from: 4, to: 24 },
  { name: 'from1dTo3d', from: 24, to: 72 },
  { name: 'from3dTo7d', from: 72, to: 168 },
  { name: 'over7d', from: 168, to: undefined },
] as const;
export type AgeBucket = (typeof AGE_BUCKETS)[number]['name'];

export type BacklogCounts = Record<AgeBucket, number> & {
  open: number;
  overdue: number;
  emergency: number;
  medianHours: number | null;
  oldestHours: number | null;
};

/** Backlog: appeals that no person has decided yet, and how old they are now. */
export const backlog = report({
  name: 'backlog',
  summary: 'Open appeals now and their age, by department and district',
  definition: [
    'A snapshot: appeals in state `received` or `suggested` now. Age = now − `submittedAt`, in hours of the clock, not',
    'working hours. Overdue: `dueAt` is past. `overdueShare` = overdue / open.',
  ].join(' '),
  dimensions: ['department', 'district', 'category', 'language', 'level', 'channel'],
  snapshot: true,
  figures: z.object({
    open: n('appeals without a decision'),
    overdue: n('of them past their due time'),
    overdueShare: ratio('overdue / open'),
    emergency: n('of them of emergency urgency'),
    medianHours: measure('median age in hours'),
    oldestHours: measure('greatest age in hours'),
    under1h: n('younger than an hour'),
    from1hTo4h: n('1 h ≤ age < 4 h'),
    from4hTo1d: n('4 h ≤ age < 24 h'),
    from1dTo3d: n('1 day ≤ age < 3 days'),
    from3dTo7d: n('3 days ≤ age < 7 days'),
    over7d: n('7 days and older'),
  }),
  row: ({ open, overdue, emergency, medianHours, oldestHours, ...buckets }: BacklogCounts) => ({
    open,
    overdue,
    overdueShare: share(overdue, open),
    emergency,
    medianHours: tenth(medianHours),
    oldestHours: tenth(oldestHours),
    ...buckets,
  }),
  count: countBacklog,
});
