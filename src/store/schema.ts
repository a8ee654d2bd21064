/**
 * The tables as Kysely sees them. Columns are snake_case in SQL and camelCase here (CamelCasePlugin).
 * The truth is in `migrations/`; a test compares both.
 */
import type { ColumnType, Generated, Insertable, Selectable } from 'kysely';
import type { Degraded, Language, Level, LevelReason, Urgency } from '../classify/contract.ts';
import type { Suggestion as ShownSuggestion } from '../http/schemas/suggestion.ts';
import type { AppealState } from '../review/transitions.ts';

/** jsonb: read as a value, written as its text. */
export type Json<T> = ColumnType<T, string, string>;
type JsonDefault<T> = ColumnType<T, string | undefined, string>;
type Timestamp = ColumnType<Date, Date, Date>;

export interface Attachment {
  name: string;
  url: string;
  mediaType?: string | undefined;
}

export interface AppealsTable {
  id: string;
  externalId: string;
  /** SHA-256 of what the caller sent, canonical JSON; tells a repeated call from a conflicting one. */
  bodyHash: string;
  text: string;
  /** The text with personal data masked; null until triage ran. */
  maskedText: string | null;
  /** Declared by the caller, then replaced by what intake detected. */
  language: Language | null;
  declaredCategory: string | null;
  /** District as the sender gave it. */
  givenDistrict: string | null;
  /** District that triage resolved; null: unknown or outside the city. */
  district: string | null;
  lat: number | null;
  lon: number | null;
  address: string | null;
  channel: string | null;
  attachments: JsonDefault<Attachment[]>;
  /** When the citizen wrote; the time of receipt where the sender did not say. */
  submittedAt: Timestamp;
  receivedAt: Timestamp;
  state: AppealState;
  version: Generated<number>;
  /** Of the current suggestion, then of the decision: what the queue and the reports filter by. */
  suggestionId: string | null;
  level: Level | null;
  urgency: Urgency | null;
  /** 0 emergency, 1 high, 2 normal: the order of the queue. */
  urgencyRank: Generated<number>;
  dueAt: Timestamp | null;
  category: string | null;
  department: string | null;
  unit: string | null;
  confidence: number | null;
  degraded: Degraded | null;
  claimedBy: string | null;
  claimedUntil: Timestamp | null;
  decisionId: string | null;
  decidedAt: Timestamp | null;
}

export interface SuggestionsTable {
  id: string;
  appealId: string;
  createdAt: Timestamp;
  /** The whole suggestion as it was shown; the columns below repeat what reports ask for. */
  shown: Json<ShownSuggestion>;
  /** First candidate. */
  category: string | null;
  department: string | null;
  confidence: number | null;
  level: Level;
  reason: LevelReason;
  language: Language;
  degraded: Degraded | null;
  modelVersion: string;
  taxonomyVersion: string;
  /** Made by a model under trial; never shown. */
  shadow: Generated<boolean>;
}

export type DecisionKind = 'confirm' | 'correct' | 'reject';

export interface DecisionsTable {
  id: string;
  appealId: string;
  suggestionId: string | null;
  kind: DecisionKind;
  category: string | null;
  department: string | null;
  coDepartments: Json<string[]>;
  note: string | null;
  /** Rank of the chosen candidate, 1…; null when the dispatcher chose something that was not suggested. */
  rank: number | null;
  decidedBy: string;
  decidedAt: Timestamp;
  /** Set when the dispatcher took it back in time; such a decision teaches nothing. */
  undoneAt: Timestamp | null;
}

export type HistoryKind =
  | 'received'
  | 'suggested'
  | 'claimed'
  | 'released'
  | 'decided'
  | 'undone'
  | 'outcome'
  | 'erased';

export interface HistoryTable {
  id: Generated<number>;
  appealId: string;
  at: Timestamp;
  kind: HistoryKind;
  actor: string;
  /** Version of the appeal after this. */
  version: number;
  data: Json<Record<string, unknown>>;
}

