import { rmSync } from 'node:fs';
import type { z } from 'zod';
import { periodOf } from '../../src/report/period.ts';
import type { Report } from '../../src/report/report.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import type { ReportFilter } from '../../src/store/reports.ts';
import { embeddedIn, migratedFolder } from '../helpers/folders.ts';
import { local, type Told, tell } from './city.ts';

/** Now, in these tests: Tuesday 10 March 2026, noon. */
export const NOW = local('2026-03-10 12:00');

export interface City {
  store: Store;
  /** Counts one report of this city. */
  ask<Shape extends z.ZodRawShape, Counts>(
    report: Report<Shape, Counts>,
    asked?: { from?: string; to?: string; by?: string; split?: string } & ReportFilter,
  ): Promise<{ total: unknown; rows: Record<string, unknown>[] }>;
  close(): Promise<void>;
}

/** A city on the embedded database with these appeals. */
export async function cityOf(appeals: readonly Told[]): Promise<City> {
  const folder = await migratedFolder('report');
  const store = await openStore(embeddedIn(folder));
  await tell(store.db, appeals);
  return {
    store,
    ask: async (report, { from = '2026-03-01', to = '2026-03-10', by, split, ...filter } = {}) => {
      const period = periodOf({ from, to }, NOW);
      const { total, groups } = await report.count(store.db, { filter, period, grouping: { by, split }, now: NOW });
      return {
        total: report.row(total),
        rows: groups.map(({ counts, ...group }) => ({ ...group, ...report.row(counts) })),
      };
    },
    close: async () => {
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
}
