import { readFileSync } from 'node:fs';
import { projectFile } from './instance.ts';

/** Small seeded generator (mulberry32): the same seed gives the same appeals on every machine. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t ^= t + Math.imul(t ^ (t >>> 7), 61 | t);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface ComposedAppeal {
  externalId: string;
  text: string;
  channel: string;
  location?: { lat: number; lon: number };
}

const CHANNELS = ['app', 'call-centre', 'letter'];

/** Appeals composed from the written ones in data/appeals: two texts, a house number, sometimes a place. */
export function composeAppeals(count: number, seed: number): ComposedAppeal[] {
  const texts = readFileSync(projectFile('data/appeals/train.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { text: string }).text);
  const random = seeded(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  return Array.from({ length: count }, (_, i) => ({
    externalId: `composed-${seed}-${i}`,
    text: `${pick(texts)} ${random() < 0.3 ? pick(texts) : ''} №${Math.floor(random() * 200) + 1}`.replace(/ +/g, ' '),
    channel: pick(CHANNELS),
    ...(random() < 0.5 && { location: { lat: 42.8 + random() * 0.15, lon: 74.5 + random() * 0.2 } }),
  }));
}
