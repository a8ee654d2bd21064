import { stringify } from 'csv-stringify/sync';
import { nameIn, type TaxonomyIndex } from '../taxonomy/index-taxonomy.ts';
import type { Name } from '../taxonomy/schema.ts';

/** A row of a report with the names of its groups. */
export type FlatRow = Record<string, string | number | null>;

/** Dimensions whose values are ids of the taxonomy. */
function nameOf(dimension: string, id: string, taxonomy: TaxonomyIndex): Name | undefined {
  switch (dimension) {
    case 'category':
    case 'decidedCategory':
      return taxonomy.category(id)?.name;
    case 'department':
    case 'decidedDepartment':
    case 'suggestedDepartment':
      return taxonomy.department(id)?.name;
    case 'district':
      return taxonomy.district(id)?.name;
    default:
      return undefined;
  }
}

const NAMED = ['category', 'decidedCategory', 'department', 'decidedDepartment', 'suggestedDepartment', 'district'];

/** Columns of one group value: the id, and its names where it is the taxonomy's. */
export function groupColumns(dimension: string, id: string | null, taxonomy: TaxonomyIndex): FlatRow {
  if (!NAMED.includes(dimension)) return { [dimension]: id };
  const name = id === null ? undefined : nameOf(dimension, id, taxonomy);
  return {
    [dimension]: id,
    // A department with an office per district keeps its placeholder out of a table.
    [`${dimension}NameRu`]: name
      ? nameIn(name, 'ru')
          .replace(/\s*\{district\}\s*/u, ' ')
          .trim()
      : null,
    [`${dimension}NameKy`]: name
      ? nameIn(name, 'ky')
          .replace(/\s*\{district\}\s*/u, ' ')
          .trim()
      : null,
  };
}

/**
 * RFC 4180 with a header, in UTF-8 with a byte order mark, because spreadsheets guess another encoding without it.
 * Cells that a spreadsheet would run as a formula are quoted with an apostrophe.
 */
export function toCsv(rows: readonly FlatRow[], columns: readonly string[]): string {
  return stringify([...rows], {
    header: true,
    columns: [...columns],
    bom: true,
    escape_formulas: true,
    record_delimiter: 'windows',
  });
}
