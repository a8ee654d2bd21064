import { z } from 'zod';
import { LanguageSchema } from '../../classify/contract.ts';
import { TaxonomyIdSchema, TimeSchema, textOf } from '../schemas/common.ts';
import { several } from '../schemas/review.ts';

const filter = {
  department: several(TaxonomyIdSchema),
  district: several(TaxonomyIdSchema),
  category: several(TaxonomyIdSchema),
  language: several(LanguageSchema),
  channel: several(textOf(60)),
};

const output = {
  format: z.enum(['json', 'csv']).optional().describe('default: what the `Accept` header names first, else JSON'),
};

const period = {
  from: z.iso.date().optional().describe('first day (Asia/Bishkek); default: 30 days up to `to`'),
  to: z.iso.date().optional().describe('last day, included (Asia/Bishkek); default: today'),
};

/** The query of a report with these dimensions. Unknown parameters are refused: a mistyped filter must not be ignored. */
export function reportQuery(dimensions: readonly string[], snapshot: boolean) {
  const dimension = z.enum(dimensions).optional();
  return z
    .strictObject({
      ...(snapshot ? {} : period),
      ...filter,
      by: dimension.describe('a row for each value of this; default: only the total'),
      split: dimension.describe('and within it for each value of that'),
      ...output,
    })
    .refine((query) => query.split === undefined || (query.by !== undefined && query.by !== query.split), {
      message: 'needs `by`, and another dimension than that',
      path: ['split'],
    });
}
export type ReportQueryParameters = z.infer<ReturnType<typeof reportQuery>> & { from?: string; to?: string };

const group = {
  key: z.string().nullable().describe('value of the dimension `by`; null: not known'),
  split: z.string().nullable().describe('value of the dimension `split`; null: not known, or not asked for'),
};

/** The answer of a report with these figures: over all, and a row for each group. */
export function reportAnswer<Figures extends z.ZodObject>(figures: Figures, id: string) {
  const named = figures.meta({ id: `${id}Figures` });
  return z
    .object({
      report: z.string(),
      from: z.iso.date().nullable().describe('first day; null for a snapshot'),
      to: z.iso.date().nullable().describe('last day, included'),
      by: z.string().nullable(),
      split: z.string().nullable(),
      generatedAt: TimeSchema,
      total: named,
      rows: z.array(figures.extend(group).meta({ id: `${id}Row` })),
    })
    .meta({ id: `${id}Report` });
}

/** Text of RFC 4180; one row for each group, or the total alone. */
export const CsvSchema = z.string().describe('RFC 4180, UTF-8 with byte order mark, header row');

export const ActivationSchema = z
  .object({
    version: z.string(),
    at: TimeSchema,
    by: z.string(),
    note: z.string().nullable(),
  })
  .meta({ id: 'Activation' });
