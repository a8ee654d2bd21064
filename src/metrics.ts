/** What operators watch, in Prometheus' terms. One registry per service, so that tests run several. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { JobQueue } from './queue/open.ts';
import type { Db } from './store/open.ts';
import { outboxBacklog } from './store/outbox.ts';

export interface Metrics {
  registry: Registry;
  /** An appeal got its suggestion, `seconds` after it came in. */
  triaged(seconds: number, degraded: string | undefined): void;
  webhookAttempt(result: 'delivered' | 'failed' | 'parked'): void;
  jobFailed(queue: string): void;
}

export function buildMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const triageSeconds = new Histogram({
    name: 'bagyt_triage_seconds',
    help: 'Seconds from receipt of an appeal to its suggestion',
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 600],
    registers,
  });
  const degradedTotal = new Counter({
    name: 'bagyt_degraded_total',
    help: 'Suggestions made with less than all evidence, by reason',
    labelNames: ['reason'],
    registers,
  });
  const attempts = new Counter({
    name: 'bagyt_webhook_attempts_total',
    help: 'Attempts to deliver webhooks, by result',
    labelNames: ['result'],
    registers,
  });
  const failures = new Counter({
    name: 'bagyt_job_failures_total',
    help: 'Jobs that failed and will be tried again, by queue',
    labelNames: ['queue'],
    registers,
  });
  return {
    registry,
    triaged: (seconds, degraded) => {
      triageSeconds.observe(seconds);
      if (degraded !== undefined) degradedTotal.inc({ reason: degraded });
    },
    webhookAttempt: (result) => attempts.inc({ result }),
    jobFailed: (queue) => failures.inc({ queue }),
  };
}

/** Backlogs, read when somebody looks. */
export function watchBacklog(registry: Registry, db: Db, queue: JobQueue): void {
  new Gauge({
    name: 'bagyt_outbox_rows',
    help: 'Outbox rows that are not published yet',
    registers: [registry],
    async collect() {
      this.set((await outboxBacklog(db)).rows);
    },
  });
  new Gauge({
    name: 'bagyt_queue_jobs',
    help: 'Jobs by queue and state',
    labelNames: ['queue', 'state'],
    registers: [registry],
    async collect() {
      for (const name of ['triage', 'webhook'] as const)
        for (const [state, count] of Object.entries(await queue.depth(name))) this.set({ queue: name, state }, count);
    },
  });
}
