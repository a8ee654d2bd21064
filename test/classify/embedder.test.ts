import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createEmbedder, type Embedder } from '../../src/classify/embed/embedder.ts';
import { findEncoder, readEncoder } from '../../src/classify/embed/encoder-folder.ts';
import { poolAndNormalise } from '../../src/classify/embed/pooling.ts';
import { writeTinyEncoder } from './tiny-encoder.ts';

const root = mkdtempSync(join(tmpdir(), 'bagyt-embed-'));
const tiny = join(root, 'tiny');
const open: Embedder[] = [];

function embedder(name: string, folder: string, more: Partial<Parameters<typeof createEmbedder>[1]> = {}): Embedder {
  const made = createEmbedder(readEncoder(name, folder), { workers: 1, timeoutMs: 20_000, ...more });
  open.push(made);
  return made;
}

/** A thread that does what a test needs: crash, hang, or answer with ones. */
function thread(code: string): URL {
  const path = join(root, `thread-${open.length}-${Math.abs(code.length)}.mjs`);
  writeFileSync(
    path,
    `import { parentPort, workerData } from 'node:worker_threads';
     const answer = (job) => parentPort.postMessage({ id: job.id, vectors: new Float32Array(job.texts.length * workerData.dimension).fill(1) });
     parentPort.on('message', (job) => { ${code} });`,
  );
  return pathToFileURL(path);
}

