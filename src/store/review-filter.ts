/** The filters by which the figures of a report lead to the appeals behind them. */
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { ReviewFilter } from '../http/schemas/review.ts';
import { endOf, startOf } from '../report/period.ts';

/** Conditions on `appeals`, to be joined with AND; days are days of Bishkek, both ends included. */
export function behindReports(filter: ReviewFilter): RawBuilder<SqlBool>[] {
  const decision = sql`SELECT 1 FROM decisions AS d WHERE d.id = appeals.decision_id`;
  const suggestion = sql`SELECT 1 FROM suggestions AS s WHERE s.id = appeals.suggestion_id`;
  const outcome = sql`SELECT 1 FROM outcomes AS o WHERE o.appeal_id = appeals.id`;
  return [
    ...days(sql`appeals.submitted_at`, filter.submittedFrom, filter.submittedTo),
    ...days(sql`appeals.decided_at`, filter.decidedFrom, filter.decidedTo),
    ...days(sql`appeals.due_at`, filter.dueFrom, filter.dueTo),
    ...among(sql`appeals.channel`, filter.channel),
    ...among(sql`d.kind`, filter.decision, decision),
    ...among(sql`s.category`, filter.suggestedCategory, suggestion),
    ...among(sql`s.department`, filter.suggestedDepartment, suggestion),
    ...among(sql`s.model_version`, filter.modelVersion, suggestion),
    ...among(sql`o.kind`, filter.outcome, outcome),
  ];
}

function days(instant: RawBuilder<unknown>, from: string | undefined, to: string | undefined): RawBuilder<SqlBool>[] {
  return [
    ...(from === undefined ? [] : [sql<SqlBool>`${instant} >= ${startOf(from)}`]),
    ...(to === undefined ? [] : [sql<SqlBool>`${instant} < ${endOf(to)}`]),
  ];
}

/** `column` is one of `wanted`; with `of`, in a row of that query. */
function among(
  column: RawBuilder<unknown>,
  wanted: readonly string[] | undefined,
  of?: RawBuilder<unknown>,
): RawBuilder<SqlBool>[] {
  if (wanted === undefined || wanted.length === 0) return [];
  const listed = sql<SqlBool>`${column} IN (${sql.join(wanted)})`;
  return [of === undefined ? listed : sql<SqlBool>`EXISTS (${of} AND ${listed})`];
}
