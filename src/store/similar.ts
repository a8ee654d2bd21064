/**
 * Which other appeals say the same: the same text (an index finds them), nearly the same text among the open ones
 * (words narrow them down, letter trigrams compare), and how many stand in the same category and district.
 */
import { sql } from 'kysely';
import type { Db } from './open.ts';
import type { Appeal } from './schema.ts';

/** Similarity from which two texts are shown as near-duplicates: Dice coefficient of letter trigrams. */
const NEAR = 0.5;
/** Rare words find duplicates, and long words are rare: this many of the longest are looked up. */
const WORDS = 8;
const SHORTEST_WORD = 5;
/** Rows that are compared; the newest of those that share a word. */
const COMPARED = 300;
const SHOWN = 10;
/** Open appeals of one category and district belong together within this many days of each other. */
const CLUSTER_DAYS = 7;

/** The expression of the index `appeals_same_text`, word for word. */
const textKey = (alias: string) =>
  sql`md5(regexp_replace(lower(${sql.ref(`${alias}.text`)}), '[^[:alnum:]]+', '', 'g'))`;

/** For each of the appeals how many others have the same text; those with none are left out. */
export async function countSameText(db: Db, ids: readonly string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; count: number }>`
    SELECT a.id, count(*) - 1 AS count
    FROM appeals a JOIN appeals b ON ${textKey('b')} = ${textKey('a')}
    WHERE a.id = ANY(${ids}) GROUP BY a.id HAVING count(*) > 1`.execute(db);
  return new Map(rows.map(({ id, count }) => [id, count]));
}

export interface NearAppeal {
  row: Appeal;
  /** Dice coefficient of letter trigrams, 0…1. */
  similarity: number;
}

/** Near-duplicates of an appeal, the most alike first, at most ten. */
export async function findNear(db: Db, appeal: Appeal): Promise<NearAppeal[]> {
  const [same, alike] = await Promise.all([sameText(db, appeal), sharingWords(db, appeal)]);
  const trigrams = trigramsOf(appeal.text);
  const found = new Map([...same, ...alike].map((row) => [row.id, row]));
  return [...found.values()]
    .map((row) => ({ row, similarity: dice(trigrams, trigramsOf(row.text)) }))
    .filter(({ similarity }) => similarity >= NEAR)
    .sort((a, b) => b.similarity - a.similarity)
    .slice(0, SHOWN);
}

async function sameText(db: Db, appeal: Appeal): Promise<Appeal[]> {
  return await db
    .selectFrom('appeals as b')
    .selectAll('b')
    .where(sql<boolean>`${textKey('b')} = (SELECT ${textKey('a')} FROM appeals a WHERE a.id = ${appeal.id})`)
    .where('b.id', '<>', appeal.id)
    .limit(SHOWN)
    .execute();
}

async function sharingWords(db: Db, appeal: Appeal): Promise<Appeal[]> {
  const words = new Set(appeal.text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
  const rare = [...words]
    .filter((word) => word.length >= SHORTEST_WORD)
    .sort((a, b) => b.length - a.length)
    .slice(0, WORDS);
  if (rare.length === 0) return [];
  return await db
    .selectFrom('appeals')
    .selectAll()
    // The literal lets the planner use the partial index on the words of open appeals.
    .where('state', '=', sql<Appeal['state']>`'suggested'`)
    .where(sql<boolean>`to_tsvector('simple', text) @@ to_tsquery('simple', ${rare.join(' | ')})`)
    .where('id', '<>', appeal.id)
    .orderBy('submittedAt', 'desc')
    .limit(COMPARED)
    .execute();
}

/** Letter trigrams of the words of a text, each word with a space on both sides. */
export function trigramsOf(text: string): Set<string> {
  const trigrams = new Set<string>();
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    const padded = ` ${word} `;
    for (let start = 0; start + 3 <= padded.length; start += 1) trigrams.add(padded.slice(start, start + 3));
  }
  return trigrams;
}

/** Dice coefficient 2·|A∩B| / (|A|+|B|); 0 where both are empty. */
export function dice(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const all = a.size + b.size;
  return all === 0 ? 0 : (2 * a.intersection(b).size) / all;
}

/** Open appeals, this one not counted, of the same category and district; null where either is unknown. */
export async function countCluster(
  db: Db,
  appeal: Appeal,
): Promise<{ category: string; district: string; count: number; days: number } | null> {
  const { category } = appeal;
  const district = appeal.district ?? appeal.givenDistrict;
  if (category === null || district === null) return null;
  const reach = CLUSTER_DAYS * 86_400_000;
  const { count } = await db
    .selectFrom('appeals')
    .select(sql<number>`count(*)`.as('count'))
    .where('state', '=', sql<Appeal['state']>`'suggested'`)
    .where('category', '=', category)
    .where('district', '=', district)
    .where('submittedAt', '>', new Date(appeal.submittedAt.getTime() - reach))
    .where('submittedAt', '<', new Date(appeal.submittedAt.getTime() + reach))
    .where('id', '<>', appeal.id)
    .executeTakeFirstOrThrow();
  return { category, district, count, days: CLUSTER_DAYS };
}
