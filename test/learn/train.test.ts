import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadModel, type Model } from '../../src/classify/model.ts';
import { type TrainRequest, trainToFolder } from '../../src/learn/train-to-folder.ts';
import { asCsv, asJsonLines, madeUpCity } from './made-up-city.ts';

const folder = mkdtempSync(join(tmpdir(), 'bagyt-train-'));
const request: TrainRequest = {
  data: [join(folder, 'train.jsonl.gz')],
  calibration: join(folder, 'later.csv'),
  extra: [],
  columns: { text: 'text', labels: ['kind', 'office'], context: ['declared', 'area', 'lat', 'lon', 'created_at'] },
  taxonomy: null,
  lexicon: null,
  embedder: null,
  out: join(folder, 'model'),
  cacheFolder: null,
  precision: 0.9,
  keepVectors: false,
  seed: 3,
  threads: 2,
  description: 'A made-up city',
};
const test = madeUpCity(300, 9).slice(0, 300);
let model: Model;

beforeAll(async () => {
  writeFileSync(join(folder, 'train.jsonl.gz'), asJsonLines(madeUpCity(700, 1)));
  writeFileSync(join(folder, 'later.csv'), asCsv(madeUpCity(400, 2)));
  await trainToFolder(request);
  model = await loadModel(request.out);
});
afterAll(async () => {
  await model?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function accuracy(target: 'kind' | 'office', withContext: boolean, evidence?: string[]): Promise<number> {
  const inputs = test.map(({ text, kind: _kind, office: _office, ...context }) => ({
    text,
    context: withContext ? context : {},
  }));
  const answers = await model.predict(inputs, evidence === undefined ? {} : { evidence });
  const known = test.flatMap((row, i) => (row[target] === undefined ? [] : [{ row, answer: answers[i] }]));
  return (
    known.filter(({ row, answer }) => answer?.targets[target]?.ranked[0]?.label === row[target]).length / known.length
  );
}

describe('a model trained on a city that nobody here has seen', () => {
  it('reads gzipped JSON lines and CSV, and keeps every label, even one with a single example', () => {
    const kinds = model.manifest.targets.find((target) => target.name === 'kind');
    expect(kinds?.labels).toContain('theatre');
    expect(model.manifest.data.map(({ rows }) => rows)).toEqual([701, 401]);
    expect(model.manifest.columns).toEqual(['declared', 'area']);
  });

  it('answers most texts by their words, and the mute ones by the context', async () => {
    const text = await accuracy('kind', false);
    const all = await accuracy('kind', true);
    expect(text).toBeGreaterThan(0.65);
    expect(all).toBeGreaterThan(0.85);
    expect(all).toBeGreaterThan(text);
  });

  it('finds the office from the kind and the area', async () => {
    expect(await accuracy('office', true)).toBeGreaterThan(0.85);
    expect(await accuracy('office', true)).toBeGreaterThan((await accuracy('office', false)) + 0.2);
  });

  it.each([[['ngram']], [['context']], [['ngram', 'context:declared']]])(
    'works on the evidences %j alone',
    async (evidence) => {
      expect(await accuracy('kind', true, evidence)).toBeGreaterThan(0.6);
    },
  );

  it('gives probabilities that sum to one, best first, for any text at all', async () => {
    const answers = await model.predict(['', '12345', 'ღ', 'яма '.repeat(2000)].map((text) => ({ text })));
    for (const answer of answers) {
      const ranked = answer.targets.kind?.ranked ?? [];
      expect(ranked.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 6);
      expect(ranked.map(({ probability }) => probability)).toEqual(
        ranked.map(({ probability }) => probability).sort((a, b) => b - a),
      );
    }
  });

  it('is calibrated: what it preselects is right as often as promised, or nearly', async () => {
    const answers = await model.predict(
      test.map(({ text, declared, area }) => ({ text, context: { declared, area } })),
    );
    const preselected = answers.flatMap((answer, i) =>
      answer.targets.kind?.level === 'preselect' ? [answer.targets.kind.ranked[0]?.label === test[i]?.kind] : [],
    );
    expect(preselected.length).toBeGreaterThan(60);
    expect(preselected.filter(Boolean).length / preselected.length).toBeGreaterThan(0.85);
  });

  it('gives the same weights for the same seed', async () => {
    const again = await trainToFolder({ ...request, out: join(folder, 'again') });
    expect(again.manifest.files).toEqual(model.manifest.files);
  });

  it('is never overwritten, and is refused when its weights were changed', async () => {
    await expect(trainToFolder(request)).rejects.toMatchObject({ code: 'invalid-data' });
    const weights = join(folder, 'again', 'weights.bin');
    const bytes = readFileSync(weights);
    bytes[bytes.length - 9] = (bytes[bytes.length - 9] ?? 0) ^ 1;
    writeFileSync(weights, bytes);
    await expect(loadModel(join(folder, 'again'))).rejects.toMatchObject({ code: 'invalid-model' });
  });

  it('writes a card whose figures are those of the manifest', () => {
    const card = readFileSync(join(request.out, 'CARD.md'), 'utf8');
    const top1 = model.manifest.metrics.kind?.['no-encoder']?.top1 ?? 0;
    expect(card).toContain(`${(100 * top1).toFixed(1)}%`);
    expect(card).toContain(model.manifest.version);
  });
});

describe('files that cannot be trained on', () => {
  it.each([
    [{ data: ['nowhere.jsonl'] }, /no file/],
    [{ columns: { ...request.columns, labels: ['colour'] } }, /no column "colour"/],
    [{ columns: { ...request.columns, context: ['moon'] } }, /no column "moon"/],
  ])('%j are named', async (change, message) => {
    await expect(trainToFolder({ ...request, ...change, out: join(folder, 'never') })).rejects.toThrow(message);
  });

  it('a broken line is named with its number', async () => {
    const path = join(folder, 'broken.jsonl');
    writeFileSync(path, '{"text":"яма","kind":"pothole"}\n{"text":\n');
    await expect(trainToFolder({ ...request, data: [path], out: join(folder, 'never') })).rejects.toThrow(/line 2/);
  });
});

describe('several labels at once', () => {
  it('are learned one by one and given above a threshold', async () => {
    const path = join(folder, 'several.jsonl');
    const rows = madeUpCity(500, 5);
    const joined = rows.slice(0, -1).map((row, i) => {
      const other = rows[(i * 7 + 3) % 500];
      return { text: `${row.text}. ${other?.text}`, topics: [...new Set([row.kind, other?.kind])] };
    });
    writeFileSync(path, joined.map((row) => JSON.stringify(row)).join('\n'));
    const out = join(folder, 'several');
    const columns = { text: 'text', labels: ['topics'], context: [] };
    const { manifest } = await trainToFolder({ ...request, data: [path], calibration: null, columns, out });
    expect(manifest.targets[0]?.multi).toBe(true);
    expect(manifest.description).toContain('cross-fitted');
    const several = await loadModel(out);
    const [answer] = await several.predict([{ text: 'яма на дороге и не горит фонарь' }]);
    expect(answer?.targets.topics?.labels?.sort()).toEqual(['light', 'pothole']);
    await several.close();
  });
});

describe('a model of a city with many choices of citizens', () => {
  it('answers as well by text and context together, and knows it again after reading the folder', async () => {
    const out = join(folder, 'crossed');
    const { manifest } = await trainToFolder({ ...request, out, crossed: 'always' });
    expect(manifest.format).toBe(3);
    const crossed = await loadModel(out);
    const inputs = test.map(({ text, kind: _kind, office: _office, ...context }) => ({ text, context }));
    for (const [target, options] of [
      ['kind', {}],
      ['office', {}],
      ['kind', { evidence: ['crossed'] }],
    ] as const) {
      const answers = await crossed.predict(inputs, options);
      const known = test.flatMap((row, i) => (row[target] === undefined ? [] : [[row[target], answers[i]] as const]));
      const right = known.filter(([label, answer]) => answer?.targets[target]?.ranked[0]?.label === label);
      expect(right.length / known.length).toBeGreaterThan(0.85);
    }
    const [alone] = await crossed.predict([{ text: 'яма на дороге' }]);
    expect(Object.keys(alone?.targets.kind?.parts ?? {})).not.toContain('crossed');
    await crossed.close();
  });
});
