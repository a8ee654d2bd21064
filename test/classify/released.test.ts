import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { classifierFromModel } from '../../src/classify/classifier.ts';
import { loadLexicon } from '../../src/classify/keywords/lexicon.ts';
import { loadModel, type Model } from '../../src/classify/model.ts';
import { loadTaxonomy } from '../../src/taxonomy/load.ts';
import { projectFile } from '../helpers/instance.ts';

const folder = projectFile('models/released');

describe.skipIf(!existsSync(folder))('the released model', () => {
  let model: Model;
  const lexicon = loadLexicon(['ru', 'ky'].map((language) => projectFile(`data/keywords/${language}.json`)));
  beforeAll(async () => {
    model = await loadModel(folder, { lexicon });
  });
  afterAll(async () => {
    await model.close();
  });

  it('is small, and knows every category of the taxonomy', () => {
    const bytes = readdirSync(folder).reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
    expect(bytes).toBeLessThan(18e6);
    const ids = loadTaxonomy(projectFile('data/taxonomy/bishkek.json')).categories.map(({ id }) => id);
    const labels = model.manifest.targets.find(({ name }) => name === 'category')?.labels;
    expect([...(labels ?? [])].sort()).toEqual([...ids].sort());
  });

  it('finds the encoder that it was trained with', () => {
    expect(model.embedder?.settings.sha256).toBe(model.manifest.encoder?.sha256);
  });

  it.each([
    ['На улице Киевской огромная яма, пробил колесо', 'ru', 'roads.pothole'],
    ['Третий день не вывозят мусор, баки переполнены', 'ru', 'waste.not-collected'],
    ['Үйдө эки күндөн бери суу жок', 'ky', 'water.outage'],
    ['Сильно пахнет газом в подъезде', 'ru', 'gas.leak'],
    ['Көчөдө иттер көбөйүп кетти, балдар коркот', 'ky', 'animals.stray-dogs'],
  ] as const)('routes %s', async (text, language, category) => {
    const [answer] = await classifierFromModel(model).classify([{ text, language }]);
    expect(answer?.ranked.slice(0, 3).map((ranked) => ranked.category)).toContain(category);
    expect(answer?.degraded).toBeUndefined();
  });

  it('answers the gold appeals well above the keyword floor, with and without the encoder', async () => {
    const gold = readFileSync(projectFile('data/appeals/gold.jsonl'), 'utf8')
      .trim()
      .split('\n')
      // Every fifth says as much here; the evaluation reads all.
      .filter((_, i) => i % 5 === 0)
      .map((line) => JSON.parse(line) as { text: string; category: string });
    const share = async (evidence?: string[]) => {
      const answers = await model.predict(gold, evidence === undefined ? {} : { evidence });
      return answers.filter((a, i) => a.targets.category?.ranked[0]?.label === gold[i]?.category).length / gold.length;
    };
    const [all, without, keywords] = [await share(), await share(['ngram', 'keywords']), await share(['keywords'])];
    expect(all).toBeGreaterThan(0.7);
    expect(without).toBeGreaterThan(all - 0.03);
    expect(without).toBeGreaterThan(keywords + 0.1);
  }, 120_000);
});
