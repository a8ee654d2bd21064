import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluate } from '../../eval/evaluate.ts';
import { httpSystem } from '../../eval/systems/http.ts';
import { triageSystem } from '../../eval/systems/triage.ts';
import type { Dataset, Example } from '../../eval/types.ts';
import { keywordClassifier } from '../../src/classify/keyword-classifier.ts';
import { loadLexicon } from '../../src/classify/keywords/lexicon.ts';
import { districtResolver } from '../../src/intake/district.ts';
import { loadDistrictPolygons } from '../../src/intake/district-polygons.ts';
import { loadGazetteer } from '../../src/intake/gazetteer.ts';
import { indexTaxonomy } from '../../src/taxonomy/index-taxonomy.ts';
import { loadTaxonomy } from '../../src/taxonomy/load.ts';
import { startTestService, type TestService } from '../http/service.ts';

const ROWS = 60;
const options = { seed: 1, resamples: 100, codeHash: 'test' };

function gold(): Dataset {
  const lines = readFileSync('data/appeals/gold.jsonl', 'utf8').trim().split('\n');
  const examples = lines.slice(0, ROWS).map((line): Example => {
    const row = JSON.parse(line) as Record<'id' | 'text' | 'category' | 'department' | 'language', string>;
    const labels = { category: [row.category], department: [row.department] };
    return { id: row.id, text: row.text, labels, context: {}, slices: { language: row.language }, emergency: false };
  });
  const targets = ['category', 'department'].map((name) => ({ name, multi: false }));
  return { name: 'gold', hash: 'gold', examples, targets, skipped: {} };
}

describe('a service measured over HTTP', () => {
  let service: TestService;
  let url: string;
  beforeAll(async () => {
    service = await startTestService();
    await service.app.listen({ port: 0, host: '127.0.0.1' });
    url = `http://127.0.0.1:${(service.app.server.address() as AddressInfo).port}`;
  });
  afterAll(() => service.close());

  it('gives the same answers, example by example, as the same classifier in this process', async () => {
    const remote = await httpSystem({ url, key: service.keys.ml });
    const local = triageSystem({
      name: 'here',
      classifier: keywordClassifier(loadLexicon(['ru', 'ky'].map((language) => `data/keywords/${language}.json`))),
      hash: null,
      taxonomy: indexTaxonomy(loadTaxonomy('data/taxonomy/bishkek.json')),
      resolveDistrict: districtResolver(
        loadDistrictPolygons('data/geo/districts.geojson'),
        loadGazetteer('data/geo/gazetteer.json'),
      ),
      dueAt: (from) => from,
      now: () => new Date(),
    });
    const [over, here] = [await evaluate(remote, gold(), options), await evaluate(local, gold(), options)];
    expect(over.rows).toHaveLength(ROWS);
    expect(over.rows).toEqual(here.rows);
    expect(over.targets).toEqual(here.targets);
    expect(over.model).toBe(here.model);
    expect(over.emergency).toEqual(here.emergency);
    expect(over.rows.some((row) => row.targets.category?.correct)).toBe(true);
  });

  it('fails at once with a wrong key', async () => {
    await expect(httpSystem({ url, key: 'bagyt_nobody' })).rejects.toThrow(/answers 401/);
  });

  it('counts requests that are refused as failures of their rows', async () => {
    const remote = await httpSystem({ url, key: service.keys.ml });
    const data = gold();
    const [first] = data.examples;
    const examples = [{ ...(first as Example), text: 'x'.repeat(20_001) }, ...data.examples.slice(1, 5)];
    const result = await evaluate(remote, { ...data, examples }, options);
    expect(result.failures['http-422']).toBe(1);
    expect(result.rows[0]).toMatchObject({ failure: 'http-422', targets: { category: { correct: false } } });
  });
});
