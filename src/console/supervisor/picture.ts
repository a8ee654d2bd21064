import { pictureOf } from './Chart.tsx';
import { chartHeight, chartOption } from './chart-options.ts';
import type { CardDrawing } from './use-drawing.ts';
import type { ReportData } from './use-report.ts';

/** A card's chart as a PNG (data URL) that can stand alone in a report: wide, with its title and period. */
export function picture(
  browser: Window,
  data: ReportData,
  drawing: CardDrawing,
  words: { title: string; subtitle: string },
): string {
  const groups = new Set(data.rows.map(({ key }) => key)).size;
  const { text, dim, surface } = drawing.colours;
  return pictureOf(
    browser,
    (width) => chartOption(data, { ...drawing, width }),
    chartHeight(drawing.dimension, groups),
    { ...words, text, dim, background: surface },
  );
}
