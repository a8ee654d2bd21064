import { z } from 'zod';
import { countInflow } from '../store/reports-appeals.ts';
import { n, report } from './report.ts';

export interface InflowCounts {
  appeals: number;
  emergency: number;
}

/** Inflow: how many appeals citizens wrote, by when they wrote them. */
export const inflow = report({
  name: 'inflow',
  summary: 'Inflow of appeals per day or hour, by channel, language, category',
  definition: [
    'Appeals whose `submittedAt` (when the citizen wrote; else when Bagyt received it) lies in the period, whatever',
    'became of them. Category and department are the decided ones, before a decision the suggested ones.',
    '`by=day&split=channel` gives a series per channel; `by=hourOfDay` the profile of a day.',
    'Days and hours in which nothing came are rows with 0 when no `split` is asked for.',
  ].join(' '),
  dimensions: ['day', 'hour', 'hourOfDay', 'month', 'channel', 'language', 'category', 'department', 'district'],
  figures: z.object({
    appeals: n('appeals submitted'),
    emergency: n('of them of emergency urgency'),
  }),
  empty: { appeals: 0, emergency: 0 },
  row: (counts: InflowCounts) => counts,
  count: countInflow,
});
