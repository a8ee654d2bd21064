import { z } from 'zod';
import { countDueDates } from '../store/reports-appeals.ts';
import { n, ratio, report } from './report.ts';
import { share } from './share.ts';

export interface DueDateCounts {
  due: number;
  decidedInTime: number;
  decidedLate: number;
  overdueOpen: number;
  resolvedInTime: number;
  resolvedLate: number;
  overdueUnresolved: number;
}

/** Due dates: whether appeals were decided, and resolved, before they were due. */
export const dueDates = report({
  name: 'due-dates',
  summary: 'Due dates kept: decided and resolved in time, overdue',
  definition: [
    'Appeals whose `dueAt` lies in the period. In time: at `dueAt` or before. Decided: the standing decision, rejections',
    'included; `decidedInTimeShare` = decidedInTime / (decidedInTime + decidedLate + overdueOpen), so that open appeals',
    'which are not due yet count neither way. Resolved: the first outcome `resolved` that the backend reported;',
    '`resolvedInTimeShare` = resolvedInTime / (resolvedInTime + resolvedLate), over appeals with a reported resolution',
    'only. `overdueUnresolved`: due, not rejected, no resolution reported.',
  ].join(' '),
  dimensions: ['department', 'category', 'district', 'language', 'urgency', 'channel', 'day', 'month'],
  figures: z.object({
    due: n('appeals due in the period'),
    decidedInTime: n('decided at the due time or before'),
    decidedLate: n('decided after it'),
    overdueOpen: n('not decided and overdue now'),
    notYetDue: n('not decided and not due yet'),
    decidedInTimeShare: ratio('decidedInTime / (decidedInTime + decidedLate + overdueOpen)'),
    resolvedInTime: n('resolution reported, at the due time or before'),
    resolvedLate: n('resolution reported, after it'),
    resolvedInTimeShare: ratio('resolvedInTime / (resolvedInTime + resolvedLate)'),
    overdueUnresolved: n('overdue now, not rejected, no resolution reported'),
  }),
  row: (c: DueDateCounts) => ({
    due: c.due,
    decidedInTime: c.decidedInTime,
    decidedLate: c.decidedLate,
    overdueOpen: c.overdueOpen,
    notYetDue: c.due - c.decidedInTime - c.decidedLate - c.overdueOpen,
    decidedInTimeShare: share(c.decidedInTime, c.decidedInTime + c.decidedLate + c.overdueOpen),
    resolvedInTime: c.resolvedInTime,
    resolvedLate: c.resolvedLate,
    resolvedInTimeShare: share(c.resolvedInTime, c.resolvedInTime + c.resolvedLate),
    overdueUnresolved: c.overdueUnresolved,
  }),
  count: countDueDates,
});
