/** Suggestions: written once per appeal by triage, kept as they were shown. */
import { sql } from 'kysely';
import type { Urgency } from '../classify/contract.ts';
import type { Suggestion } from '../http/schemas/suggestion.ts';
import { nextState } from '../review/transitions.ts';
import { announce } from './events.ts';
import { appendHistory } from './history.ts';
import { newId } from './ids.ts';
import type { Db } from './open.ts';
import type { Appeal } from './schema.ts';
import { queueWebhooks } from './webhooks.ts';

/** What triage made of one appeal. */
export interface NewSuggestion {
  appealId: string;
  /** The appeal's text with personal data masked. */
  maskedText: string;
  suggestion: Suggestion;
}

/** Order of the queue. */
export const URGENCY_RANK: Record<Urgency, number> = { emergency: 0, high: 1, normal: 2 };

/** What the table keeps of a suggestion. */
export function suggestionColumns(suggestion: Suggestion) {
  const [first] = suggestion.candidates;
  return {
    shown: JSON.stringify(suggestion),
    category: first?.category ?? null,
    department: first?.department ?? null,
    confidence: first?.confidence ?? null,
    level: suggestion.level,
    reason: suggestion.reason,
    language: suggestion.language,
    degraded: suggestion.degraded ?? null,
    modelVersion: suggestion.modelVersion,
    taxonomyVersion: suggestion.taxonomyVersion,
  };
}

/**
 * Appeals among `ids` that still wait for triage; the job may come twice, and the second time there is nothing to do.
 */
export async function appealsToTriage(db: Db, ids: readonly string[]): Promise<Appeal[]> {
  if (ids.length === 0) return [];
  return await db.selectFrom('appeals').selectAll().where('id', 'in', ids).where('state', '=', 'received').execute();
}

/**
 * Stores suggestions and puts their appeals into the review queue: appeal, history, webhooks and events in one
 * transaction. Appeals that have a suggestion already are left alone, because jobs are delivered at least once.
 * @returns ids of the appeals that got their suggestion now
 */
export async function recordSuggestions(db: Db, suggestions: readonly NewSuggestion[], now: Date): Promise<string[]> {
  if (suggestions.length === 0) return [];
  return await db.transaction().execute(async (trx) => {
    const locked = await trx
      .selectFrom('appeals')
      .select(['id', 'state', 'version'])
      .where(
        'id',
        'in',
        suggestions.map((suggestion) => suggestion.appealId),
      )
      .orderBy('id')
      .forUpdate()
      .execute();
    const versions = new Map(
      locked.filter((row) => nextState(row.state, 'suggest') !== undefined).map((row) => [row.id, row.version]),
    );
    // `delete`: a batch that names an appeal twice gives it one suggestion.
    const fresh = suggestions.flatMap((suggestion) => {
      const version = versions.get(suggestion.appealId);
      return version !== undefined && versions.delete(suggestion.appealId)
        ? [{ ...suggestion, id: newId(), version: version + 1 }]
        : [];
    });
    if (fresh.length === 0) return [];
    await trx
      .insertInto('suggestions')
      .values(
        fresh.map(({ id, appealId, suggestion }) => ({
          id,
          appealId,
          createdAt: now,
          ...suggestionColumns(suggestion),
        })),
      )
      .execute();
    await enterQueue(trx, fresh);
    await appendHistory(
      trx,
      fresh.map((s) => ({
        appealId: s.appealId,
        at: now,
        kind: 'suggested',
        actor: 'triage',
        version: s.version,
        data: {
          suggestionId: s.id,
          level: s.suggestion.level,
          modelVersion: s.suggestion.modelVersion,
          ...(s.suggestion.degraded !== undefined && { degraded: s.suggestion.degraded }),
        },
      })),
    );
    const ids = fresh.map((s) => s.appealId);
    await queueWebhooks(trx, 'appeal.suggested', ids, now);
    await announce(
      trx,
      fresh.map((s) => ({
        kind: 'added',
        appealId: s.appealId,
        version: s.version,
        actor: 'triage',
        at: now.toISOString(),
      })),
    );
    return ids;
  });
}

/** One UPDATE for the whole batch. */
async function enterQueue(trx: Db, fresh: readonly (NewSuggestion & { id: string; version: number })[]): Promise<void> {
  const rows = fresh.map(({ suggestion: s, ...row }) => {
    const top = s.candidates[0];
    return {
      appeal_id: row.appealId,
      suggestion_id: row.id,
      version: row.version,
      masked_text: row.maskedText,
      language: s.language,
      district: s.district,
      level: s.level,
      urgency: s.urgency,
      urgency_rank: URGENCY_RANK[s.urgency],
      due_at: s.dueAt,
      category: top?.category ?? null,
      department: top?.department ?? null,
      unit: top?.unit ?? null,
      confidence: top?.confidence ?? null,
      degraded: s.degraded ?? null,
    };
  });
  await sql`
    UPDATE appeals SET state = 'suggested', suggestion_id = s.suggestion_id, version = s.version,
      masked_text = s.masked_text, language = s.language, district = s.district,
      level = s.level, urgency = s.urgency, urgency_rank = s.urgency_rank, due_at = s.due_at,
      category = s.category, department = s.department, unit = s.unit, confidence = s.confidence,
      degraded = s.degraded
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS s (
      appeal_id uuid, suggestion_id uuid, version integer, masked_text text, language text, district text,
      level text, urgency text, urgency_rank smallint, due_at timestamptz, category text, department text,
      unit text, confidence double precision, degraded text)
    WHERE appeals.id = s.appeal_id`.execute(trx);
}
