/** What travels through the queue: ids only, so that a job is never older than the database. */
import { z } from 'zod';

/** Appeals of one model call. More would make the others of the batch wait. */
export const TRIAGE_BATCH = 16;

export const TriageJobSchema = z.object({ appealIds: z.array(z.uuid()).min(1).max(TRIAGE_BATCH) });
export type TriageJob = z.infer<typeof TriageJobSchema>;

export const WebhookJobSchema = z.object({ deliveryId: z.uuid() });
export type WebhookJob = z.infer<typeof WebhookJobSchema>;

/** Names of the queues in Redis and in schema `bullmq`. */
export const QUEUES = { triage: 'bagyt-triage', webhook: 'bagyt-webhook' } as const;
export type QueueName = keyof typeof QUEUES;
export interface JobOf {
  triage: TriageJob;
  webhook: WebhookJob;
}
