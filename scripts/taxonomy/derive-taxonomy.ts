import type { Taxonomy } from '../../src/taxonomy/schema.ts';

/** Columns of the log, and the term to write into every category. */
export interface DeriveOptions {
  category: string;
  group: string;
  department: string;
  district: string;
  declared: string;
  city: string;
  workingDays: number;
}

const NO_GROUP = 'Без группы';
const NO_DEPARTMENT = 'Не определено';
/** Logs write a district office's name by its role, e.g. «Администрация {район} района». */
const DISTRICT_ROLE = '{район}';

/**
 * A taxonomy from rows of a log. Categories that were only declared by citizens are in it too.
 * @returns a value that still has to be validated (parseTaxonomy)
 */
export function deriveTaxonomy(rows: readonly Record<string, unknown>[], options: DeriveOptions): Taxonomy {
  const groups = new Map<string, Tally>();
  const departments = new Map<string, Tally>();
  const names = new Set<string>();
  const allGroups = new Set<string>();
  const allDepartments = new Set<string>();
  const districts = new Set<string>();
  for (const row of rows) {
    const [category, group, department, district, declared] = (
      ['category', 'group', 'department', 'district', 'declared'] as const
    ).map((key) => nameOf(row[options[key]]));
    if (district !== undefined) districts.add(district);
    if (declared !== undefined) names.add(declared);
    if (category === undefined) continue;
    names.add(category);
    tally(groups, category, group);
    tally(departments, category, department);
    if (group !== undefined) allGroups.add(group);
    if (department !== undefined) allDepartments.add(department);
  }
  const groupOf = (category: string) => commonest(groups.get(category)) ?? NO_GROUP;
  const departmentOf = (category: string) => commonest(departments.get(category)) ?? NO_DEPARTMENT;
  for (const name of names) {
    allGroups.add(groupOf(name));
    allDepartments.add(departmentOf(name));
  }
  const ids = uniqueIds();
  return {
    city: ids('city', options.city),
    version: `derived-${rows.length}`,
    districts: sorted(districts).map((name) => ({ id: ids('district', name), name: { ru: name } })),
    departments: sorted(allDepartments).map((name) => ({
      id: ids('department', name),
      name: { ru: name.replace(DISTRICT_ROLE, '{district}') },
      scope: name.includes(DISTRICT_ROLE) ? ('district' as const) : ('city' as const),
    })),
    groups: sorted(allGroups).map((name) => ({ id: ids('group', name), name: { ru: name } })),
    categories: sorted(names).map((name) => ({
      id: ids('category', name),
      group: ids('group', groupOf(name)),
      name: { ru: name },
      department: ids('department', departmentOf(name)),
      alsoDepartments: [],
      urgency: 'normal' as const,
      workingDays: options.workingDays,
    })),
  };
}

type Tally = Map<string, number>;

function tally(into: Map<string, Tally>, key: string, value: string | undefined): void {
  if (value === undefined) return;
  const counts = into.get(key) ?? new Map<string, number>();
  into.set(key, counts.set(value, (counts.get(value) ?? 0) + 1));
}

function commonest(counts: Tally | undefined): string | undefined {
  return [...(counts ?? [])].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0];
}

function nameOf(value: unknown): string | undefined {
  const name = typeof value === 'string' ? value.trim() : '';
  return name === '' ? undefined : name;
}

function sorted(names: Iterable<string>): string[] {
  return [...names].sort((a, b) => (a < b ? -1 : 1));
}

/** Readable ids out of names, unique within each kind; the same name always gives the same id. */
function uniqueIds(): (kind: string, name: string) => string {
  const given = new Map<string, string>();
  const taken = new Set<string>();
  return (kind, name) => {
    const known = given.get(`${kind}\t${name}`);
    if (known !== undefined) return known;
    const base =
      name
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
        .replaceAll(/^-+|-+$/gu, '')
        .slice(0, 120) || kind;
    let id = base;
    for (let n = 2; taken.has(`${kind}\t${id}`); n += 1) id = `${base}-${n}`;
    taken.add(`${kind}\t${id}`);
    given.set(`${kind}\t${name}`, id);
    return id;
  };
}
