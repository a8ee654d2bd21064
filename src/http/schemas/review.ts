import { z } from 'zod';
import { LanguageSchema, LevelSchema, UrgencySchema } from '../../classify/contract.ts';
import { ROLES } from '../../store/schema.ts';
import { AppealStateSchema, AppealSummarySchema, DECISION_KINDS } from './appeal.ts';
import { NextCursorSchema, PageQuerySchema, TaxonomyIdSchema, textOf, UuidSchema } from './common.ts';
import { OUTCOME_KINDS } from './outcome.ts';

/** `?department=a&department=b` and `?department=a,b` both mean either. */
export const several = <T extends z.ZodType<string, string>>(item: T) =>
  z
    .union([z.string(), z.array(z.string())])
    .transform((value) =>
      [value]
        .flat()
        .flatMap((part) => part.split(','))
        .filter((part) => part !== ''),
    )
    .pipe(z.array(item).max(100))
    .optional();

const day = z.iso.date().optional();

export const ReviewFilterSchema = z.object({
  department: several(TaxonomyIdSchema),
  district: several(TaxonomyIdSchema),
  category: several(TaxonomyIdSchema),
  language: several(LanguageSchema),
  level: several(LevelSchema),
  urgency: several(UrgencySchema),
  state: several(AppealStateSchema).describe('default: suggested, the open ones'),
  olderThanHours: z.coerce.number().min(0).optional().describe('submitted longer ago than this'),
  submittedFrom: day.describe('first day on which the citizen wrote (Asia/Bishkek)'),
  submittedTo: day.describe('last day, included'),
  decidedFrom: day.describe('first day of the standing decision'),
  decidedTo: day,
  dueFrom: day.describe('first day on which the appeal is due'),
  dueTo: day,
  decision: several(z.enum(DECISION_KINDS)).describe('kind of the standing decision'),
  suggestedCategory: several(TaxonomyIdSchema).describe('category of the first candidate shown'),
  suggestedDepartment: several(TaxonomyIdSchema).describe('department of the first candidate shown'),
  modelVersion: several(z.string().max(200)).describe('version of the model that suggested'),
  channel: several(textOf(60)),
  outcome: several(z.enum(OUTCOME_KINDS)).describe('an outcome of this kind was reported'),
  claimed: z.enum(['me', 'others', 'nobody']).optional(),
  search: textOf(200).optional().describe('words in the text or the external id'),
});
export type ReviewFilter = z.infer<typeof ReviewFilterSchema>;

export const ReviewQuerySchema = PageQuerySchema.extend(ReviewFilterSchema.shape);

const counts = z.record(z.string(), z.int());
export const ReviewCountsSchema = z
  .object({
    total: z.int(),
    level: counts,
    urgency: counts,
    language: counts,
    department: counts,
    district: counts,
    category: counts,
    overdue: z.int(),
  })
  .meta({ id: 'ReviewCounts' });

export const ReviewRowSchema = AppealSummarySchema.extend({
  duplicates: z.int().describe('other appeals with the same text, whatever case and punctuation'),
}).meta({ id: 'ReviewRow' });
export type ReviewRow = z.infer<typeof ReviewRowSchema>;

/** The most urgent first: urgency, then due time, then age. */
export const ReviewPageSchema = z
  .object({
    items: z.array(ReviewRowSchema),
    next: NextCursorSchema,
    counts: ReviewCountsSchema.optional().describe('of all appeals that the filter finds; on the first page'),
  })
  .meta({ id: 'ReviewPage' });

/** What else was written about the same thing. */
export const SimilarSchema = z
  .object({
    near: z
      .array(
        AppealSummarySchema.extend({ similarity: z.number().describe('Dice coefficient of letter trigrams, 0…1') }),
      )
      .describe('near-duplicates, the most alike first'),
    cluster: z
      .object({ category: z.string(), district: z.string(), count: z.int(), days: z.int() })
      .nullable()
      .describe('open appeals of the same category and district within so many days; null without both'),
  })
  .meta({ id: 'Similar' });
export type Similar = z.infer<typeof SimilarSchema>;

/** Whose key this is. */
export const MeSchema = z
  .object({ role: z.enum(ROLES), name: z.string(), actor: z.string().describe('as claims and history name this key') })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof MeSchema>;

export const VersionBodySchema = z.strictObject({ version: z.int().min(1) });

export const DecisionBodySchema = z
  .strictObject({
    version: z.int().min(1).describe('the version that the dispatcher saw'),
    kind: z.enum(DECISION_KINDS),
    category: TaxonomyIdSchema.optional().describe('required to correct; default to confirm: the first candidate'),
    department: TaxonomyIdSchema.optional().describe('default: the candidate’s or the category’s'),
    coDepartments: z.array(TaxonomyIdSchema).max(10).optional(),
    note: textOf(2_000).optional(),
  })
  .refine((body) => body.kind !== 'correct' || body.category !== undefined || body.department !== undefined, {
    message: 'a correction names the category or the department',
    path: ['category'],
  })
  .refine((body) => body.kind !== 'reject' || body.note !== undefined, {
    message: 'a rejection says why',
    path: ['note'],
  })
  .meta({ id: 'DecisionBody' });
export type DecisionBody = z.infer<typeof DecisionBodySchema>;

export const BulkDecisionSchema = z
  .strictObject({
    decisions: z
      .array(z.strictObject({ id: UuidSchema, version: z.int().min(1) }))
      .min(1)
      .max(100),
    kind: z.literal('confirm').default('confirm'),
    category: TaxonomyIdSchema.describe('the category that all of them must have as first candidate'),
    note: textOf(2_000).optional(),
  })
  .meta({ id: 'BulkDecision' });

export const BulkAnswerSchema = z
  .object({
    decided: z.int(),
    refused: z.int(),
    results: z.array(
      z.object({
        id: UuidSchema,
        status: z.int(),
        problem: z.looseObject({ code: z.string(), detail: z.string() }).optional(),
      }),
    ),
  })
  .meta({ id: 'BulkAnswer' });
