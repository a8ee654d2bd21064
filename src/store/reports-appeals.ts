/** Reports counted over appeals: inflow, backlog, time to decision, due dates. */
import { type RawBuilder, sql } from 'kysely';
import { AGE_BUCKETS, type BacklogCounts } from '../report/backlog.ts';
import type { DecisionTimeCounts } from '../report/decision-time.ts';
import type { DueDateCounts } from '../report/due-dates.ts';
import type { InflowCounts } from '../report/inflow.ts';
import type { Grouped, ReportQuery } from '../report/report.ts';
import type { Db } from './open.ts';
import { countGroups, countIf, type Dimensions, timeDimensions, within } from './reports.ts';

/** Columns of appeals that every report of this file may group and filter by. */
const APPEAL: Dimensions = {
  department: sql`a.department`,
  district: sql`a.district`,
  category: sql`a.category`,
  language: sql`a.language`,
  channel: sql`a.channel`,
  level: sql`a.level`,
  urgency: sql`a.urgency`,
};

export async function countInflow(db: Db, query: ReportQuery): Promise<Grouped<InflowCounts>> {
  return await countGroups<InflowCounts>(
    db,
    {
      from: sql`appeals AS a`,
      where: [within(sql`a.submitted_at`, query.period)],
      dimensions: { ...APPEAL, ...timeDimensions(sql`a.submitted_at`) },
      columns: { rank: sql`a.urgency_rank` },
      counts: { appeals: sql`count(*)`, emergency: countIf(sql`rank = 0`) },
    },
    query.filter,
    query.grouping,
  );
}

export async function countBacklog(db: Db, { filter, grouping, now }: ReportQuery): Promise<Grouped<BacklogCounts>> {
  const buckets = Object.fromEntries(
    AGE_BUCKETS.map(({ name, from, to }) => [
      name,
      countIf(
        sql.join(
          [
            from === undefined ? [] : sql`hours >= ${sql.lit(from)}`,
            to === undefined ? [] : sql`hours < ${sql.lit(to)}`,
          ].flat(),
          sql` AND `,
        ),
      ),
    ]),
  ) as Record<(typeof AGE_BUCKETS)[number]['name'], RawBuilder<number>>;
  return await countGroups<BacklogCounts>(
    db,
    {
      from: sql`appeals AS a`,
      // Two equalities and not IN: then the planner sees that the partial indexes apply.
      where: [sql`(a.state = 'suggested' OR a.state = 'received')`],
      dimensions: APPEAL,
      columns: {
        rank: sql`a.urgency_rank`,
        dueAt: sql`a.due_at`,
        hours: sql`extract(epoch FROM ${now}::timestamptz - a.submitted_at)::float8 / 3600`,
      },
      counts: {
        open: sql`count(*)`,
        overdue: countIf(sql`due_at < ${now}`),
        emergency: countIf(sql`rank = 0`),
        medianHours: sql`percentile_cont(0.5) WITHIN GROUP (ORDER BY hours)`,
        oldestHours: sql`max(hours)`,
        ...buckets,
      },
    },
    filter,
    grouping,
  );
}

export async function countDecisionTime(db: Db, query: ReportQuery): Promise<Grouped<DecisionTimeCounts>> {
  return await countGroups<DecisionTimeCounts>(
    db,
    {
      from: sql`appeals AS a`,
      where: [within(sql`a.decided_at`, query.period)],
      dimensions: { ...APPEAL, ...timeDimensions(sql`a.decided_at`) },
      columns: { minutes: sql`extract(epoch FROM a.decided_at - a.received_at)::float8 / 60` },
      counts: {
        decided: sql`count(*)`,
        withinHour: countIf(sql`minutes <= 60`),
        medianMinutes: sql`percentile_cont(0.5) WITHIN GROUP (ORDER BY minutes)`,
        p90Minutes: sql`percentile_cont(0.9) WITHIN GROUP (ORDER BY minutes)`,
      },
    },
    query.filter,
    query.grouping,
  );
}

export async function countDueDates(db: Db, query: ReportQuery): Promise<Grouped<DueDateCounts>> {
  const { now } = query;
  return await countGroups<DueDateCounts>(
    db,
    {
      from: sql`appeals AS a LEFT JOIN (
        SELECT appeal_id, min(occurred_at) AS at FROM outcomes WHERE kind = 'resolved' GROUP BY appeal_id
      ) AS resolved ON resolved.appeal_id = a.id`,
      where: [within(sql`a.due_at`, query.period)],
      dimensions: { ...APPEAL, ...timeDimensions(sql`a.due_at`) },
      columns: {
        dueAt: sql`a.due_at`,
        decidedAt: sql`a.decided_at`,
        resolvedAt: sql`resolved.at`,
        rejected: sql`a.state = 'rejected'`,
      },
      counts: {
        due: sql`count(*)`,
        decidedInTime: countIf(sql`decided_at <= due_at`),
        decidedLate: countIf(sql`decided_at > due_at`),
        overdueOpen: countIf(sql`decided_at IS NULL AND due_at < ${now}`),
        resolvedInTime: countIf(sql`resolved_at <= due_at`),
        resolvedLate: countIf(sql`resolved_at > due_at`),
        overdueUnresolved: countIf(sql`resolved_at IS NULL AND due_at < ${now} AND NOT rejected`),
      },
    },
    query.filter,
    query.grouping,
  );
}
