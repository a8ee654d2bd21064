import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { classifierFromModel } from '../../src/classify/classifier.ts';
import type { ClassifyInput } from '../../src/classify/contract.ts';
import { createEmbedder, type Embedder } from '../../src/classify/embed/embedder.ts';
import { readEncoder } from '../../src/classify/embed/encoder-folder.ts';
import { buildLexicon } from '../../src/classify/keywords/lexicon.ts';
import { loadModel, type Model } from '../../src/classify/model.ts';
import { segmentsOf } from '../../src/classify/segments.ts';
import { trainToFolder } from '../../src/learn/train-to-folder.ts';
import { madeUpCity } from '../learn/made-up-city.ts';
import { writeTinyEncoder } from './tiny-encoder.ts';

const folder = mkdtempSync(join(tmpdir(), 'bagyt-classifier-'));
const lexicon = buildLexicon([
  {
    version: '1',
    language: 'ru',
    categories: {
      pothole: { strong: ['яма', 'выбоина'], weak: ['дорога'], phrases: [], exclusions: [] },
      light: { strong: ['фонарь'], weak: ['темно'], phrases: ['не горит'], exclusions: [] },
    },
  },
]);
let embedder: Embedder;
let model: Model;

beforeAll(async () => {
  writeTinyEncoder(join(folder, 'tiny'), {
    words: ['яма', 'свет', 'фонарь', 'мусор', 'воды', 'собак', 'асфальт', 'темно'],
    table: [
      [3, 0, 0],
      [0, 3, 0],
      [0, 2, 0],
      [0, 0, 3],
      [2, 2, 0],
      [0, 2, 2],
      [2, 0, 0],
      [0, 2, 1],
    ],
  });
  embedder = createEmbedder(readEncoder('tiny', join(folder, 'tiny')), { workers: 1, timeoutMs: 20_000 });
  const cityRows = madeUpCity(600, 11);
  const rows = cityRows.map(({ kind, declared, area, text, lat, lon }, i) => {
    const danger = i % 9 === 0;
    const urgency = danger ? 'emergency' : 'normal';
    const row = { category: kind, urgency, declared, area, lat, lon };
    // Some tell of two problems; every text is its own, so that no fold has seen another's.
    const other = cityRows[(i * 7 + 3) % cityRows.length];
    if (i % 5 === 1 && other !== undefined && other.kind !== kind)
      return { ...row, text: `${text}. А ещё ${other.text}`, secondTopic: other.kind };
    return { ...row, text: danger ? `${text}, дети в опасности` : text };
  });
  writeFileSync(join(folder, 'rows.jsonl'), rows.map((row) => JSON.stringify(row)).join('\n'));
  await trainToFolder({
    data: [join(folder, 'rows.jsonl')],
    calibration: null,
    extra: [],
    columns: {
      text: 'text',
      labels: ['category', 'urgency', 'secondTopic'],
      context: ['declared', 'area', 'lat', 'lon'],
    },
    taxonomy: null,
    lexicon,
    embedder,
    out: join(folder, 'model'),
    cacheFolder: join(folder, 'cache'),
    precision: 0.9,
    keepVectors: true,
    seed: 1,
    threads: 2,
    description: 'A made-up city',
  });
  model = await loadModel(join(folder, 'model'), { embedder, lexicon });
});
afterAll(async () => {
  await model?.close();
  await embedder.close();
  rmSync(folder, { recursive: true, force: true });
});

const ask = (text: string, more: Partial<ClassifyInput> = {}): ClassifyInput => ({ text, language: 'ru', ...more });