beforeAll(() => {
  writeTinyEncoder(tiny, {
    words: ['яма', 'свет', 'вода'],
    table: [
      [3, 0],
      [0, 2],
      [1, 1],
    ],
  });
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('an encoder folder', () => {
  it('tells dimension, pooling, longest text and an identity that changes with its weights', () => {
    const settings = readEncoder('tiny', tiny);
    expect(settings).toMatchObject({ dimension: 2, pooling: 'mean', maxTokens: 16, dtype: 'fp32', queryPrefix: '' });
    const other = join(root, 'other');
    writeTinyEncoder(other, {
      words: ['яма', 'свет', 'вода'],
      table: [
        [3, 0],
        [0, 2],
        [1, 1.5],
      ],
    });
    expect(readEncoder('tiny', other).sha256).not.toBe(settings.sha256);
  });

  it.each([
    ['Xenova/multilingual-e5-small', { queryPrefix: 'query: ', passagePrefix: 'passage: ', pooling: 'mean' }],
    ['Xenova/bge-small-en-v1.5', { queryPrefix: '', pooling: 'cls' }],
    ['somebody/else', { queryPrefix: '', pooling: 'mean' }],
  ])('%s has the prefixes and the pooling of its family', (name, expected) => {
    expect(readEncoder(name, tiny)).toMatchObject(expected);
  });

  it('is looked for by name under several roots', () => {
    expect(findEncoder('tiny', ['/nowhere', root])).toBe(tiny);
    expect(findEncoder('huge', ['/nowhere', root])).toBeNull();
    expect(() => readEncoder('none', root)).toThrow(/needs config.json/);
  });
});

describe('embedding', () => {
  it('runs the model on a thread, pools over tokens and gives unit vectors in order', async () => {
    const outcome = await embedder('tiny', tiny).embed(['яма', 'яма свет', 'вода', 'неведомое']);
    expect(outcome.ok).toBe(true);
    if (!outcome.ok) return;
    const expected = [
      [1, 0],
      [3 / Math.hypot(3, 2), 2 / Math.hypot(3, 2)],
      [Math.SQRT1_2, Math.SQRT1_2],
      [Math.SQRT1_2, Math.SQRT1_2],
    ];
    outcome.vectors.forEach((vector, i) => {
      expect(vector[0]).toBeCloseTo(expected[i]?.[0] ?? 9, 5);
      expect(vector[1]).toBeCloseTo(expected[i]?.[1] ?? 9, 5);
    });
  });

  it('gives a text the same vector whatever it is embedded with, over many chunks and threads', async () => {
    const two = embedder('tiny', tiny, { workers: 2 });
    const texts = Array.from({ length: 100 }, (_, i) => ['яма', 'свет вода', 'вода'][i % 3] as string);
    const [together, alone] = await Promise.all([two.embed(texts), two.embed(['свет вода'])]);
    expect(together.ok && alone.ok).toBe(true);
    if (together.ok && alone.ok) expect(together.vectors[1]).toEqual(alone.vectors[0]);
  });

  it('cuts texts that are longer than the model allows', async () => {
    const outcome = await embedder('tiny', tiny).embed([`${'яма '.repeat(16)}${'свет '.repeat(500)}`]);
    expect(outcome.ok && outcome.vectors[0]?.[1]).toBeCloseTo(0, 5);
  });

  it('keeps the main thread free while it works', async () => {
    const slow = embedder('tiny', tiny);
    let ticks = 0;
    const clock = setInterval(() => ticks++, 1);
    await slow.embed(Array.from({ length: 400 }, () => 'яма свет вода'));
    clearInterval(clock);
    expect(ticks).toBeGreaterThan(3);
  });
});

describe('an encoder that fails', () => {
  it('is an outcome, and the thread is started anew', async () => {
    const restarts: string[] = [];
    const url = thread(`if (job.texts[0] === 'crash') process.exit(3); else answer(job);`);
    const fragile = embedder('tiny', tiny, { workerUrl: url, onRestart: (detail) => restarts.push(detail) });
    expect(await fragile.embed(['crash'])).toMatchObject({ ok: false, reason: 'embedder-failed' });
    expect(await fragile.embed(['fine'])).toMatchObject({ ok: true });
    expect(restarts).toHaveLength(1);
  });

  it('that throws says what it threw', async () => {
    const url = thread(`parentPort.postMessage({ id: job.id, error: 'bad weights' });`);
    expect(await embedder('tiny', tiny, { workerUrl: url }).embed(['x'])).toEqual({
      ok: false,
      reason: 'embedder-failed',
      detail: 'bad weights',
    });
  });

  it('by being too slow is a timeout for the asker, and a hung thread is replaced', async () => {
    const url = thread(`if (job.texts[0] !== 'hang') answer(job);`);
    const restarts: string[] = [];
    const slow = embedder('tiny', tiny, {
      workerUrl: url,
      timeoutMs: 60,
      onRestart: (detail) => restarts.push(detail),
    });
    expect(await slow.embed(['hang'])).toMatchObject({ ok: false, reason: 'embedder-timeout' });
    expect(await slow.embed(['later'], { timeoutMs: 10_000 })).toMatchObject({ ok: true });
    expect(restarts).toEqual(['thread did not answer']);
  });

  it('by crashing again and again fails at once instead of letting everybody wait', async () => {
    const hopeless = embedder('tiny', tiny, { workerUrl: thread(`process.exit(1);`), timeoutMs: 60_000 });
    const outcomes = await Promise.all([1, 2, 3, 4].map((n) => hopeless.embed([`text ${n}`])));
    expect(outcomes.every((outcome) => !outcome.ok && outcome.reason === 'embedder-failed')).toBe(true);
  });

  it('answers at once when it is closed', async () => {
    const closed = embedder('tiny', tiny);
    const waiting = closed.embed(Array.from({ length: 50 }, () => 'яма'));
    await closed.close();
    expect(await waiting).toMatchObject({ ok: false });
    expect(await closed.embed(['яма'])).toMatchObject({ ok: false, reason: 'embedder-failed' });
  });
});

describe('pooling', () => {
  const hidden = [1, 0, 0, 2, 9, 9];
  it.each([
    ['mean', [1, 1, 0], [1, 2]],
    ['cls', [1, 1, 0], [1, 0]],
  ] as const)('%s over the tokens that the mask names', (pooling, mask, expected) => {
    const length = Math.hypot(...expected);
    const vector = poolAndNormalise(hidden, mask, 2, pooling);
    expect([...vector]).toEqual(expected.map((x) => expect.closeTo(x / length, 6)));
  });

  it('of nothing is zero, not NaN', () => {
    expect([...poolAndNormalise([], [], 2, 'mean')]).toEqual([0, 0]);
  });
});

const released = resolve('models/bagyt-encoder');
describe.skipIf(!existsSync(join(released, 'config.json')))('the released encoder', () => {
  it('puts the same problem nearer than another one, across Russian and Kyrgyz', async () => {
    const outcome = await embedder('bagyt-encoder', released).embed([
      'нет горячей воды вторые сутки',
      'ысык суу эки күндөн бери жок',
      'стая бродячих собак у школы',
    ]);
    expect(outcome.ok).toBe(true);
    const vectors = outcome.ok ? outcome.vectors.map((vector) => [...vector]) : [];
    const cosine = (a: number, b: number) =>
      (vectors[a] ?? []).reduce((sum, x, d) => sum + x * (vectors[b]?.[d] ?? 0), 0);
    expect(cosine(0, 1)).toBeGreaterThan(cosine(0, 2));
    expect(cosine(0, 1)).toBeGreaterThan(cosine(1, 2));
  });
});
