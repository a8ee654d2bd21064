import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluate } from '../../eval/evaluate.ts';
import { judge, LIMITS } from '../../eval/gate/gate.ts';
import { writeGate } from '../../eval/gate/gate-file.ts';
import { randomNumbers } from '../../eval/metrics/random.ts';
import { modelSystem } from '../../eval/systems/model.ts';
import type { Dataset, EvalResult, Example, SingleFigures } from '../../eval/types.ts';
import { readRows } from '../../src/learn/rows.ts';
import { trainSources } from '../../src/learn/train-to-folder.ts';
import { modelSource } from '../../src/model-source.ts';
import type { Db } from '../../src/store/open.ts';
import { indexTaxonomy } from '../../src/taxonomy/index-taxonomy.ts';
import { loadTaxonomy } from '../../src/taxonomy/load.ts';
import { temporaryFolder } from '../helpers/folders.ts';

/** Written appeals of some categories: enough to learn from in seconds. */
const CATEGORIES = [
  'roads.pothole',
  'animals.stray-dogs',
  'waste.not-collected',
  'lighting.street',
  'gas.leak',
  'water.leak',
];
const folder = temporaryFolder('gate');
const columns = { text: 'text', labels: ['category'], context: [] };

/** Trains on the rows as they are, or with their labels dealt out anew. */
async function train(name: string, shuffled: boolean): Promise<string> {
  const file = await readRows('data/appeals/train.jsonl', columns);
  const rows = file.rows.filter(({ labels }) => CATEGORIES.includes(labels.category?.[0] ?? ''));
  const random = randomNumbers(3);
  const dealt = rows
    .map(({ labels }) => ({ labels, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ labels }) => labels);
  const used = shuffled ? rows.map((row, i) => ({ ...row, labels: dealt[i] ?? row.labels })) : rows;
  const out = join(folder, name);
  await trainSources([{ ...file, rows: used, role: 'data' }], {
    columns,
    taxonomy: null,
    lexicon: null,
    embedder: null,
    out,
    cacheFolder: null,
    precision: 0.97,
    keepVectors: false,
    seed: 1,
    threads: 1,
    description: 'made by a test',
  });
  return out;
}

function gold(): Dataset {
  const lines = readFileSync('data/appeals/gold.jsonl', 'utf8').trim().split('\n');
  const examples = lines.flatMap((line): Example[] => {
    const row = JSON.parse(line) as {
      id: string;
      text: string;
      category: string;
      language: string;
      emergency: boolean;
    };
    const { category, emergency, id, language, text } = row;
    if (!CATEGORIES.includes(category)) return [];
    return [{ id, text, labels: { category: [category] }, context: {}, slices: { language }, emergency }];
  });
  return { name: 'gold', hash: 'gold', examples, targets: [{ name: 'category', multi: false }], skipped: {} };
}

async function measure(model: string): Promise<EvalResult> {
  const taxonomy = indexTaxonomy(loadTaxonomy('data/taxonomy/bishkek.json'));
  const system = await modelSystem(model, { name: model, taxonomy });
  try {
    return await evaluate(system, gold(), { seed: 1, resamples: 500, codeHash: 'test' });
  } finally {
    await system.close?.();
  }
}

describe('the release gate', () => {
  let good: EvalResult;
  let broken: EvalResult;

  beforeAll(async () => {
    await train('good', false);
    await train('broken', true);
    good = await measure(join(folder, 'good'));
    broken = await measure(join(folder, 'broken'));
  }, 240_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('refuses a model that was trained on shuffled labels, and says why', () => {
    expect((good.targets.category as SingleFigures).top1.value).toBeGreaterThan(0.6);
    expect((broken.targets.category as SingleFigures).top1.value).toBeLessThan(0.5);
    const { checks, passed } = judge(broken, good, 'category');
    expect(passed).toBe(false);
    const failed = checks.filter((check) => !check.passed).map(({ what }) => what);
    expect(failed).toContain('category top1');
    expect(failed).toContain('category macroF1');
    expect(failed).toContain('category top1, language ru');
  });

  it('keeps the service from activating it, until a gate passes', async () => {
    const source = modelSource({
      config: {
        MODEL: join(folder, 'good'),
        EMBEDDER: 'none',
        EMBEDDER_WORKERS: 1,
        EMBEDDER_TIMEOUT_MS: 1_000,
        DATA_DIR: folder,
      },
      root: process.cwd(),
      timeZone: 'Asia/Bishkek',
      logger: pino({ level: 'silent' }),
    })(undefined as unknown as Db);
    await expect(source.checkGate(broken.model)).rejects.toMatchObject({ code: 'state-conflict' });
    const verdict = writeGate(join(folder, 'broken'), judge(broken, good, 'category'), broken, good, new Date(0));
    expect(verdict).toMatchObject({ passed: false, version: broken.model, baseline: good.model });
    await expect(source.checkGate(broken.model)).rejects.toMatchObject({ code: 'state-conflict' });
    writeGate(join(folder, 'broken'), { passed: true, checks: [] }, broken, good, new Date(0));
    await expect(source.checkGate(broken.model)).resolves.toBeUndefined();
    expect(existsSync(join(folder, 'broken', 'gate.json.next'))).toBe(false);
  });

  /** The good model's result with one figure moved. */
  const moved = (change: (figures: SingleFigures, result: EvalResult) => void): EvalResult => {
    const copy = structuredClone(good);
    const figures = copy.targets.category as SingleFigures;
    figures.ece.value = 0.01;
    copy.emergency = { n: 10, recall: 1, precision: 1 };
    change(figures, copy);
    return copy;
  };
  const baseline = () => moved(() => undefined);

  it('lets a model pass that is as good as its baseline, and a first one without a baseline', () => {
    expect(
      judge(
        moved(() => undefined),
        baseline(),
        'category',
      ),
    ).toMatchObject({ passed: true });
    expect(judge(baseline(), null, 'category')).toMatchObject({ passed: true });
  });

  it.each<[string, (figures: SingleFigures, result: EvalResult) => void]>([
    ['category top3', (figures) => Object.assign(figures.top3, { value: figures.top3.low - 0.001 })],
    [
      'category top1, language ky',
      ({ slices }) => {
        const slice = slices.find(({ value }) => value === 'ky');
        if (slice?.top1 !== undefined) slice.top1.value -= LIMITS.languageDrop + 0.001;
      },
    ],
    ['calibration error (ECE)', (figures) => Object.assign(figures.ece, { value: 0.0301 })],
    ['emergency recall', (_, result) => Object.assign(result, { emergency: { n: 10, recall: 0.97, precision: 1 } })],
    ['emergency recall', (_, result) => delete result.emergency],
    [
      'answers that failed or were degraded',
      (_, result) => Object.assign(result, { failures: { 'embedder-failed': 1 } }),
    ],
    ['rows measured on', (_, result) => Object.assign(result, { dataHash: 'others' })],
  ])('refuses for %s alone', (what, change) => {
    const { checks } = judge(moved(change), baseline(), 'category');
    expect(checks.filter((check) => !check.passed).map((check) => check.what)).toEqual([what]);
  });

  it('allows a fall within the baseline’s interval and a language that falls by two points', () => {
    const within = moved((figures) => {
      figures.top1.value = figures.top1.low;
      const slice = figures.slices.find(({ value }) => value === 'ky');
      if (slice?.top1 !== undefined) slice.top1.value -= LIMITS.languageDrop;
    });
    expect(judge(within, baseline(), 'category').passed).toBe(true);
  });
});