describe('a classifier made from a model', () => {
  it('ranks categories with reasons that lie in the text', async () => {
    const text = 'Большая яма на дороге у школы';
    const [answer] = await classifierFromModel(model).classify([ask(text)]);
    expect(answer?.ranked[0]?.category).toBe('pothole');
    const evidence = answer?.ranked[0]?.evidence ?? [];
    const kinds = evidence.map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['ngram', 'keyword', 'head']));
    for (const item of evidence)
      if (item.kind === 'ngram') expect(text.slice(item.span[0], item.span[1])).toBe(item.term);
    const word = evidence.find((item) => item.kind === 'ngram' && item.term === 'яма');
    expect(word?.weight).toBeGreaterThan(0);
    expect(answer?.modelVersion).toBe(model.version);
  });

  it('takes the category that the citizen chose for a hint', async () => {
    const mute = 'прошу помочь, уже неделю';
    const [without, withHint] = await classifierFromModel(model).classify([
      ask(mute),
      ask(mute, { declaredCategory: 'dogs' }),
    ]);
    const of = (answer: typeof without) => answer?.ranked.find(({ category }) => category === 'dogs')?.confidence ?? 0;
    expect(of(withHint)).toBeGreaterThan(of(without) + 0.3);
    expect(withHint?.ranked[0]?.evidence.map(({ kind }) => kind)).toContain('declared');
  });

  it('hears of precedents, and of the appeal itself by its id', async () => {
    const asked: (string | undefined)[] = [];
    const classifier = classifierFromModel(model, {
      precedents: {
        nearest: async (encoder, queries, count) => {
          expect(encoder).toBe(embedder.settings.sha256);
          asked.push(...queries.map(({ excludeAppealId }) => excludeAppealId));
          return queries.map(() =>
            Array.from({ length: count }, (_, i) => ({
              appealId: `p${i}`,
              category: 'rubbish',
              similarity: 0.999,
              snippet: 'мусор',
            })),
          );
        },
      },
    });
    const [answer] = await classifier.classify([ask('снова вечером', { appealId: 'own' })]);
    const [without] = await classifierFromModel(model).classify([ask('снова вечером')]);
    expect(asked).toEqual(['own']);
    const rubbish = (a: typeof answer) => a?.ranked.find(({ category }) => category === 'rubbish');
    expect(rubbish(answer)?.confidence).toBeGreaterThan(rubbish(without)?.confidence ?? 1);
    expect(rubbish(answer)?.evidence).toContainEqual(expect.objectContaining({ kind: 'precedent', appealId: 'p0' }));
  });

  it('keeps order and length, also of nothing', async () => {
    const classifier = classifierFromModel(model);
    expect(await classifier.classify([])).toEqual([]);
    const answers = await classifier.classify(['яма', 'мусор не вывезли', 'стая собак'].map((text) => ask(text)));
    expect(answers.map(({ ranked }) => ranked[0]?.category)).toEqual(['pothole', 'rubbish', 'dogs']);
  });

  it('leaves a language that it does not know to a person', async () => {
    const [answer] = await classifierFromModel(model).classify([ask('the road is broken', { language: 'other' })]);
    expect(answer).toMatchObject({ level: 'manual', reason: 'language-other' });
  });
});

describe('a part that fails', () => {
  it('is named, and the others answer: no vectors in time', async () => {
    const slow: Embedder = {
      ...embedder,
      embed: async () => ({ ok: false, reason: 'embedder-timeout', detail: 'no vectors after 5 ms' }),
    };
    const failures: string[] = [];
    const late = await loadModel(join(folder, 'model'), { embedder: slow, lexicon });
    const classifier = classifierFromModel(late, { onFailure: (degraded) => failures.push(degraded) });
    const [answer] = await classifier.classify([ask('мусор не вывезли')]);
    expect([answer?.degraded, answer?.ranked[0]?.category]).toEqual(['embedder-timeout', 'rubbish']);
    expect(answer?.ranked[0]?.evidence.map(({ kind }) => kind)).not.toContain('head');
    expect(failures).toEqual(['embedder-timeout']);
  });

  it('is named: no encoder at all, or another one than the model was trained with', async () => {
    const alone = await loadModel(join(folder, 'model'), { embedder: null, lexicon });
    const [answer] = await classifierFromModel(alone).classify([ask('мусор не вывезли')]);
    expect([answer?.degraded, answer?.ranked[0]?.category]).toEqual(['embedder-failed', 'rubbish']);
    const other = { ...embedder, settings: { ...embedder.settings, sha256: '0'.repeat(64) } };
    expect((await loadModel(join(folder, 'model'), { embedder: other })).embedder).toBeNull();
  });

  it('is named: the database of precedents', async () => {
    const classifier = classifierFromModel(model, {
      precedents: {
        nearest: async () => {
          throw new TypeError('connection lost');
        },
      },
    });
    const [answer] = await classifier.classify([ask('стая собак')]);
    expect([answer?.degraded, answer?.ranked[0]?.category]).toEqual(['precedents-failed', 'dogs']);
  });

  it('never rejects, whatever breaks', async () => {
    const broken = { ...model, manifest: { ...model.manifest, targets: null } } as unknown as Model;
    const [answer] = await classifierFromModel(broken).classify([ask('яма')]);
    expect(answer).toMatchObject({ degraded: 'model-failed', level: 'manual', ranked: [] });
  });
});

