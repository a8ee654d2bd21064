import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Registry } from 'prom-client';
import type { Config } from '../config.ts';
import type { AppealEvent } from '../store/events.ts';
import type { Store } from '../store/open.ts';
import type { TaxonomyIndex } from '../taxonomy/index-taxonomy.ts';
import type { RouteRequest } from './schemas/appeal.ts';
import type { Suggestion } from './schemas/suggestion.ts';

/** Changes of appeals from every process of the service, as they are committed. */
export interface AppealEvents {
  /** @returns ends the subscription */
  subscribe(listener: (event: AppealEvent) => void): () => void;
}

/** What is not ready, by name; empty: all is. */
export interface Health {
  check(): Promise<Record<string, 'ok' | string>>;
}

/** One activation of a model version. */
export interface ModelActivation {
  version: string;
  by: string;
  at: Date;
  note: string | null;
}

/** The active model as administrators see and change it. */
export interface ModelControl {
  active(): { version: string; folder: string | null };
  /** Every activation, the last first. */
  activations(): Promise<ModelActivation[]>;
  /** @throws Problem `invalid-model`, `state-conflict` (no passing gate) */
  activate(version: string, by: string, options: { force: boolean; note?: string }): Promise<{ version: string }>;
}

/** Everything that the HTTP side needs; wiring.ts builds it. */
export interface AppDeps {
  config: Config;
  store: Store;
  taxonomy: TaxonomyIndex;
  /** The stages up to decide, with nothing stored. */
  suggest(request: RouteRequest, now: Date): Promise<Suggestion>;
  events: AppealEvents;
  health: Health;
  metrics: Registry;
  models: ModelControl;
  /** @throws Problem `invalid-request` for an address that webhooks must not be sent to */
  checkWebhookUrl(url: string): Promise<void>;
  logger: FastifyBaseLogger;
  now(): Date;
  /** Version of the service (package.json). */
  version: string;
}

/** Fastify with our schemas: what route modules are given. */
export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;
