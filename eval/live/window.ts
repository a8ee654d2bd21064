/** What happened in a stretch of time: suggestions, decisions, outcomes. Reads only. */
import { sql } from 'kysely';
import type { Db } from '../../src/store/open.ts';

/** Half-open: from ≤ t < to. */
export interface Period {
  from: Date;
  to: Date;
}

/** A suggestion beside what a dispatcher decided. */
export interface JudgedSuggestion {
  version: string;
  /** Never shown: made by a model under trial. */
  shadow: boolean;
  kind: 'confirm' | 'correct' | 'reject';
  /** Categories by rank, and department and confidence of the first. */
  candidates: string[];
  department: string | null;
  confidence: number | null;
  level: string;
  language: string;
  decidedCategory: string | null;
  decidedDepartment: string | null;
  /** Department that the appeal was passed on to afterwards, if it was. */
  reroutedTo: string | null;
  resolved: boolean;
}

/** Every suggestion, shown or shadow, of appeals decided in the period; decisions that were taken back do not count. */
export async function judgedSuggestions(db: Db, { from, to }: Period): Promise<JudgedSuggestion[]> {
  const { rows } = await sql<Omit<JudgedSuggestion, 'candidates'> & { candidates: unknown }>`
    SELECT s.model_version AS version, s.shadow, d.kind, s.department, s.confidence, s.level, s.language,
      (SELECT coalesce(jsonb_agg(c ->> 'category'), '[]') FROM jsonb_array_elements(s.shown -> 'candidates') AS c) AS candidates,
      d.category AS decided_category, d.department AS decided_department,
      (SELECT o.department FROM outcomes o WHERE o.appeal_id = a.id AND o.kind = 'rerouted' AND o.department IS NOT NULL
        ORDER BY o.occurred_at DESC LIMIT 1) AS rerouted_to,
      EXISTS (SELECT 1 FROM outcomes o WHERE o.appeal_id = a.id AND o.kind = 'resolved') AS resolved
    FROM decisions d
    JOIN appeals a ON a.decision_id = d.id
    JOIN suggestions s ON s.appeal_id = a.id AND (s.shadow OR s.id = a.suggestion_id)
    WHERE d.undone_at IS NULL AND d.decided_at >= ${from} AND d.decided_at < ${to}`.execute(db);
  return rows.map((row) => ({ ...row, candidates: (row.candidates as string[] | null) ?? [] }));
}

/** What came in, as drift sees it. */
export interface Intake {
  categories: Map<string, number>;
  confidences: number[];
  texts: string[];
  /** Embeddings of confirmed appeals, where they are kept. */
  vectors: number[][];
}

/** Most texts and vectors that are looked at; enough for a rate and a mean. */
const MOST = 20_000;

/** @param encoder hash of the encoder whose vectors are compared; null: none */
export async function intakeOf(db: Db, { from, to }: Period, encoder: string | null): Promise<Intake> {
  const shown = await sql<{ category: string | null; confidence: number | null; text: string }>`
    SELECT s.category, s.confidence, a.text FROM suggestions s JOIN appeals a ON a.suggestion_id = s.id
    WHERE NOT s.shadow AND s.created_at >= ${from} AND s.created_at < ${to}
    ORDER BY s.created_at DESC LIMIT ${MOST}`.execute(db);
  const categories = new Map<string, number>();
  for (const { category } of shown.rows)
    if (category !== null) categories.set(category, (categories.get(category) ?? 0) + 1);
  const vectors =
    encoder === null
      ? []
      : (
          await sql<{ vector: string }>`
            SELECT embedding::text AS vector FROM precedents
            WHERE encoder = ${encoder} AND decided_at >= ${from} AND decided_at < ${to}
            ORDER BY decided_at DESC LIMIT ${MOST}`.execute(db)
        ).rows.map(({ vector }) => JSON.parse(vector) as number[]);
  return {
    categories,
    confidences: shown.rows.flatMap(({ confidence }) => confidence ?? []),
    texts: shown.rows.map(({ text }) => text).filter((text) => text !== ''),
    vectors,
  };
}

/** The encoder with the most precedents, by hash; null where there are none. */
export async function commonEncoder(db: Db): Promise<string | null> {
  const { rows } = await sql<{ encoder: string }>`
    SELECT encoder FROM precedents GROUP BY encoder ORDER BY count(*) DESC, encoder LIMIT 1`.execute(db);
  return rows[0]?.encoder ?? null;
}
