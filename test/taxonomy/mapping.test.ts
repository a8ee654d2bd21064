import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadTaxonomy, TaxonomyError } from '../../src/taxonomy/load.ts';
import { loadMapping } from '../../src/taxonomy/mapping.ts';

const taxonomy = loadTaxonomy('data/taxonomy/bishkek.json');

describe('the mapping from St Petersburg', () => {
  const mapping = loadMapping('data/mappings/spb-to-bishkek.json', taxonomy);

  it('covers at least the 131 reasons that the portal used', () => {
    expect(mapping.size).toBeGreaterThanOrEqual(131);
  });

  it.each([
    ['Дом/Содержание МКД/Неисправный лифт', 'housing.lift'],
    ['Улица/Благоустройство/Повреждения или неисправность светофоров', 'roads.traffic-light'],
    ['Квартира/Водоснабжение/Отсутствие холодной воды', 'water.outage'],
    ['Квартира/Центральное отопление/Температура в помещении выше нормы', null],
  ])('says that %s means %s', (reason, category) => {
    expect(mapping.get(reason)?.category).toBe(category);
  });
});

describe('a mapping that contradicts itself or the taxonomy', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mapping-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const good = { reason: 'a', category: 'water.leak', weight: 1 };
  it.each([
    ['an unknown category', [{ ...good, category: 'x.y' }], /entries\[0\]\.category: no category/],
    ['a reason listed twice', [good, good], /entries\[1\]\.reason: is listed twice/],
    ['a weight without a category', [{ ...good, category: null }], /entries\[0\]\.weight/],
    ['a weight above 1', [{ ...good, weight: 2 }], /weight/],
  ])('is refused for %s', (_what, entries, message) => {
    const path = join(folder, 'mapping.json');
    writeFileSync(path, JSON.stringify({ version: '1', from: 'a', to: 'b', description: 'd', entries }));
    expect(() => loadMapping(path, taxonomy)).toThrow(TaxonomyError);
    expect(() => loadMapping(path, taxonomy)).toThrow(message);
  });
});
