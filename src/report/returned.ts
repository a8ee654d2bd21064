import { z } from 'zod';
import { countReturned } from '../store/reports-decisions.ts';
import { n, ratio, report } from './report.ts';
import { share } from './share.ts';

export interface ReturnedCounts {
  decided: number;
  returned: number;
  returns: number;
}

/** Returned for rework: the answer did not satisfy, and the department had to work again. */
export const returned = report({
  name: 'returned',
  summary: 'Appeals returned for rework after their decision',
  definition: [
    'Appeals decided (not rejected) in the period, by the department that the decision named. Returned: the backend',
    'reported at least one outcome `returned` after the decision. `returnedShare` = returned / decided;',
    '`returns` counts every return. The latest days are not complete, because outcomes come later.',
  ].join(' '),
  dimensions: ['department', 'category', 'district', 'language', 'channel', 'day', 'month'],
  figures: z.object({
    decided: n('appeals decided'),
    returned: n('of them returned for rework at least once'),
    returnedShare: ratio('returned / decided'),
    returns: n('returns, repeated ones included'),
  }),
  row: (c: ReturnedCounts) => ({
    decided: c.decided,
    returned: c.returned,
    returnedShare: share(c.returned, c.decided),
    returns: c.returns,
  }),
  count: countReturned,
});