export type OutcomeKind = 'rerouted' | 'resolved' | 'rated' | 'returned';

export interface OutcomesTable {
  id: string;
  appealId: string;
  kind: OutcomeKind;
  department: string | null;
  /** 1…5 for `rated`. */
  rating: number | null;
  note: string | null;
  occurredAt: Timestamp;
  reportedAt: Timestamp;
  reportedBy: string;
}

export interface OutboxTable {
  id: Generated<number>;
  topic: 'triage' | 'webhook';
  /** Id of the appeal (triage) or of the delivery (webhook). */
  ref: string;
  createdAt: Timestamp;
  /** A relay that took the row publishes it before this, or another one will. */
  leasedUntil: Timestamp | null;
}

export type WebhookEvent = 'appeal.suggested' | 'appeal.decided' | 'appeal.reopened';

export interface WebhookEndpointsTable {
  id: string;
  url: string;
  /** `whsec_…` of Standard Webhooks. */
  secret: string;
  events: Json<WebhookEvent[]>;
  description: string | null;
  createdBy: string;
  createdAt: Timestamp;
  disabledAt: Timestamp | null;
}

export interface WebhookDeliveriesTable {
  /** Also the `webhook-id` header: the same for every attempt. */
  id: string;
  endpointId: string;
  event: WebhookEvent;
  appealId: string;
  /** Exact text that is signed and sent. */
  body: string;
  state: 'pending' | 'delivered' | 'parked';
  attempts: Generated<number>;
  lastStatus: number | null;
  lastError: string | null;
  createdAt: Timestamp;
  /** Retries count their hours from here: creation, or a retry by hand. */
  startedAt: Timestamp;
  /** When the next attempt is due; much later than this the job was lost, and the sweeper sends another. */
  dueAt: Timestamp;
  finishedAt: Timestamp | null;
}

export const ROLES = ['backend', 'dispatcher', 'ml', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export interface ApiKeysTable {
  id: string;
  /** First characters of the key, to tell keys apart in lists and logs. */
  prefix: string;
  /** SHA-256 of the key in hex; the key has 256 random bits, so no salt is needed. */
  hash: string;
  role: Role;
  name: string;
  createdAt: Timestamp;
  revokedAt: Timestamp | null;
  lastUsedAt: Timestamp | null;
}

export interface ModelActivationsTable {
  id: string;
  version: string;
  activatedBy: string;
  activatedAt: Timestamp;
  note: string | null;
}

export interface PrecedentsTable {
  appealId: string;
  /** SHA-256 of the encoder that made the embedding. */
  encoder: string;
  category: string;
  department: string | null;
  district: string | null;
  /** Beginning of the masked text. */
  snippet: string;
  /** pgvector's text form, `[0.1,…]`. */
  embedding: string;
  decidedAt: Timestamp;
}

export interface SettingsTable {
  key: string;
  value: Json<unknown>;
  updatedAt: Timestamp;
  updatedBy: string;
}

export interface Database {
  appeals: AppealsTable;
  suggestions: SuggestionsTable;
  decisions: DecisionsTable;
  history: HistoryTable;
  outcomes: OutcomesTable;
  outbox: OutboxTable;
  webhookEndpoints: WebhookEndpointsTable;
  webhookDeliveries: WebhookDeliveriesTable;
  apiKeys: ApiKeysTable;
  modelActivations: ModelActivationsTable;
  precedents: PrecedentsTable;
  settings: SettingsTable;
}

export type Appeal = Selectable<AppealsTable>;
export type NewAppealRow = Insertable<AppealsTable>;
export type Suggestion = Selectable<SuggestionsTable>;
export type Decision = Selectable<DecisionsTable>;
export type HistoryEntry = Selectable<HistoryTable>;
export type Outcome = Selectable<OutcomesTable>;
export type WebhookEndpoint = Selectable<WebhookEndpointsTable>;
export type WebhookDelivery = Selectable<WebhookDeliveriesTable>;
export type ApiKey = Selectable<ApiKeysTable>;
