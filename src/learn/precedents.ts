/** Precedents are learned the moment a dispatcher decides, and embedded anew when the encoder changes. */
import type { Embedder } from '../classify/embed/embedder.ts';
import { prepareText } from '../intake/intake.ts';
import type { Db } from '../store/open.ts';
import {
  appealsWithoutPrecedent,
  ensurePrecedentIndex,
  type NewPrecedent,
  putPrecedents,
} from '../store/precedents.ts';

/** A decision as far as it teaches. */
export interface LearnedDecision {
  appealId: string;
  /** As the citizen wrote it. */
  text: string;
  category: string;
  department: string | null;
  district: string | null;
  decidedAt: Date;
}

/** Characters of the masked text that are shown beside another appeal. */
const SNIPPET = 160;
/** Rows embedded at once while re-embedding: small, so that live appeals get their turn in between. */
const BATCH = 32;

export type LearnOutcome = { ok: true; stored: number } | { ok: false; detail: string };

/** Embeds decisions and stores them as precedents. A failing encoder is an outcome: the background run catches up. */
export async function learnPrecedents(
  db: Db,
  embedder: Embedder,
  decisions: readonly LearnedDecision[],
): Promise<LearnOutcome> {
  const prepared = decisions.map(({ text }) => prepareText(text));
  const outcome = await embedder.embed(
    prepared.map(({ text }) => text),
    { kind: 'passage', timeoutMs: 30_000 },
  );
  if (!outcome.ok) return { ok: false, detail: outcome.detail };
  const rows = decisions.map(({ text: _, ...decision }, i): NewPrecedent => {
    const masked = prepared[i]?.masked ?? '';
    const snippet = masked.length > SNIPPET ? `${masked.slice(0, SNIPPET - 1)}…` : masked;
    return { ...decision, snippet, vector: outcome.vectors[i] as Float32Array };
  });
  await putPrecedents(db, embedder.settings.sha256, rows);
  return { ok: true, stored: rows.length };
}

/** One decision at once; see {@link learnPrecedents}. */
export async function learnPrecedent(db: Db, embedder: Embedder, decision: LearnedDecision): Promise<LearnOutcome> {
  return await learnPrecedents(db, embedder, [decision]);
}

/**
 * Embeds every confirmed appeal that this encoder has not seen, in small batches; run it at start and after a change of
 * encoder. Serving goes on meanwhile, with whatever precedents there are.
 * @returns how many were embedded; stops early on `signal` or when the encoder fails
 */
export async function reembedPrecedents(
  db: Db,
  embedder: Embedder,
  options: { signal?: AbortSignal; onProgress?: (done: number) => void } = {},
): Promise<LearnOutcome> {
  await ensurePrecedentIndex(db, embedder.settings.sha256, embedder.settings.dimension);
  let stored = 0;
  while (options.signal?.aborted !== true) {
    const rows = await appealsWithoutPrecedent(db, embedder.settings.sha256, BATCH);
    if (rows.length === 0) break;
    const decisions = rows.map(({ id, text, category, department, district, decidedAt }) => ({
      appealId: id,
      text,
      category: category ?? '',
      department,
      district,
      decidedAt,
    }));
    const outcome = await learnPrecedents(db, embedder, decisions);
    if (!outcome.ok) return outcome;
    stored += outcome.stored;
    options.onProgress?.(stored);
  }
  return { ok: true, stored };
}
