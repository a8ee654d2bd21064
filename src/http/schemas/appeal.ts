import { z } from 'zod';
import { LanguageSchema, LevelSchema, UrgencySchema } from '../../classify/contract.ts';
import { NextCursorSchema, TaxonomyIdSchema, TimeSchema, textOf, UuidSchema } from './common.ts';
import { SuggestionSchema } from './suggestion.ts';

/** Longest text of an appeal, in UTF-16 code units. */
export const MAX_TEXT = 20_000;

export const LocationSchema = z
  .strictObject({
    lat: z.number().min(-90).max(90).optional(),
    lon: z.number().min(-180).max(180).optional(),
    address: textOf(500).optional(),
    district: TaxonomyIdSchema.optional(),
  })
  .refine((value) => (value.lat === undefined) === (value.lon === undefined), {
    message: 'lat and lon go together',
    path: ['lat'],
  });

/** What is known of an appeal apart from who sent it: enough for a suggestion. */
const Content = {
  text: textOf(MAX_TEXT),
  language: LanguageSchema.optional().describe('only a hint: the text decides'),
  declaredCategory: TaxonomyIdSchema.optional().describe('category id that the citizen picked'),
  location: LocationSchema.optional(),
  channel: textOf(60).optional().describe('app, call-centre, letter, …'),
  submittedAt: TimeSchema.optional().describe('when the citizen wrote; default: now; not in the future'),
};

export const RouteRequestSchema = z.strictObject(Content).meta({ id: 'RouteRequest' });
export type RouteRequest = z.infer<typeof RouteRequestSchema>;

export const NewAppealSchema = z
  .strictObject({
    externalId: z
      .string()
      .min(1)
      .max(200)
      .regex(/^[\x21-\x7e\p{L}\p{N}]+$/u, 'may hold no spaces or control characters')
      .describe('the sender’s id; sending the same twice is safe'),
    ...Content,
    attachments: z
      .array(z.strictObject({ name: textOf(255), url: z.url().max(2_000), mediaType: textOf(100).optional() }))
      .max(20)
      .optional(),
  })
  .meta({ id: 'NewAppeal' });
export type NewAppeal = z.infer<typeof NewAppealSchema>;

export const DECISION_KINDS = ['confirm', 'correct', 'reject'] as const;

/** What a dispatcher decided. `rank`: place of the chosen category among the candidates shown, null if not among them. */
export const DecisionSchema = z
  .object({
    kind: z.enum(DECISION_KINDS),
    category: z.string().nullable(),
    department: z.string().nullable(),
    coDepartments: z.array(z.string()),
    note: z.string().nullable(),
    rank: z.int().nullable(),
    by: z.string(),
    at: TimeSchema,
  })
  .meta({ id: 'Decision' });

export const HistoryEventSchema = z
  .object({ at: TimeSchema, event: z.string(), by: z.string(), data: z.record(z.string(), z.unknown()) })
  .meta({ id: 'HistoryEvent' });

export const APPEAL_STATES = ['received', 'suggested', 'decided', 'rejected'] as const;
export const AppealStateSchema = z.enum(APPEAL_STATES);

/** An appeal without text, history and evidence: a row of a list. */
export const AppealSummarySchema = z
  .object({
    id: UuidSchema,
    externalId: z.string(),
    state: AppealStateSchema,
    version: z.int().describe('grows with each change; send it back with a decision'),
    snippet: z.string().describe('first 200 characters of the text'),
    language: LanguageSchema.nullable(),
    level: LevelSchema.nullable(),
    urgency: UrgencySchema.nullable(),
    category: z.string().nullable(),
    department: z.string().nullable(),
    unit: z.string().nullable(),
    confidence: z.number().nullable(),
    district: z.string().nullable(),
    declaredCategory: z.string().nullable(),
    channel: z.string().nullable(),
    submittedAt: TimeSchema,
    dueAt: TimeSchema.nullable(),
    claim: z.object({ by: z.string(), until: TimeSchema }).nullable(),
  })
  .meta({ id: 'AppealSummary' });
export type AppealSummary = z.infer<typeof AppealSummarySchema>;

export const AppealSchema = AppealSummarySchema.omit({ snippet: true })
  .extend({
    text: z.string(),
    location: z.object({
      lat: z.number().nullable(),
      lon: z.number().nullable(),
      address: z.string().nullable(),
      district: z.string().nullable().describe('as the sender gave it'),
    }),
    attachments: z.array(z.object({ name: z.string(), url: z.string(), mediaType: z.string().optional() })),
    receivedAt: TimeSchema,
    suggestion: SuggestionSchema.nullable(),
    decision: DecisionSchema.nullable(),
    history: z.array(HistoryEventSchema),
  })
  .meta({ id: 'Appeal' });
export type Appeal = z.infer<typeof AppealSchema>;

export const BatchRequestSchema = z
  .strictObject({ appeals: z.array(z.unknown()).min(1).max(500) })
  .meta({ id: 'Batch' });

/** One answer per item, in order: an appeal's id and state, or a problem. */
export const BatchAnswerSchema = z
  .object({
    results: z.array(
      z.object({
        index: z.int(),
        status: z.int().describe('202 new, 200 known already, 4xx refused'),
        id: UuidSchema.optional(),
        externalId: z.string().optional(),
        problem: z.looseObject({ code: z.string(), detail: z.string() }).optional(),
      }),
    ),
    accepted: z.int(),
    known: z.int(),
    refused: z.int(),
  })
  .meta({ id: 'BatchAnswer' });

export const AppealPageSchema = z
  .object({ items: z.array(AppealSummarySchema), next: NextCursorSchema })
  .meta({ id: 'AppealPage' });
