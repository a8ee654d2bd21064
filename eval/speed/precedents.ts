/** (f): nearest precedents through the HNSW index, and how many of the true nearest it finds. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { openStore } from '../../src/store/open.ts';
import { ensurePrecedentIndex, nearestPrecedents } from '../../src/store/precedents.ts';
import { randomNumbers } from '../metrics/random.ts';
import { type Timing, timing } from './measure.ts';

export interface PrecedentFigures {
  rows: number;
  /** Milliseconds per query. */
  search: Timing;
  /** Share of the 24 exact nearest that the index finds. */
  recall: number;
  buildSeconds: number;
}

const ENCODER = 'b'.repeat(64);
const DIMENSION = 256;
const QUERIES = 50;
const NEAREST = 24;
/** Vectors gather around so many centres, as appeals gather around problems. */
const CENTRES = 500;
const CHUNK = 500;

/** @param databaseUrl PostgreSQL; undefined: the embedded database */
export async function precedentFigures(
  sizes: readonly number[],
  databaseUrl: string | undefined,
  onProgress: (done: number, total: number) => void,
): Promise<PrecedentFigures[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bagyt-bench-'));
  const mode = databaseUrl === undefined ? 'embedded' : 'servers';
  const store = await openStore({ mode, DATA_DIR: folder, DATABASE_URL: databaseUrl, DATABASE_POOL: 4 });
  const vectors = clusteredVectors(1);
  try {
    const figures: PrecedentFigures[] = [];
    let rows = 0;
    for (const size of sizes) {
      const started = performance.now();
      await sql`DROP INDEX IF EXISTS ${sql.ref(`precedents_hnsw_${ENCODER.slice(0, 16)}`)}`.execute(store.db);
      for (; rows < size; rows += CHUNK) {
        await insert(store.db, rows, Array.from({ length: Math.min(CHUNK, size - rows) }, vectors));
        onProgress(rows, size);
      }
      await ensurePrecedentIndex(store.db, ENCODER, DIMENSION);
      const buildSeconds = (performance.now() - started) / 1_000;
      const samples: number[] = [];
      let found = 0;
      for (let q = 0; q < QUERIES; q++) {
        const query = { vector: vectors() };
        const start = performance.now();
        const hits = await nearestPrecedents(store.db, ENCODER, query, NEAREST);
        samples.push(performance.now() - start);
        // A filter that every row passes is answered by an exact scan.
        const exact = await nearestPrecedents(store.db, ENCODER, query, NEAREST, { category: 'bench' });
        const ids = new Set(exact.map(({ appealId }) => appealId));
        found += hits.filter(({ appealId }) => ids.has(appealId)).length / NEAREST;
      }
      figures.push({ rows: size, search: timing(samples), recall: found / QUERIES, buildSeconds });
    }
    return figures;
  } finally {
    if (databaseUrl !== undefined) {
      await sql`DELETE FROM precedents WHERE encoder = ${ENCODER}`.execute(store.db);
      await sql`DELETE FROM appeals WHERE external_id LIKE 'bench-%'`.execute(store.db);
    }
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function insert(
  db: Parameters<typeof nearestPrecedents>[0],
  from: number,
  vectors: Float32Array[],
): Promise<void> {
  const rows = vectors.map((vector, i) => ({
    id: uuid(from + i),
    name: `bench-${from + i}`,
    vector: `[${[...vector].join(',')}]`,
  }));
  await sql`
    INSERT INTO appeals (id, external_id, body_hash, text, submitted_at, received_at, state)
    SELECT (r ->> 'id')::uuid, r ->> 'name', '', '', now(), now(), 'decided'
    FROM jsonb_array_elements(${JSON.stringify(rows.map(({ id, name }) => ({ id, name })))}::jsonb) AS r`.execute(db);
  await sql`
    INSERT INTO precedents (appeal_id, encoder, category, department, district, snippet, embedding, decided_at)
    SELECT (r ->> 'id')::uuid, ${ENCODER}, 'bench', NULL, NULL, '', (r ->> 'vector')::vector, now()
    FROM jsonb_array_elements(${JSON.stringify(rows.map(({ id, vector }) => ({ id, vector })))}::jsonb) AS r`.execute(
    db,
  );
}

const uuid = (n: number) => `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

/** Unit vectors around random centres. */
function clusteredVectors(seed: number): () => Float32Array {
  const random = randomNumbers(seed);
  // Sum of uniforms: near enough to a normal distribution.
  const normal = () => random() + random() + random() + random() - 2;
  const centres = Array.from({ length: CENTRES }, () => Float32Array.from({ length: DIMENSION }, normal));
  return () => {
    const centre = centres[Math.floor(random() * CENTRES)] as Float32Array;
    const vector = centre.map((value) => value + 0.7 * normal());
    const length = Math.hypot(...vector);
    return vector.map((value) => value / length);
  };
}
