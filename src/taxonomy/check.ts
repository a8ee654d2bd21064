import type { Category, Department, Taxonomy } from './schema.ts';

/** One finding: where in the file (`categories[3].department`) and what is wrong there. */
export interface TaxonomyProblem {
  path: string;
  message: string;
}

const PLACEHOLDER = '{district}';

function repeatedIds(list: string, entries: readonly { id: string }[]): TaxonomyProblem[] {
  const first = new Map<string, number>();
  const problems: TaxonomyProblem[] = [];
  entries.forEach((entry, i) => {
    const before = first.get(entry.id);
    if (before === undefined) first.set(entry.id, i);
    else problems.push({ path: `${list}[${i}].id`, message: `"${entry.id}" stands already at ${list}[${before}]` });
  });
  return problems;
}

function checkDepartment(department: Department, path: string, districts: number): TaxonomyProblem[] {
  const problems: TaxonomyProblem[] = [];
  const perDistrict = department.scope === 'district';
  for (const [language, name] of Object.entries(department.name)) {
    if (name !== undefined && name.includes(PLACEHOLDER) !== perDistrict) {
      const message = perDistrict
        ? `the name of a district-scoped department must hold ${PLACEHOLDER}`
        : `only a district-scoped department may hold ${PLACEHOLDER}`;
      problems.push({ path: `${path}.name.${language}`, message });
    }
  }
  if (perDistrict && districts === 0) {
    problems.push({ path: `${path}.scope`, message: 'is "district", but the taxonomy lists no districts' });
  }
  return problems;
}

interface KnownIds {
  departments: ReadonlySet<string>;
  groups: ReadonlySet<string>;
  categories: ReadonlySet<string>;
}

function checkCategory(category: Category, path: string, known: KnownIds): TaxonomyProblem[] {
  const problems: TaxonomyProblem[] = [];
  const refer = (ids: ReadonlySet<string>, kind: string, id: string, at: string): void => {
    if (!ids.has(id)) problems.push({ path: `${path}.${at}`, message: `no ${kind} has the id "${id}"` });
  };
  refer(known.groups, 'group', category.group, 'group');
  refer(known.departments, 'department', category.department, 'department');
  category.alsoDepartments.forEach((id, i) => {
    const at = `alsoDepartments[${i}]`;
    refer(known.departments, 'department', id, at);
    if (id === category.department || category.alsoDepartments.indexOf(id) !== i) {
      problems.push({ path: `${path}.${at}`, message: `"${id}" is named twice` });
    }
  });
  category.nearMisses?.forEach((miss, i) => {
    const at = `nearMisses[${i}].instead`;
    refer(known.categories, 'category', miss.instead, at);
    if (miss.instead === category.id) problems.push({ path: `${path}.${at}`, message: 'names its own category' });
  });
  return problems;
}

/**
 * Cross-reference checks of a taxonomy whose shape is already valid.
 * Returns every problem found, in file order; an empty list means the file is consistent.
 */
export function checkReferences(taxonomy: Taxonomy): TaxonomyProblem[] {
  const ids = (entries: readonly { id: string }[]): Set<string> => new Set(entries.map((entry) => entry.id));
  const known: KnownIds = {
    departments: ids(taxonomy.departments),
    groups: ids(taxonomy.groups),
    categories: ids(taxonomy.categories),
  };
  return [
    ...repeatedIds('districts', taxonomy.districts),
    ...repeatedIds('departments', taxonomy.departments),
    ...repeatedIds('groups', taxonomy.groups),
    ...repeatedIds('categories', taxonomy.categories),
    ...taxonomy.departments.flatMap((d, i) => checkDepartment(d, `departments[${i}]`, taxonomy.districts.length)),
    ...taxonomy.categories.flatMap((c, i) => checkCategory(c, `categories[${i}]`, known)),
  ];
}

/** Details that the schema leaves optional but a city's own, hand-made taxonomy should have. */
export const DETAIL_MINIMUM = { nearMisses: 3, synonymsRu: 6, synonymsKy: 5 } as const;

/**
 * Which details of the categories are missing: definition, near misses, synonyms, open-data flag, Kyrgyz names.
 * Not errors for a taxonomy derived from another city's log; `npm run data:check` demands them of Bishkek's.
 */
export function missingDetails(taxonomy: Taxonomy): TaxonomyProblem[] {
  const problems: TaxonomyProblem[] = [];
  const named = { districts: taxonomy.districts, departments: taxonomy.departments, groups: taxonomy.groups };
  for (const [list, entries] of Object.entries({ ...named, categories: taxonomy.categories })) {
    entries.forEach((entry, i) => {
      if (entry.name.ky === undefined) problems.push({ path: `${list}[${i}].name.ky`, message: 'is missing' });
    });
  }
  taxonomy.categories.forEach((category, i) => {
    const lack = (at: string, message: string): void => {
      problems.push({ path: `categories[${i}].${at}`, message: `(${category.id}) ${message}` });
    };
    if (category.definition === undefined) lack('definition', 'is missing');
    if (category.openData === undefined) lack('openData', 'is missing');
    const counts = {
      nearMisses: category.nearMisses?.length ?? 0,
      synonymsRu: category.synonyms?.ru.length ?? 0,
      synonymsKy: category.synonyms?.ky.length ?? 0,
    };
    for (const key of ['nearMisses', 'synonymsRu', 'synonymsKy'] as const) {
      if (counts[key] < DETAIL_MINIMUM[key]) {
        lack(key, `has ${counts[key]} entries, at least ${DETAIL_MINIMUM[key]} are needed`);
      }
    }
  });
  return problems;
}
