import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { trainNgramCached } from '../../src/learn/ngram-cache.ts';

const folder = mkdtempSync(join(tmpdir(), 'bagyt-ngrams-'));
afterAll(() => rmSync(folder, { recursive: true }));

const texts = ['яма на дороге', 'нет света', 'глубокая яма', 'света нет'];
const known = Uint8Array.of(1, 1, 1, 1);
const outputs = [
  { positive: [0, 2], known },
  { positive: [1, 3], known },
];
const spec = { words: 2, charsFrom: 2, charsTo: 4, stem: 4 };
const training = { spec, cost: 1, minDf: 1, maxColumns: 1e5, maxBytes: 1e6, seed: 1, threads: 1 };
const train = (change: object, rows = texts) =>
  trainNgramCached(folder, rows, outputs, new Float32Array(rows.length).fill(1), { ...training, ...change });

describe('trained n-gram models', () => {
  it('are trained once for the same rows and settings, and are the same from the disk', async () => {
    const progress: number[] = [];
    const onProgress = (done: number) => progress.push(done);
    const fresh = await train({ onProgress });
    expect(progress.length).toBe(2);
    expect(await train({ onProgress, threads: 2 })).toEqual(fresh);
    expect(progress.length).toBe(2);
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it.each([
    [{ cost: 2 }, texts],
    [{ seed: 2 }, texts],
    [{}, [...texts.slice(0, 3), 'света совсем нет']],
  ])('are trained anew when %j or a text changes', async (change, rows) => {
    const before = readdirSync(folder).length;
    await train(change, rows);
    expect(readdirSync(folder)).toHaveLength(before + 1);
  });
});
