import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Params } from '../api/client.ts';
import { useNow } from '../format/now.tsx';
import { useServices } from '../services.ts';
import type { Dimension } from './dimensions.ts';
import { daysOf, FILTER_DIMENSIONS, periodOf, type ReportFilter } from './report-filter.ts';
import type { ReportSpec } from './specs.ts';

export type Figures = Record<string, number | null>;
export type ReportRow = { key: string | null; split: string | null; figures: Figures };

export interface Activation {
  version: string;
  at: string;
  by: string;
}

export interface ReportData {
  total: Figures;
  rows: ReportRow[];
  activations: Activation[];
  /** Every day of the period; empty where rows are not by day. */
  days: string[];
}

interface Answer {
  total: Figures;
  rows: (Figures & { key: unknown; split: unknown })[];
  activations?: Activation[];
}

/** What a card asks the service for. */
export function reportParams(spec: ReportSpec, dimension: Dimension, filter: ReportFilter, now: number): Params {
  return {
    ...(spec.snapshot ? {} : periodOf(filter, now)),
    ...Object.fromEntries(FILTER_DIMENSIONS.map((name) => [name, filter[name]])),
    by: dimension,
    split: spec.name === 'models' && dimension === 'day' ? 'modelVersion' : undefined,
  };
}

/** One report by one dimension; what was shown stays until the new figures are there. */
export function useReport(spec: ReportSpec, dimension: Dimension, filter: ReportFilter) {
  const { api } = useServices();
  const params = reportParams(spec, dimension, filter, useNow());
  const path = `/v1/reports/${spec.name}`;
  return useQuery({
    queryKey: ['report', spec.name, params],
    queryFn: async ({ signal }): Promise<ReportData> => {
      const answer = await api.get<Answer>(path, params, signal);
      const rows = answer.rows.map(({ key, split, ...figures }) => ({
        key: key as string | null,
        split: split as string | null,
        figures: figures as Figures,
      }));
      const days = dimension === 'day' ? daysOf(String(params.from), String(params.to)) : [];
      return {
        total: answer.total,
        rows: params.split === undefined ? withDays(rows, days) : rows,
        activations: answer.activations ?? [],
        days,
      };
    },
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}

/** A day on which nothing is known stands in the chart as a gap, not as if it had not been. */
function withDays(rows: readonly ReportRow[], days: readonly string[]): ReportRow[] {
  if (days.length === 0 || rows.length === 0) return [...rows];
  const known = new Map(rows.map((row) => [row.key, row]));
  return days.map((key) => known.get(key) ?? { key, split: null, figures: {} });
}
