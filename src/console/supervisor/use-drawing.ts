import { useComputedColorScheme } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type ChartColours, chartColours } from './chart-colours.ts';
import { type Dimension, useGroupNames } from './dimensions.ts';
import { type FigureKind, formatFigure } from './figures.ts';
import type { ReportSpec } from './specs.ts';
import type { ReportRow } from './use-report.ts';

/** What a card's chart, legend and picture have in common: words and colours. */
export interface CardDrawing {
  spec: ReportSpec;
  dimension: Dimension;
  colours: ChartColours;
  nameOf(key: string | null): string;
  partName(figure: string): string;
  write(figure: string, value: number | null): string;
  label(row: ReportRow): string;
}

export function useDrawing(spec: ReportSpec, dimension: Dimension): CardDrawing {
  const { t } = useTranslation();
  const groupName = useGroupNames();
  const dark = useComputedColorScheme('light') === 'dark';
  return useMemo(() => {
    const kinds = new Map<string, FigureKind>(spec.columns);
    const write = (figure: string, value: number | null) => formatFigure(t, kinds.get(figure) ?? 'count', value);
    return {
      spec,
      dimension,
      colours: chartColours(dark),
      nameOf: (key) => groupName(dimension, key),
      partName: (figure) => t(`report.figure.${figure}` as 'report.figure.appeals'),
      write,
      label: ({ figures }) => {
        const { figure, of } = spec.label;
        const value = write(figure, figures[figure] ?? null);
        if (of === undefined) return value;
        return t(kinds.get(figure) === 'share' ? 'report.ofShare' : 'report.of', {
          value,
          of: write(of, figures[of] ?? null),
        });
      },
    };
  }, [spec, dimension, dark, t, groupName]);
}
