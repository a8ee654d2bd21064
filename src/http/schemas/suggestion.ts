import { z } from 'zod';
import {
  DegradedSchema,
  EvidenceSchema,
  LanguageSchema,
  LevelReasonSchema,
  LevelSchema,
  UrgencySchema,
} from '../../classify/contract.ts';
import { TimeSchema } from './common.ts';

export const CandidateSchema = z
  .object({
    rank: z.int().min(1),
    category: z.string(),
    department: z.string(),
    unit: z.string().optional().describe('district office of a district-scoped department, when the district is known'),
    confidence: z.number().min(0).max(1).describe('calibrated probability that the category is right'),
    evidence: z.array(EvidenceSchema).describe('spans refer to the text as written'),
  })
  .meta({ id: 'Candidate' });
export type Candidate = z.infer<typeof CandidateSchema>;

/** A suggestion as it is shown to the dispatcher, stored unchanged. */
export const SuggestionSchema = z
  .object({
    candidates: z.array(CandidateSchema),
    level: LevelSchema,
    reason: LevelReasonSchema,
    language: LanguageSchema,
    urgency: UrgencySchema,
    dueAt: TimeSchema,
    district: z.string().nullable(),
    placeEvidence: z.array(z.string()).describe('how the district was found, or why not'),
    secondTopic: z.string().optional().describe('category of a second problem in the same appeal'),
    coDepartments: z.array(z.string()).describe('departments that act beside the first candidate’s'),
    degraded: DegradedSchema.optional(),
    modelVersion: z.string(),
    taxonomyVersion: z.string(),
  })
  .meta({ id: 'Suggestion' });
export type Suggestion = z.infer<typeof SuggestionSchema>;
