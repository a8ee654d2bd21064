/**
 * What classify takes and gives. The HTTP schemas, the store and the evaluation harness all speak these types,
 * so that a suggestion is stored, sent and scored in the shape in which it was made.
 */
import { z } from 'zod';

export const LANGUAGES = ['ru', 'ky', 'mixed', 'other'] as const;
export const LanguageSchema = z.enum(LANGUAGES);
export type Language = z.infer<typeof LanguageSchema>;

export const URGENCIES = ['emergency', 'high', 'normal'] as const;
export const UrgencySchema = z.enum(URGENCIES);
export type Urgency = z.infer<typeof UrgencySchema>;

export const LEVELS = ['preselect', 'suggest', 'manual'] as const;
export const LevelSchema = z.enum(LEVELS);
export type Level = z.infer<typeof LevelSchema>;

/** Half-open range of UTF-16 code units in the appeal's text as it is stored and shown. */
export const SpanSchema = z.tuple([z.int().min(0), z.int().min(0)]);
export type Span = z.infer<typeof SpanSchema>;

/**
 * One reason for or against a candidate. `weight` is in nats: how much this piece moved the log-probability
 * of the candidate (negative: it spoke against it).
 */
export const EvidenceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('keyword'), term: z.string(), span: SpanSchema, weight: z.number() }),
  z.object({ kind: z.literal('ngram'), term: z.string(), span: SpanSchema, weight: z.number() }),
  z.object({
    kind: z.literal('precedent'),
    appealId: z.string(),
    similarity: z.number().describe('cosine, −1…1'),
    snippet: z.string(),
    weight: z.number(),
  }),
  z.object({ kind: z.literal('head'), probability: z.number(), weight: z.number() }),
  z.object({ kind: z.literal('declared'), category: z.string(), weight: z.number() }),
  z.object({ kind: z.literal('place'), name: z.string(), span: SpanSchema.optional(), weight: z.number() }),
  z.object({ kind: z.literal('emergency'), sign: z.string(), span: SpanSchema, weight: z.number() }),
]);
export type Evidence = z.infer<typeof EvidenceSchema>;

/** Why an answer is weaker than it could be. Absent: every evidence answered in time. */
export const DEGRADED = [
  'no-model',
  'embedder-failed',
  'embedder-timeout',
  'precedents-failed',
  'model-failed',
] as const;
export const DegradedSchema = z.enum(DEGRADED);
export type Degraded = z.infer<typeof DegradedSchema>;

/** Why the level is what it is: shown to the dispatcher, counted in reports. */
export const LEVEL_REASONS = [
  'confident',
  'below-preselect',
  'below-suggest',
  'second-topic',
  'no-evidence',
  'language-other',
  'degraded',
] as const;
export const LevelReasonSchema = z.enum(LEVEL_REASONS);
export type LevelReason = z.infer<typeof LevelReasonSchema>;

/** What is known of an appeal when it is classified; text is masked and normalised (see src/intake). */
export interface ClassifyInput {
  text: string;
  language: Language;
  /** Category id that the citizen picked, if any. */
  declaredCategory?: string;
  /** District id, resolved from the place or the text. */
  district?: string;
  /** WGS 84 degrees. */
  lat?: number;
  lon?: number;
  submittedAt?: Date;
  /** The appeal itself when it is stored already: it must not be its own precedent. */
  appealId?: string;
}

/** One category with its calibrated probability and what spoke for it. */
export interface RankedCategory {
  category: string;
  confidence: number;
  evidence: Evidence[];
}

/** The answer of classify: categories by falling confidence (at most 10), never empty unless level is `manual`. */
export interface Classification {
  ranked: RankedCategory[];
  /** A department that the model prefers over the category's default, if it has a department target. */
  department?: string;
  /** Category of a second problem in the same appeal. */
  secondTopic?: string;
  level: Level;
  reason: LevelReason;
  /** As the text was read; absent: nothing read it for dangers, the category's own urgency stands. */
  urgency?: Urgency;
  degraded?: Degraded;
  modelVersion: string;
}

/**
 * Anything that classifies appeals: the released model, a part of it, a remote service.
 * Never rejects for a model failure: that is a `degraded` answer. Order and length follow the inputs.
 */
export interface Classifier {
  readonly version: string;
  classify(inputs: readonly ClassifyInput[]): Promise<Classification[]>;
}
