/**
 * BullMQ on Redis, on PostgreSQL or on PGlite, behind the few calls that the relay and the workers need.
 * Jobs are delivered at least once; what must never be lost lies in the database (outbox, sweeper), not here.
 */
import { createPostgresBackend, type PgPool, Queue, runMigrations, Worker, withBackend } from 'bullmq';
import { Redis } from 'ioredis';
import type { Config } from '../config.ts';
import type { Store } from '../store/open.ts';
import { type JobOf, QUEUES, type QueueName } from './jobs.ts';

/** Handles one job; a rejection makes BullMQ try again after `retryDelay`. */
export type Handler = (data: unknown, attempt: number) => Promise<void>;

export interface WorkerSettings {
  /** Jobs under way at once in this process. */
  concurrency: number;
  /** Milliseconds before attempt `attempts` + 1. */
  retryDelay(attempts: number): number;
  onFailed(error: Error, attempts: number): void;
}

/** A worker that takes jobs until it is closed; `close` waits for those under way. */
export interface RunningWorker {
  close(): Promise<void>;
}

export interface JobQueue {
  add<N extends QueueName>(name: N, jobs: readonly JobOf[N][]): Promise<void>;
  /** Starts a worker of this process. */
  work(name: QueueName, handler: Handler, settings: WorkerSettings): Promise<RunningWorker>;
  /** Jobs that wait, are delayed or under way. */
  depth(name: QueueName): Promise<{ waiting: number; delayed: number; active: number }>;
  close(): Promise<void>;
}

/** Practically for ever: a job that fails for days is seen in the metrics, and the appeal is never dropped. */
const ATTEMPTS = 100_000;
/** A worker that died is noticed after this; its jobs go to another (milliseconds). */
const LOCK_MS = 20_000;
const KEEP_FAILED = 1_000;

interface Classes {
  Queue: new (name: string) => Queue;
  Worker: new (
    name: string,
    processor: (job: { data: unknown; attemptsMade: number }) => Promise<unknown>,
    options: object,
  ) => Worker;
  close(): Promise<void>;
}

/**
 * Opens the queue that the settings name.
 * @param onError connection errors, which BullMQ recovers from by itself
 */
export async function openQueue(
  config: Pick<Config, 'QUEUE' | 'REDIS_URL'>,
  store: Store,
  onError: (error: Error) => void,
): Promise<JobQueue> {
  const backend =
    config.QUEUE === 'redis' ? redisBackend(config.REDIS_URL ?? '', onError) : await postgresBackend(store);
  const queues = {} as Record<QueueName, Queue>;
  for (const name of Object.keys(QUEUES) as QueueName[]) {
    queues[name] = new backend.Queue(QUEUES[name]);
    queues[name].on('error', onError);
    await queues[name].waitUntilReady();
  }
  const workers = new Set<Worker>();
  return {
    add: async (name, jobs) => {
      await queues[name].addBulk(jobs.map((data) => ({ name, data })));
    },
    work: async (name, handler, settings) => {
      const worker = new backend.Worker(QUEUES[name], async (job) => await handler(job.data, job.attemptsMade + 1), {
        concurrency: settings.concurrency,
        lockDuration: LOCK_MS,
        stalledInterval: LOCK_MS / 2,
        maxStalledCount: ATTEMPTS,
        settings: { backoffStrategy: (attempts: number) => settings.retryDelay(attempts) },
      });
      worker.on('error', onError);
      worker.on('failed', (job, error) => settings.onFailed(error, job?.attemptsMade ?? 0));
      await worker.waitUntilReady();
      workers.add(worker);
      return {
        close: async () => {
          workers.delete(worker);
          await worker.close();
        },
      };
    },
    depth: async (name) => {
      const counts = await queues[name].getJobCounts('wait', 'prioritized', 'delayed', 'active');
      return {
        waiting: (counts.wait ?? 0) + (counts.prioritized ?? 0),
        delayed: counts.delayed ?? 0,
        active: counts.active ?? 0,
      };
    },
    close: async () => {
      await Promise.all([...workers].map((worker) => worker.close()));
      await Promise.all(Object.values(queues).map((queue) => queue.close()));
      await backend.close();
    },
  };
}

const JOB_OPTIONS = {
  attempts: ATTEMPTS,
  backoff: { type: 'custom' },
  removeOnComplete: true,
  removeOnFail: { count: KEEP_FAILED },
};

function redisBackend(url: string, onError: (error: Error) => void): Classes {
  // Workers block on their connection and must wait out a restart of Redis: no limit on retries.
  const connection = new Redis(url, { maxRetriesPerRequest: null });
  connection.on('error', onError);
  return {
    Queue: class extends Queue {
      constructor(name: string) {
        super(name, { connection, defaultJobOptions: JOB_OPTIONS });
      }
    },
    Worker: class extends Worker {
      constructor(
        name: string,
        processor: (job: { data: unknown; attemptsMade: number }) => Promise<unknown>,
        options: object,
      ) {
        super(name, processor, { connection, ...options });
      }
    },
    close: async () => {
      await connection.quit();
    },
  };
}

async function postgresBackend(store: Store): Promise<Classes> {
  const session = await store.sessions.connect();
  try {
    await runMigrations(session);
  } finally {
    session.release();
  }
  const bound = withBackend(createPostgresBackend);
  // BullMQ tells a pool from settings by its methods; its type wants an index signature that no class has.
  const connection = store.sessions as unknown as PgPool;
  return {
    Queue: class extends bound.Queue {
      constructor(name: string) {
        super(name, { connection, defaultJobOptions: JOB_OPTIONS });
      }
    } as unknown as Classes['Queue'],
    Worker: class extends bound.Worker {
      constructor(
        name: string,
        processor: (job: { data: unknown; attemptsMade: number }) => Promise<unknown>,
        options: object,
      ) {
        super(name, processor, { connection, ...options });
      }
    } as unknown as Classes['Worker'],
    close: async () => undefined,
  };
}
