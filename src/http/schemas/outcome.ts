import { z } from 'zod';
import { TaxonomyIdSchema, TimeSchema, textOf, UuidSchema } from './common.ts';

export const OUTCOME_KINDS = ['rerouted', 'resolved', 'rated', 'returned'] as const;

export const NewOutcomeSchema = z
  .strictObject({
    kind: z.enum(OUTCOME_KINDS).describe('sent on, resolved, rated by the citizen, returned for rework'),
    department: TaxonomyIdSchema.optional().describe('where it was rerouted to'),
    rating: z.int().min(1).max(5).optional().describe('1 (bad) to 5 (good); only for rated, and required there'),
    note: textOf(2_000).optional(),
    occurredAt: TimeSchema.describe('when it happened; not in the future'),
  })
  .refine((body) => (body.kind === 'rated') === (body.rating !== undefined), {
    message: 'goes with kind rated, and only with that',
    path: ['rating'],
  })
  .refine((body) => body.department === undefined || body.kind === 'rerouted', {
    message: 'goes only with kind rerouted',
    path: ['department'],
  })
  .meta({ id: 'NewOutcome' });
export type NewOutcomeBody = z.infer<typeof NewOutcomeSchema>;

export const OutcomeSchema = z
  .object({
    id: UuidSchema,
    appealId: UuidSchema,
    kind: z.enum(OUTCOME_KINDS),
    department: z.string().nullable(),
    rating: z.int().nullable(),
    note: z.string().nullable(),
    occurredAt: TimeSchema,
    reportedAt: TimeSchema,
  })
  .meta({ id: 'Outcome' });
