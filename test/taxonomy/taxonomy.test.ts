import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { missingDetails } from '../../src/taxonomy/check.ts';
import { districtGenitiveRu, indexTaxonomy, nameIn } from '../../src/taxonomy/index-taxonomy.ts';
import { loadTaxonomy, parseTaxonomy, TaxonomyError } from '../../src/taxonomy/load.ts';

const BISHKEK = 'data/taxonomy/bishkek.json';

function smallTown() {
  return {
    city: 'small-town',
    version: '1',
    districts: [{ id: 'север', name: { ru: 'Северный' } }],
    departments: [
      { id: 'water', name: { ru: 'Водоканал' }, scope: 'city' },
      { id: 'office', name: { ru: 'Администрация {district} района' }, scope: 'district' },
    ],
    groups: [{ id: 'g', name: { ru: 'Дом' } }],
    categories: [
      {
        id: 'дом.нет-воды',
        group: 'g',
        name: { ru: 'Нет воды' },
        department: 'water',
        alsoDepartments: ['office'] as string[],
        urgency: 'high',
        workingDays: 2,
      },
    ],
  };
}

type Town = ReturnType<typeof smallTown>;

function problemsOf(change: (town: Town) => void): string[] {
  const town = smallTown();
  change(town);
  try {
    parseTaxonomy(town, 'town.json');
  } catch (error) {
    if (error instanceof TaxonomyError) return error.problems.map((p) => `${p.path}: ${p.message}`);
    throw error;
  }
  return [];
}

function first<T>(list: readonly T[]): T {
  const entry = list[0];
  if (entry === undefined) throw new RangeError('empty list');
  return entry;
}

describe('the Bishkek taxonomy', () => {
  const taxonomy = loadTaxonomy(BISHKEK);

  it('has 4 districts, 32 departments, 22 groups and 74 categories', () => {
    const { districts, departments, groups, categories } = taxonomy;
    expect([districts, departments, groups, categories].map((list) => list.length)).toEqual([4, 32, 22, 74]);
  });

  it('names everything in Russian and Kyrgyz', () => {
    expect(missingDetails(taxonomy).filter((p) => p.path.endsWith('.ky'))).toEqual([]);
  });
});

describe('a taxonomy of another city', () => {
  it('may have Cyrillic ids, only Russian names and no details', () => {
    expect(problemsOf(() => {})).toEqual([]);
    expect(missingDetails(parseTaxonomy(smallTown(), 'town.json')).length).toBeGreaterThan(0);
  });

  const cases: [string, (town: Town) => void, RegExp][] = [
    [
      'an unknown department',
      (t) => {
        first(t.categories).department = 'nobody';
      },
      /categories\[0\]\.department: no department has the id "nobody"/,
    ],
    [
      'an unknown group',
      (t) => {
        first(t.categories).group = 'x';
      },
      /categories\[0\]\.group: no group has the id "x"/,
    ],
    [
      'an unknown co-executor',
      (t) => {
        first(t.categories).alsoDepartments.push('x');
      },
      /alsoDepartments\[1\]: no department/,
    ],
    [
      'a co-executor that is the department itself',
      (t) => {
        first(t.categories).alsoDepartments = ['water'];
      },
      /named twice/,
    ],
    [
      'zero working days',
      (t) => {
        first(t.categories).workingDays = 0;
      },
      /categories\[0\]\.workingDays: /,
    ],
    [
      'an unknown urgency',
      (t) => {
        first(t.categories).urgency = 'soon';
      },
      /categories\[0\]\.urgency: /,
    ],
    [
      'an empty name',
      (t) => {
        first(t.groups).name.ru = ' ';
      },
      /groups\[0\]\.name\.ru: must not be empty/,
    ],
    [
      'an id with a space',
      (t) => {
        first(t.groups).id = 'a b';
      },
      /groups\[0\]\.id: an id may hold/,
    ],
    [
      'an id used twice',
      (t) => {
        t.groups.push({ id: 'g', name: { ru: 'Ещё' } });
      },
      /groups\[1\]\.id: "g" stands already at groups\[0\]/,
    ],
    [
      'an unknown field',
      (t) => {
        Object.assign(first(t.categories), { colour: 'red' });
      },
      /categories\[0\]: .*colour/,
    ],
    [
      'a near miss to nowhere',
      (t) => {
        Object.assign(first(t.categories), { nearMisses: [{ ru: 'а', ky: 'б', instead: 'x' }] });
      },
      /nearMisses\[0\]\.instead: no category/,
    ],
    [
      'a near miss to itself',
      (t) => {
        Object.assign(first(t.categories), { nearMisses: [{ ru: 'а', ky: 'б', instead: 'дом.нет-воды' }] });
      },
      /names its own category/,
    ],
    [
      'district offices without districts',
      (t) => {
        t.districts = [];
      },
      /departments\[1\]\.scope: .*no districts/,
    ],
    [
      'a district office without the placeholder',
      (t) => {
        t.departments[1] = { id: 'office', name: { ru: 'Администрация' }, scope: 'district' };
      },
      /must hold \{district\}/,
    ],
    [
      'a placeholder in a city-wide name',
      (t) => {
        first(t.departments).name.ru = 'Вода {district}';
      },
      /only a district-scoped/,
    ],
  ];
  it.each(cases)('is refused for %s, naming the place', (_what, change, message) => {
    const problems = problemsOf(change);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.join('\n')).toMatch(message);
  });
});

describe('reading a file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'taxonomy-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('reports a missing file and broken JSON as taxonomy errors that name the file', () => {
    const broken = join(folder, 'broken.json');
    writeFileSync(broken, '{"city":');
    for (const file of [broken, join(folder, 'absent.json')]) {
      expect(() => loadTaxonomy(file)).toThrow(TaxonomyError);
      expect(() => loadTaxonomy(file)).toThrow(file);
    }
  });
});

describe('looking things up', () => {
  const index = indexTaxonomy(loadTaxonomy(BISHKEK));

  it('finds categories, departments and the categories of a department by id', () => {
    expect(index.category('roads.ditch')?.department).toBe('district-administration');
    expect(index.departmentOf('water.outage')?.id).toBe('vodokanal');
    expect(index.departmentOf('no.such')).toBeUndefined();
    expect(index.categoriesOf('lift').map((c) => c.id)).toEqual(['housing.lift']);
    expect(index.categoryIds).toHaveLength(74);
  });

  it.each([
    ['district-administration', 'leninsky', 'ru', 'Администрация Ленинского района'],
    ['district-administration', 'pervomaysky', 'ky', 'Биринчи май районунун администрациясы'],
    ['district-administration', null, 'ru', undefined],
    ['district-administration', 'nowhere', 'ru', undefined],
    ['vodokanal', 'leninsky', 'ru', undefined],
  ] as const)('names the office of %s in %s (%s)', (department, district, language, name) => {
    expect(index.unitName(department, district, language)).toBe(name);
  });

  it.each([
    ['Ленинский', 'Ленинского'],
    ['Центральный', 'Центрального'],
    ['Дальний', 'Дальнего'],
    ['Заречье', 'Заречье'],
  ])('puts %s into the genitive', (name, genitive) => {
    expect(districtGenitiveRu(name)).toBe(genitive);
  });

  it('falls back to Russian where a name has no Kyrgyz', () => {
    expect(nameIn({ ru: 'Дом' }, 'ky')).toBe('Дом');
    expect(nameIn({ ru: 'Дом', ky: 'Үй' }, 'ky')).toBe('Үй');
  });
});
