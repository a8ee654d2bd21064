/**
 * What the reports' queries have in common: the filter, the dimensions and one pass that counts each group and all.
 * Time dimensions are days of Bishkek. Every value from outside is a parameter; column texts are ours.
 */
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { TIME_ZONE } from '../report/period.ts';
import type { Grouped } from '../report/report.ts';
import type { Db } from './open.ts';

export const FILTER_DIMENSIONS = ['department', 'district', 'category', 'language', 'channel'] as const;

/** Several values of one dimension mean either; dimensions together mean both. */
export type ReportFilter = { [Dimension in (typeof FILTER_DIMENSIONS)[number]]?: string[] | undefined };

/** Names of dimensions; a report says which it has. */
export interface Grouping {
  by?: string | undefined;
  split?: string | undefined;
}

/** A dimension that is grouped by one expression and written as another, which is then computed once per group. */
interface Written {
  value: RawBuilder<unknown>;
  text: (value: RawBuilder<unknown>) => RawBuilder<unknown>;
}

/** SQL expression of each dimension of a query. */
export type Dimensions = Readonly<Record<string, RawBuilder<unknown> | Written>>;

/** What one report counts over. */
export interface Source<Counts> {
  /** FROM with its joins. */
  from: RawBuilder<unknown>;
  where: readonly RawBuilder<SqlBool>[];
  dimensions: Dimensions;
  /** Columns that the aggregates read, by alias. */
  columns: Readonly<Record<string, RawBuilder<unknown>>>;
  /** Aggregates over those columns, by the name of the count. */
  counts: Readonly<Record<keyof Counts & string, RawBuilder<unknown>>>;
}

/** Hour, hour of the day, day and month of an instant in Bishkek, as texts that sort by time. */
export function timeDimensions(instant: RawBuilder<unknown>) {
  const local = sql`(${instant} AT TIME ZONE ${sql.lit(TIME_ZONE)})`;
  const written = (value: RawBuilder<unknown>, format: string) => ({
    value,
    text: (key: RawBuilder<unknown>) => sql`to_char(${key}, ${sql.lit(format)})`,
  });
  return {
    hour: written(sql`date_trunc('hour', ${local})`, 'YYYY-MM-DD"T"HH24:00'),
    hourOfDay: written(sql`date_part('hour', ${local})`, 'FM00'),
    day: written(sql`date_trunc('day', ${local})`, 'YYYY-MM-DD'),
    month: written(sql`date_trunc('month', ${local})`, 'YYYY-MM'),
  } as const;
}

/** `instant` lies in the period. */
export function within(instant: RawBuilder<unknown>, period: { start: Date; end: Date }): RawBuilder<SqlBool> {
  return sql<SqlBool>`(${instant} >= ${period.start} AND ${instant} < ${period.end})`;
}

/** Counts rows that meet a condition. */
export function countIf(condition: RawBuilder<unknown>): RawBuilder<number> {
  return sql<number>`count(*) FILTER (WHERE ${condition})`;
}

/**
 * Counts a source over all, and by one or two dimensions, in one pass. Groups by time come in order of time, others
 * with the largest first, where "large" is the first count.
 */
export async function countGroups<Counts extends object>(
  db: Db,
  source: Source<Counts>,
  filter: ReportFilter,
  grouping: Grouping,
): Promise<Grouped<Counts>> {
  const by = dimensionOf(source.dimensions, grouping.by);
  const split = dimensionOf(source.dimensions, grouping.split);
  const where = [...source.where, ...filterConditions(filter, source.dimensions)];
  const names = Object.keys(source.counts) as (keyof Counts & string)[];
  const [largest = 'all'] = names;
  const groups = grouping.by === undefined ? sql`()` : sql`(k, k2), ()`;
  const { rows } = await sql<{ isTotal: number; key: string | null; split: string | null } & Record<string, unknown>>`
    SELECT ${grouping.by === undefined ? sql.lit(1) : sql`grouping(k)`} AS is_total,
      ${grouping.by === undefined ? sql`NULL` : by.text(sql`k`)} AS key,
      ${grouping.by === undefined ? sql`NULL` : split.text(sql`k2`)} AS split,
      ${sql.join(names.map((name) => sql`${source.counts[name]} AS ${sql.ref(name)}`))}
    FROM (
      SELECT ${by.value} AS k, ${split.value} AS k2,
        ${sql.join(Object.entries(source.columns).map(([alias, column]) => sql`${column} AS ${sql.ref(alias)}`))}
      FROM ${source.from}
      WHERE ${sql.join(where, sql` AND `)}
    ) AS counted
    GROUP BY GROUPING SETS (${groups})
    ORDER BY ${isTime(grouping.by) ? sql`key` : sql`${sql.ref(largest)} DESC, key`}, split`.execute(db);
  const result: { total?: Counts; groups: Grouped<Counts>['groups'] } = { groups: [] };
  for (const { isTotal, key, split, ...counts } of rows) {
    if (isTotal === 1) result.total = counts as Counts;
    else result.groups.push({ key, split, counts: counts as Counts });
  }
  // GROUPING SETS with () gives the total row even where nothing was found.
  return { total: result.total as Counts, groups: result.groups };
}

function dimensionOf(dimensions: Dimensions, name: string | undefined): Written {
  const found = (name === undefined ? undefined : dimensions[name]) ?? sql`NULL::text`;
  return 'text' in found ? found : { value: found, text: (key) => key };
}

function isTime(dimension: string | undefined): boolean {
  return dimension !== undefined && ['hour', 'hourOfDay', 'day', 'month'].includes(dimension);
}

function filterConditions(filter: ReportFilter, dimensions: Dimensions): RawBuilder<SqlBool>[] {
  return FILTER_DIMENSIONS.flatMap((name) => {
    const wanted = filter[name];
    const column = dimensions[name];
    if (wanted === undefined || wanted.length === 0 || column === undefined || 'text' in column) return [];
    return [sql<SqlBool>`${column} IN (${sql.join(wanted)})`];
  });
}
