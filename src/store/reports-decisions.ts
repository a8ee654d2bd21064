/** Reports counted over decisions and what became of them: agreement, misroutes, returns, ratings. */
import { sql } from 'kysely';
import type { AgreementCounts } from '../report/agreement.ts';
import type { MisrouteCounts } from '../report/misroutes.ts';
import type { Grouped, ReportQuery } from '../report/report.ts';
import type { ReturnedCounts } from '../report/returned.ts';
import type { RatingCounts } from '../report/satisfaction.ts';
import type { Db } from './open.ts';
import { countGroups, countIf, timeDimensions, within } from './reports.ts';
import type { OutcomeKind } from './schema.ts';

/** Left joins throughout: PostgreSQL leaves out those of which nothing is asked. */
const APPEAL = { district: sql`a.district`, channel: sql`a.channel` } as const;

export async function countAgreement(db: Db, query: ReportQuery): Promise<Grouped<AgreementCounts>> {
  return await countGroups<AgreementCounts>(
    db,
    {
      from: sql`decisions AS d LEFT JOIN suggestions AS s ON s.id = d.suggestion_id
        LEFT JOIN appeals AS a ON a.id = d.appeal_id`,
      where: [within(sql`d.decided_at`, query.period), sql`d.undone_at IS NULL`],
      dimensions: {
        ...APPEAL,
        ...timeDimensions(sql`d.decided_at`),
        category: sql`s.category`,
        department: sql`s.department`,
        decidedCategory: sql`d.category`,
        decidedDepartment: sql`d.department`,
        level: sql`s.level`,
        modelVersion: sql`s.model_version`,
        language: sql`s.language`,
      },
      columns: {
        kind: sql`d.kind`,
        rank: sql`d.rank`,
        sameCategory: sql`d.category = s.category`,
        sameDepartment: sql`d.department = s.department`,
      },
      counts: {
        decisions: sql`count(*)`,
        confirmed: countIf(sql`kind = 'confirm'`),
        corrected: countIf(sql`kind = 'correct'`),
        rejected: countIf(sql`kind = 'reject'`),
        sameCategory: countIf(sql`same_category AND kind <> 'reject'`),
        sameDepartment: countIf(sql`same_department AND kind <> 'reject'`),
        rank1: countIf(sql`rank = 1`),
        rank2: countIf(sql`rank = 2`),
        rank3: countIf(sql`rank = 3`),
        rankLower: countIf(sql`rank > 3`),
        notSuggested: countIf(sql`rank IS NULL AND kind <> 'reject'`),
      },
    },
    query.filter,
    query.grouping,
  );
}

/** Outcomes of one kind per appeal: how many, and the last. None before `start` can follow a decision of the period. */
function outcomesOf(kind: OutcomeKind, start: Date) {
  return sql`(SELECT appeal_id, max(occurred_at) AS last, array_agg(occurred_at) AS times FROM outcomes
    WHERE kind = ${sql.lit(kind)} AND occurred_at >= ${start} GROUP BY appeal_id)`;
}

/** Appeals with a standing decision of the period that named a department. */
function decidedIn(query: ReportQuery) {
  return [within(sql`a.decided_at`, query.period), sql<boolean>`a.state = 'decided'`];
}

const DECIDED = {
  ...APPEAL,
  ...timeDimensions(sql`a.decided_at`),
  department: sql`a.department`,
  category: sql`a.category`,
  language: sql`a.language`,
  level: sql`a.level`,
} as const;

export async function countMisroutes(db: Db, query: ReportQuery): Promise<Grouped<MisrouteCounts>> {
  return await countGroups<MisrouteCounts>(
    db,
    {
      from: sql`appeals AS a LEFT JOIN suggestions AS s ON s.id = a.suggestion_id
        LEFT JOIN ${outcomesOf('rerouted', query.period.start)} AS o ON o.appeal_id = a.id`,
      where: decidedIn(query),
      dimensions: { ...DECIDED, suggestedDepartment: sql`s.department` },
      columns: { rerouted: sql`coalesce(o.last >= a.decided_at, false)`, followed: sql`a.department = s.department` },
      counts: {
        decided: sql`count(*)`,
        rerouted: countIf(sql`rerouted`),
        suggestedElsewhere: countIf(sql`NOT followed`),
        bothWrong: countIf(sql`rerouted AND followed`),
      },
    },
    query.filter,
    query.grouping,
  );
}

export async function countReturned(db: Db, query: ReportQuery): Promise<Grouped<ReturnedCounts>> {
  return await countGroups<ReturnedCounts>(
    db,
    {
      from: sql`appeals AS a LEFT JOIN ${outcomesOf('returned', query.period.start)} AS o ON o.appeal_id = a.id`,
      where: decidedIn(query),
      dimensions: DECIDED,
      columns: {
        returns: sql`CASE WHEN o.last >= a.decided_at
          THEN (SELECT count(*) FROM unnest(o.times) AS t (at) WHERE t.at >= a.decided_at) ELSE 0 END`,
      },
      counts: {
        decided: sql`count(*)`,
        returned: countIf(sql`returns > 0`),
        returns: sql`coalesce(sum(returns), 0)::int8`,
      },
    },
    query.filter,
    query.grouping,
  );
}

export async function countRatings(db: Db, query: ReportQuery): Promise<Grouped<RatingCounts>> {
  const rated = (stars: number) => countIf(sql`rating = ${sql.lit(stars)}`);
  return await countGroups<RatingCounts>(
    db,
    {
      from: sql`(
        SELECT DISTINCT ON (appeal_id) appeal_id, rating, occurred_at FROM outcomes
        WHERE kind = 'rated' AND ${within(sql`occurred_at`, query.period)}
        ORDER BY appeal_id, occurred_at DESC
      ) AS o LEFT JOIN appeals AS a ON a.id = o.appeal_id`,
      where: [sql`o.rating IS NOT NULL`],
      dimensions: { ...DECIDED, ...timeDimensions(sql`o.occurred_at`) },
      columns: { rating: sql`o.rating` },
      counts: {
        n: sql`count(*)`,
        rated1: rated(1),
        rated2: rated(2),
        rated3: rated(3),
        rated4: rated(4),
        rated5: rated(5),
      },
    },
    query.filter,
    query.grouping,
  );
}
