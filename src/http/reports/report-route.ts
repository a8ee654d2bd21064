import type { z } from 'zod';
import { problem } from '../../errors.ts';
import { type FlatRow, groupColumns, toCsv } from '../../report/csv.ts';
import { daysOf, hoursOf, type Period, periodOf } from '../../report/period.ts';
import type { Grouped, Report } from '../../report/report.ts';
import type { App, AppDeps } from '../deps.ts';
import { CsvSchema, type ReportQueryParameters, reportAnswer, reportQuery } from './schemas.ts';

/** Longest periods, in days: ten years; by hour a quarter. */
const MAX_DAYS = 3_660;
const MAX_DAYS_BY_HOUR = 92;

/** Members of one report's answer beside those that all have. */
export interface Extra {
  schema: z.ZodRawShape;
  read(period: Period): Promise<Record<string, unknown>>;
}

/** `GET /v1/reports/<name>`: one KPI family as JSON or CSV. */
export function reportRoute<Shape extends z.ZodRawShape, Counts>(
  app: App,
  deps: AppDeps,
  report: Report<Shape, Counts>,
  extra?: Extra,
): void {
  const id = report.name.replaceAll(/(?:^|-)(\w)/gu, (_match, letter: string) => letter.toUpperCase());
  const answer = reportAnswer(report.figures, id);
  app.get(`/v1/reports/${report.name}`, {
    config: { access: ['dispatcher', 'ml'] },
    schema: {
      tags: ['reports'],
      summary: report.summary,
      description: report.definition,
      querystring: reportQuery(report.dimensions, report.snapshot ?? false),
      response: {
        200: {
          description: 'The figures over all, and a row for each group',
          content: {
            'application/json': { schema: extra ? answer.extend(extra.schema).meta({ id: `${id}Timeline` }) : answer },
            'text/csv': { schema: CsvSchema },
          },
        },
      },
    },
    handler: async (request, reply) => {
      const query = request.query as ReportQueryParameters;
      const { from, to, by, split, format, ...filter } = query;
      const now = deps.now();
      const period = periodOf({ from, to }, now);
      refuseTooLong(period, by, split);
      const grouped = await report.count(deps.store.db, { filter, period, grouping: { by, split }, now });
      const groups = split === undefined ? withEmptyTimes(grouped, report.empty, by, period) : grouped.groups;
      const rows = groups.map((group) => ({ key: group.key, split: group.split, ...report.row(group.counts) }));
      const total = report.row(grouped.total);
      const name = [report.name, ...(report.snapshot ? [period.to] : [period.from, period.to])].join('-');
      if (format === 'csv' || (format === undefined && prefersCsv(request.headers.accept)))
        return await reply
          .type('text/csv; charset=utf-8')
          .header('content-disposition', `attachment; filename="${name}.csv"`)
          .serializer((text: string) => text)
          .send(asCsv(rows, total, by, split) as never);
      const days = report.snapshot ? { from: null, to: null } : { from: period.from, to: period.to };
      return await reply.type('application/json; charset=utf-8').send({
        report: report.name,
        ...days,
        by: by ?? null,
        split: split ?? null,
        generatedAt: now.toISOString(),
        total,
        rows,
        ...(await extra?.read(period)),
      } as never);
    },
  });

  function asCsv(
    rows: readonly { key: string | null; split: string | null }[],
    total: object,
    by: string | undefined,
    split: string | undefined,
  ): string {
    const figures = Object.keys(report.figures.shape);
    if (by === undefined) return toCsv([total as FlatRow], figures);
    const columnsOf = (row: { key: string | null; split: string | null }): FlatRow => ({
      ...groupColumns(by, row.key, deps.taxonomy),
      ...(split === undefined ? {} : groupColumns(split, row.split, deps.taxonomy)),
    });
    const columns = [...Object.keys(columnsOf({ key: null, split: null })), ...figures];
    return toCsv(
      rows.map((row) => ({ ...(row as unknown as FlatRow), ...columnsOf(row) })),
      columns,
    );
  }
}

/** A day or an hour in which nothing happened is a row too, where the report can say what nothing is. */
function withEmptyTimes<Counts>(
  grouped: Grouped<Counts>,
  empty: Counts | undefined,
  by: string | undefined,
  period: Period,
): Grouped<Counts>['groups'] {
  if (empty === undefined || (by !== 'day' && by !== 'hour')) return grouped.groups;
  const known = new Map(grouped.groups.map((group) => [group.key, group]));
  return (by === 'day' ? daysOf(period) : hoursOf(period)).map(
    (key) => known.get(key) ?? { key, split: null, counts: empty },
  );
}

function refuseTooLong(period: Period, by: string | undefined, split: string | undefined): void {
  const days = Math.round((period.end.getTime() - period.start.getTime()) / 86_400_000);
  const most = by === 'hour' || split === 'hour' ? MAX_DAYS_BY_HOUR : MAX_DAYS;
  if (days > most)
    throw problem('invalid-request', `The period has ${days} days; at most ${most} can be asked for`, {
      errors: [{ path: '/querystring/from', message: `is more than ${most} days before \`to\`` }],
    });
}

/** Whether the caller names CSV before JSON; a browser that takes anything gets JSON. */
function prefersCsv(accept: string | undefined): boolean {
  const types = (accept ?? '').split(',').map((part) => part.split(';')[0]?.trim().toLowerCase());
  const csv = types.indexOf('text/csv');
  const json = types.indexOf('application/json');
  return csv !== -1 && (json === -1 || csv < json);
}
