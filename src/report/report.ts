import { z } from 'zod';
import type { Db } from '../store/open.ts';
import type { Grouping, ReportFilter } from '../store/reports.ts';
import type { Period } from './period.ts';

/** What a report is asked for. `by` and `split` are among the report's own dimensions. */
export interface ReportQuery {
  filter: ReportFilter;
  period: Period;
  grouping: Grouping;
  now: Date;
}

/** Counts of the database before the arithmetic: over all, and for each value of the dimensions. */
export interface Grouped<Counts> {
  total: Counts;
  groups: { key: string | null; split: string | null; counts: Counts }[];
}

/**
 * One KPI family. The row's schema says what each figure is and by which formula; `row` computes it from counts;
 * `count` asks the database.
 */
export interface Report<Shape extends z.ZodRawShape, Counts> {
  /** Last part of the route and name of the exported file. */
  name: string;
  summary: string;
  /** Definition and formula, as the API document shows them. */
  definition: string;
  /** Dimensions that `by` and `split` may name; the first is the default of the console. */
  dimensions: readonly string[];
  /** A snapshot of now has no `from` and `to`. */
  snapshot?: true;
  /** Counts of a day or an hour in which nothing happened; where given, such rows are added. */
  empty?: Counts;
  figures: z.ZodObject<Shape>;
  row(counts: Counts): z.infer<z.ZodObject<Shape>>;
  count(db: Db, query: ReportQuery): Promise<Grouped<Counts>>;
}

/** Columns of a figure table. */
export const n = (description: string) => z.int().min(0).describe(description);
export const ratio = (description: string) => z.number().min(0).max(1).nullable().describe(description);
export const measure = (description: string) => z.number().nullable().describe(description);

/** Keeps the types of a report's parts together. */
export function report<Shape extends z.ZodRawShape, Counts>(definition: Report<Shape, Counts>): Report<Shape, Counts> {
  return definition;
}
