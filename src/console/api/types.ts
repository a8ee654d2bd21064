/** Shapes of the API, inferred from the schemas that validate it. */
import type { z } from 'zod';
import type { AppealSchema, HistoryEventSchema } from '../../http/schemas/appeal.ts';
import type { ReviewCountsSchema, ReviewPageSchema } from '../../http/schemas/review.ts';

export type { Evidence, Language, Level, Span, Urgency } from '../../classify/contract.ts';
export type { NewAppeal, RouteRequest } from '../../http/schemas/appeal.ts';
export type { DecisionBody, Me, ReviewRow, Similar } from '../../http/schemas/review.ts';
export type { Candidate, Suggestion } from '../../http/schemas/suggestion.ts';
export type { AppealEvent } from '../../store/events.ts';
export type { Category, Department, Name, Taxonomy } from '../../taxonomy/schema.ts';
export type Appeal = z.infer<typeof AppealSchema>;
export type ReviewPage = z.infer<typeof ReviewPageSchema>;
export type ReviewCounts = z.infer<typeof ReviewCountsSchema>;
export type HistoryEvent = z.infer<typeof HistoryEventSchema>;