describe('urgency', () => {
  it('is raised by what the detector learned, without any sign of the list, and says by which words', async () => {
    const [danger, calm] = await classifierFromModel(model).classify([
      ask('темно на улице, дети в опасности'),
      ask('темно на улице, прошу помочь'),
    ]);
    expect(danger?.urgency).toBe('emergency');
    expect(calm?.urgency).toBe('normal');
    const kinds = (answer: typeof danger) => answer?.ranked[0]?.evidence.filter(({ kind }) => kind === 'emergency');
    expect(kinds(danger)?.length).toBeGreaterThan(0);
    expect(kinds(calm)).toEqual([]);
  });

  it('is raised without the encoder as well', async () => {
    const alone = await loadModel(join(folder, 'model'), { embedder: null, lexicon });
    const [danger] = await classifierFromModel(alone).classify([ask('вечером темно на улице, дети в опасности')]);
    expect(danger?.urgency).toBe('emergency');
  });

  it('follows the surest signs where the model has no detector', async () => {
    const without: Model = { ...model, detector: null };
    const [gas, calm] = await classifierFromModel(without).classify([
      ask('сильно пахнет газом на лестнице'),
      ask('темно на улице, прошу помочь'),
    ]);
    expect(gas?.urgency).toBe('emergency');
    expect(calm?.urgency).toBeUndefined();
  });

  it('keeps its weights in the model folder, named', () => {
    expect(model.manifest.urgency?.names).toContain('sign:gas');
    expect(model.manifest.urgency?.measured.encoder?.recall).toBeGreaterThan(0.9);
    expect(model.manifest.targets.map(({ name }) => name)).not.toContain('secondTopic');
  });
});

describe('second topics', () => {
  it.each([
    ['Нет воды. Собаки бегают у школы', 2],
    ['Не горит фонарь на углу, а ещё не вывозят мусор', 2],
    ['Суу жок, анын үстүнө жарык да өчтү', 2],
    ['Просто не горит фонарь', 0],
    ['Да! Нет?', 0],
  ])('%s has %i pieces to look at', (text, count) => {
    expect(segmentsOf(text)).toHaveLength(count);
  });

  it('looks at eight pieces at most of a long letter, its end among them', () => {
    const letter = Array.from({ length: 30 }, (_, i) => `Это предложение номер ${i} о чём-то`).join('. ');
    const pieces = segmentsOf(letter);
    expect(pieces).toHaveLength(8);
    expect(pieces.at(-1)?.text).toContain('29');
  });

  it.each([
    ['Кроме того, на углу темно', true],
    ['Дагы бир маселе: жарык жок', true],
    ['На углу темно', false],
  ])('%s begins with a joint: %s', (text, joined) => {
    expect(segmentsOf(`Нет воды в доме. ${text}`).some((piece) => piece.joined)).toBe(joined);
  });

  it('are named when a piece speaks of another category', async () => {
    const [two, one] = await classifierFromModel(model).classify([
      ask('Большая яма на дороге у дома. А ещё мусор не вывезли, переполнен контейнер'),
      ask('Большая яма на дороге, провал у дома. Разбит асфальт, выбоина'),
    ]);
    const named = [two?.ranked[0]?.category, two?.secondTopic].sort();
    expect(named).toEqual(['pothole', 'rubbish']);
    expect(two?.level).not.toBe('preselect');
    expect(one?.secondTopic).toBeUndefined();
  });

  it('are not looked for by a model that learned none', async () => {
    const without: Model = { ...model, manifest: { ...model.manifest, secondTopic: null } };
    const [two] = await classifierFromModel(without).classify([
      ask('Большая яма на дороге у дома. А ещё мусор не вывезли, переполнен контейнер'),
    ]);
    expect(two?.secondTopic).toBeUndefined();
  });
});
