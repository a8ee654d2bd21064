/**
 * The review queue: which appeals wait for a person, in which order, and how many of each kind.
 * Order: urgency, then due time, then id; pages continue after the last row seen (keyset), so that page 1,000 costs
 * as much as page 1 and rows that arrive meanwhile shift nothing.
 */
import { type ExpressionBuilder, type ExpressionWrapper, type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import { problem } from '../errors.ts';
import type { ReviewFilter } from '../http/schemas/review.ts';
import type { Db } from './open.ts';
import { behindReports } from './review-filter.ts';
import type { Appeal, Database } from './schema.ts';

/** A filter and who asks, for `claimed: 'me' | 'others'`. */
export type QueueFilter = ReviewFilter & { asker: string };

export interface QueuePage {
  items: Appeal[];
  /** Cursor of the next page; undefined: this was the last. */
  next: string | undefined;
}

const CursorSchema = z.tuple([z.int(), z.iso.datetime(), z.uuid()]);

/**
 * One page of the queue.
 * @throws Problem `invalid-request` when the cursor is not one of ours
 */
export async function listQueue(
  db: Db,
  filter: QueueFilter,
  page: { cursor?: string | undefined; limit: number },
  now: Date,
): Promise<QueuePage> {
  let query = db.selectFrom('appeals').selectAll().where(matches(filter, now));
  if (page.cursor !== undefined) {
    const [rank, dueAt, id] = readCursor(page.cursor);
    query = query.where(sql<SqlBool>`(urgency_rank, due_at, id) > (${rank}, ${new Date(dueAt)}, ${id})`);
  }
  const rows = await query
    .where('dueAt', 'is not', null)
    .orderBy('urgencyRank')
    .orderBy('dueAt')
    .orderBy('id')
    .limit(page.limit + 1)
    .execute();
  const items = rows.slice(0, page.limit);
  const last = items.at(-1);
  return { items, next: rows.length > page.limit && last?.dueAt ? writeCursor(last, last.dueAt) : undefined };
}

function writeCursor(row: Appeal, dueAt: Date): string {
  return Buffer.from(JSON.stringify([row.urgencyRank, dueAt.toISOString(), row.id])).toString('base64url');
}

function readCursor(cursor: string): z.infer<typeof CursorSchema> {
  try {
    return CursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw problem('invalid-request', 'The cursor is not one that this service gave', {
      errors: [{ path: '/cursor', message: 'is not valid' }],
    });
  }
}

export const FACETS = ['level', 'urgency', 'language', 'department', 'district', 'category'] as const;
export type QueueCounts = Record<(typeof FACETS)[number], Record<string, number>> & { total: number; overdue: number };

/** Counts of all appeals that the filter finds, in one pass. A missing value counts under `''`. */
export async function countQueue(db: Db, filter: QueueFilter, now: Date): Promise<QueueCounts> {
  const rows = await db
    .selectFrom('appeals')
    .select((eb) => [
      sql<number>`grouping(level, urgency, language, department, district, category)`.as('facet'),
      ...FACETS.map((facet) => eb.ref(facet).as(facet)),
      sql<number>`count(*)`.as('count'),
      sql<number>`count(*) FILTER (WHERE due_at < ${now})`.as('overdue'),
    ])
    .where(matches(filter, now))
    .groupBy(sql`GROUPING SETS ((level), (urgency), (language), (department), (district), (category), ())`)
    .execute();
  const counts: QueueCounts = {
    total: 0,
    overdue: 0,
    level: {},
    urgency: {},
    language: {},
    department: {},
    district: {},
    category: {},
  };
  for (const row of rows) {
    // grouping() sets a bit for each column that the row does NOT group by, the first column highest.
    const index = FACETS.findIndex((_facet, place) => (row.facet & (1 << (FACETS.length - 1 - place))) === 0);
    const facet = FACETS[index];
    if (facet === undefined) Object.assign(counts, { total: row.count, overdue: row.overdue });
    else counts[facet][String(row[facet] ?? '')] = row.count;
  }
  return counts;
}

type Where = (eb: ExpressionBuilder<Database, 'appeals'>) => ExpressionWrapper<Database, 'appeals', SqlBool>;

function matches(filter: QueueFilter, now: Date): Where {
  return (eb) => {
    const states = filter.state ?? ['suggested'];
    const parts = [
      // Equality with a constant, not IN: only then does the planner see that the partial indexes apply.
      states.length === 1 ? eb('state', '=', sql<Appeal['state']>`${sql.lit(states[0])}`) : eb('state', 'in', states),
    ];
    for (const facet of FACETS) {
      const wanted = filter[facet];
      if (wanted !== undefined && wanted.length > 0) parts.push(eb(facet, 'in', wanted as never[]));
    }
    if (filter.olderThanHours !== undefined)
      parts.push(eb('submittedAt', '<', new Date(now.getTime() - filter.olderThanHours * 3_600_000)));
    if (filter.claimed !== undefined) parts.push(eb.and([claimedBy(filter.claimed, filter.asker, now)]));
    if (filter.search !== undefined) parts.push(eb.and([found(filter.search)]));
    return eb.and([...parts, ...behindReports(filter).map((condition) => eb.and([condition]))]);
  };
}

function claimedBy(whose: 'me' | 'others' | 'nobody', asker: string, now: Date) {
  const live = sql<SqlBool>`claimed_by IS NOT NULL AND claimed_until > ${now}`;
  if (whose === 'nobody') return sql<SqlBool>`NOT (${live})`;
  return whose === 'me'
    ? sql<SqlBool>`${live} AND claimed_by = ${asker}`
    : sql<SqlBool>`${live} AND claimed_by <> ${asker}`;
}

/** All words must occur, each as the beginning of a word of the text; or the external id is exactly that. */
function found(search: string) {
  const words = search.match(/[\p{L}\p{N}]+/gu) ?? [];
  const byId = sql<SqlBool>`external_id = ${search}`;
  if (words.length === 0) return byId;
  const terms = words.map((word) => `${word.toLowerCase()}:*`).join(' & ');
  return sql<SqlBool>`(to_tsvector('simple', text) @@ to_tsquery('simple', ${terms}) OR ${byId})`;
}
