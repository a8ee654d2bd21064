import { z } from 'zod';
import { countRatings } from '../store/reports-decisions.ts';
import { measure, n, ratio, report } from './report.ts';
import { share } from './share.ts';

export type RatingCounts = { n: number } & Record<'rated1' | 'rated2' | 'rated3' | 'rated4' | 'rated5', number>;

/** Satisfaction: what citizens rated the work, 1 (bad) to 5 (good). */
export const satisfaction = report({
  name: 'satisfaction',
  summary: 'Ratings by citizens: number, mean, share of 1 and 2',
  definition: [
    'Outcomes `rated` that occurred in the period; of several for one appeal the last counts. `mean` = Σ k·ratedₖ / n;',
    '`lowShare` = (rated1 + rated2) / n. Those who rate are not a sample of those who wrote: read it beside n.',
  ].join(' '),
  dimensions: ['department', 'category', 'district', 'language', 'channel', 'day', 'month'],
  figures: z.object({
    n: n('appeals rated'),
    mean: measure('mean rating, 1…5'),
    lowShare: ratio('ratings of 1 and 2 / n'),
    rated1: n('rated 1'),
    rated2: n('rated 2'),
    rated3: n('rated 3'),
    rated4: n('rated 4'),
    rated5: n('rated 5'),
  }),
  row: (counts: RatingCounts) => {
    const { n: all, rated1, rated2, rated3, rated4, rated5 } = counts;
    const sum = rated1 + 2 * rated2 + 3 * rated3 + 4 * rated4 + 5 * rated5;
    return {
      n: all,
      mean: all === 0 ? null : Math.round((sum / all) * 100) / 100,
      lowShare: share(rated1 + rated2, all),
      rated1,
      rated2,
      rated3,
      rated4,
      rated5,
    };
  },
  count: countRatings,
});
