import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Params } from '../api/client.ts';
import { useNow } from '../format/now.tsx';
import { useServices } from '../services.ts';
import type { Dimension } from './dimensions.ts';
import { FILTER_DIMENSIONS, periodOf, type ReportFilter } from './report-filter.ts';
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
      return { total: answer.total, rows, activations: answer.activations ?? [] };
    },
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}
