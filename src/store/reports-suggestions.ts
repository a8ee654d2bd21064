/** Reports counted over suggestions, and the activations of models. */
import { type RawBuilder, sql } from 'kysely';
import { DEGRADED } from '../classify/contract.ts';
import { DEGRADED_COLUMNS, type SuggestionCounts } from '../report/degraded.ts';
import type { Period } from '../report/period.ts';
import type { Grouped, ReportQuery } from '../report/report.ts';
import type { Db } from './open.ts';
import { countGroups, countIf, timeDimensions, within } from './reports.ts';

export async function countSuggestions(db: Db, query: ReportQuery): Promise<Grouped<SuggestionCounts>> {
  const reasons = Object.fromEntries(
    DEGRADED.map((reason) => [DEGRADED_COLUMNS[reason], countIf(sql`degraded = ${sql.lit(reason)}`)]),
  ) as Record<(typeof DEGRADED_COLUMNS)[(typeof DEGRADED)[number]], RawBuilder<number>>;
  return await countGroups<SuggestionCounts>(
    db,
    {
      from: sql`suggestions AS s LEFT JOIN appeals AS a ON a.id = s.appeal_id`,
      where: [within(sql`s.created_at`, query.period), sql`NOT s.shadow`],
      dimensions: {
        ...timeDimensions(sql`s.created_at`),
        modelVersion: sql`s.model_version`,
        language: sql`s.language`,
        level: sql`s.level`,
        category: sql`s.category`,
        department: sql`s.department`,
        district: sql`a.district`,
        channel: sql`a.channel`,
      },
      columns: { degraded: sql`s.degraded`, level: sql`s.level` },
      counts: {
        suggestions: sql`count(*)`,
        degraded: countIf(sql`degraded IS NOT NULL`),
        ...reasons,
        preselect: countIf(sql`level = 'preselect'`),
        suggest: countIf(sql`level = 'suggest'`),
        manual: countIf(sql`level = 'manual'`),
      },
    },
    query.filter,
    query.grouping,
  );
}

export interface Activation {
  version: string;
  activatedAt: Date;
  activatedBy: string;
  note: string | null;
}

/** Activations in the period, oldest first, and before them the one that was in force when it began. */
export async function listActivations(db: Db, period: Period): Promise<Activation[]> {
  const columns = ['version', 'activatedAt', 'activatedBy', 'note'] as const;
  const [before, during] = await Promise.all([
    db
      .selectFrom('modelActivations')
      .select(columns)
      .where('activatedAt', '<', period.start)
      .orderBy('activatedAt', 'desc')
      .limit(1)
      .execute(),
    db
      .selectFrom('modelActivations')
      .select(columns)
      .where('activatedAt', '>=', period.start)
      .where('activatedAt', '<', period.end)
      .orderBy('activatedAt')
      .execute(),
  ]);
  return [...before, ...during];
}
