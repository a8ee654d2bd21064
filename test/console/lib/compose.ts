import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { NewAppeal } from '../../../src/http/schemas/appeal.ts';

const DATA = resolve(import.meta.dirname, '../../../data/appeals');
const HOUR = 3_600_000;

interface Written {
  id: string;
  text: string;
  category: string;
  district: string | null;
}

/** Pseudo-random numbers in [0, 1) that are the same for the same seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * Appeals as the city's systems would send them, made of the written ones: sent over the last four days through several
 * channels, some with a point, some with a declared category, some twice.
 */
export function composeAppeals(count: number, seed: number, now: Date): NewAppeal[] {
  const written = ['train', 'calibration', 'gold'].flatMap((split) =>
    readFileSync(join(DATA, `${split}.jsonl`), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Written),
  );
  const next = random(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(next() * values.length)] as T;
  return Array.from({ length: count }, (_, index): NewAppeal => {
    const row = pick(written);
    const again = index > 0 && next() < 0.02;
    const point = next() < 0.4 ? { lat: 42.83 + next() * 0.08, lon: 74.53 + next() * 0.13 } : {};
    const district = row.district === null ? {} : { district: row.district };
    const location = { ...point, ...district };
    return {
      externalId: `${pick(['mg', 'cc', 'xr'])}-${String(index + 1).padStart(6, '0')}`,
      text: again ? `${row.text}!` : row.text,
      channel: pick(['app', 'app', 'app', 'call', 'letter']),
      submittedAt: new Date(now.getTime() - Math.floor(next() * 96 * HOUR)).toISOString(),
      ...(next() < 0.5 ? { declaredCategory: next() < 0.8 ? row.category : pick(written).category } : {}),
      ...(Object.keys(location).length === 0 ? {} : { location }),
    };
  });
}
