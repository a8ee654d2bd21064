import type { Category, Department, District, Group, Name, Taxonomy } from './schema.ts';

export type NameLanguage = 'ru' | 'ky';

/** Fast look-ups over one taxonomy. Unknown ids give `undefined`, never an error. */
export interface TaxonomyIndex {
  readonly taxonomy: Taxonomy;
  /** Category ids in file order: the order of every vector of scores over categories. */
  readonly categoryIds: readonly string[];
  category(id: string): Category | undefined;
  department(id: string): Department | undefined;
  district(id: string): District | undefined;
  group(id: string): Group | undefined;
  /** Categories whose default department this is. */
  categoriesOf(departmentId: string): readonly Category[];
  /** The department that acts on a category by default. */
  departmentOf(categoryId: string): Department | undefined;
  /**
   * The office that acts: a district-scoped department becomes the district's own office once the district is known;
   * a city-wide department has no separate office. Without a district the answer is `undefined`.
   */
  unitName(departmentId: string, districtId: string | null, language: NameLanguage): string | undefined;
}

/** The name in the wanted language; Russian where the taxonomy has no Kyrgyz. */
export function nameIn(name: Name, language: NameLanguage): string {
  return language === 'ky' ? (name.ky ?? name.ru) : name.ru;
}

/** Genitive of a Russian adjectival district name: Ленинский → Ленинского; other names stay as they are. */
export function districtGenitiveRu(name: string): string {
  return name.replace(/(?<=[гкх])ий$|[ыо]й$/u, 'ого').replace(/ий$/u, 'его');
}

function byId<T extends { id: string }>(entries: readonly T[]): Map<string, T> {
  return new Map(entries.map((entry) => [entry.id, entry]));
}

/** Builds the look-ups once; the taxonomy must not be changed afterwards. */
export function indexTaxonomy(taxonomy: Taxonomy): TaxonomyIndex {
  const categories = byId(taxonomy.categories);
  const departments = byId(taxonomy.departments);
  const districts = byId(taxonomy.districts);
  const groups = byId(taxonomy.groups);
  const ofDepartment = Map.groupBy(taxonomy.categories, (category) => category.department);

  return {
    taxonomy,
    categoryIds: taxonomy.categories.map((category) => category.id),
    category: (id) => categories.get(id),
    department: (id) => departments.get(id),
    district: (id) => districts.get(id),
    group: (id) => groups.get(id),
    categoriesOf: (departmentId) => ofDepartment.get(departmentId) ?? [],
    departmentOf: (categoryId) => departments.get(categories.get(categoryId)?.department ?? ''),
    unitName(departmentId, districtId, language) {
      const department = departments.get(departmentId);
      const district = districtId === null ? undefined : districts.get(districtId);
      if (department?.scope !== 'district' || district === undefined) return undefined;
      const inKyrgyz = language === 'ky' && department.name.ky !== undefined;
      const districtName = inKyrgyz ? nameIn(district.name, 'ky') : districtGenitiveRu(district.name.ru);
      return nameIn(department.name, language).replace('{district}', districtName);
    },
  };
}
