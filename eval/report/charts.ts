/** Charts as SVG text, drawn without a browser: ECharts with `ssr`. */

import type { EChartsOption } from 'echarts';
import { BarChart, HeatmapChart, LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, LegendComponent, MarkLineComponent, VisualMapComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { ReliabilityBin } from '../metrics/calibration.ts';
import type { RiskPoint } from '../metrics/selective.ts';

use([BarChart, HeatmapChart, LineChart, ScatterChart]);
use([GridComponent, LegendComponent, MarkLineComponent, VisualMapComponent, SVGRenderer]);

/** Okabe and Ito's colours: told apart by everybody, and on grey paper by the dash. */
const COLOURS = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#E69F00', '#56B4E9', '#555555'];
const FONT = 'system-ui, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif';

/** An SVG element with a title for those who cannot see it. */
export function drawChart(option: EChartsOption, width: number, height: number, title: string): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  chart.setOption({ animation: false, color: COLOURS, textStyle: { fontFamily: FONT, fontSize: 12 }, ...option });
  const svg = chart.renderToSVGString({ useViewBox: true });
  chart.dispose();
  const name = title.replace(/[<>&"]/gu, '');
  return svg.replace('<svg ', `<svg role="img" aria-label="${name}" class="chart" style="max-width:${width}px" `);
}

const axis = (name: string, more: object = {}) => ({
  type: 'value' as const,
  name,
  nameLocation: 'middle' as const,
  nameGap: 32,
  ...more,
});

/** Share of right answers against stated confidence; the bars say how many rows a bin holds. */
export function reliabilityChart(bins: readonly ReliabilityBin[]): string {
  const filled = bins.filter(({ count }) => count > 0);
  const total = filled.reduce((sum, { count }) => sum + count, 0);
  return drawChart(
    {
      grid: { left: 56, right: 24, top: 36, bottom: 52 },
      legend: { top: 4, data: ['accuracy', 'share of rows'] },
      xAxis: axis('confidence', { min: 0, max: 1 }),
      yAxis: axis('accuracy', { min: 0, max: 1, nameGap: 38 }),
      series: [
        {
          name: 'share of rows',
          type: 'bar',
          barWidth: Math.floor(360 / bins.length) - 2,
          itemStyle: { color: '#d5dbe1' },
          data: filled.map(({ count, from, to }) => [(from + to) / 2, count / total]),
        },
        {
          name: 'accuracy',
          type: 'line',
          symbolSize: 7,
          data: filled.map(({ accuracy, confidence }) => [confidence, accuracy]),
          markLine: {
            silent: true,
            symbol: 'none',
            label: { show: false },
            lineStyle: { type: 'dashed', color: '#888' },
            data: [[{ coord: [0, 0] }, { coord: [1, 1] }]],
          },
        },
      ],
    },
    460,
    380,
    'Reliability diagram',
  );
}

export interface NamedCurve {
  name: string;
  curve: readonly RiskPoint[];
}

/** Share of wrong answers among the surest part of the rows. */
export function riskChart(curves: readonly NamedCurve[]): string {
  const top = Math.max(0.02, ...curves.flatMap(({ curve }) => curve.at(-1)?.risk ?? 0));
  return drawChart(
    {
      grid: { left: 60, right: 24, top: 16 + 22 * Math.ceil(curves.length / 3), bottom: 52 },
      legend: { top: 4 },
      xAxis: axis('coverage: share answered, surest first', { min: 0, max: 1 }),
      yAxis: axis('risk: share of wrong answers', { min: 0, max: Math.ceil(top * 20) / 20, nameGap: 42 }),
      series: curves.map(({ curve, name }, i) => ({
        name,
        type: 'line' as const,
        showSymbol: false,
        lineStyle: { width: i === 0 ? 2.5 : 1.5, type: i === 0 ? ('solid' as const) : ('dashed' as const) },
        data: curve.map(({ coverage, risk }) => [coverage, risk]),
      })),
    },
    640,
    380,
    'Risk-coverage curves',
  );
}

export interface HeatData {
  labels: readonly string[];
  /** Rows by true (index of row) and predicted label. */
  counts: readonly (readonly number[])[];
}

/** Confusions between labels; the diagonal is left out, or nothing else would be seen. */
export function confusionChart({ counts, labels }: HeatData): string {
  const cells = counts.flatMap((row, t) => row.flatMap((count, p) => (t === p || count === 0 ? [] : [[p, t, count]])));
  const top = Math.max(1, ...cells.map((cell) => cell[2] ?? 0));
  const left = 40 + Math.min(320, 6.6 * Math.max(...labels.map((label) => label.length)));
  const side = Math.max(320, 26 * labels.length);
  return drawChart(
    {
      grid: { left, right: 16, top: 8, bottom: 60 },
      xAxis: {
        type: 'category',
        data: labels.map((_, i) => String(i + 1)),
        name: 'predicted (numbers as at the left)',
        nameLocation: 'middle',
        nameGap: 28,
        splitArea: { show: true },
      },
      yAxis: {
        type: 'category',
        inverse: true,
        data: labels.map((label, i) => `${label}  ${i + 1}`),
        splitArea: { show: true },
      },
      visualMap: { min: 0, max: top, show: false, inRange: { color: ['#eaf2f9', '#56B4E9', '#0072B2', '#00304d'] } },
      series: [
        {
          type: 'heatmap',
          data: cells,
          label: { show: true, fontSize: 10, formatter: (cell) => String((cell.value as number[])[2] ?? '') },
        },
      ],
    },
    left + side + 16,
    side + 68,
    'Confusions by true and predicted label',
  );
}

export interface BarRow {
  label: string;
  value: number;
  low?: number;
  high?: number;
  note?: string;
}

/** Horizontal bars over 0…1, with intervals as thin lines where there are any. */
export function barChart(rows: readonly BarRow[], name: string): string {
  const left = 12 + Math.min(320, 6.6 * Math.max(...rows.map(({ label }) => label.length)));
  const labels = rows.map(({ label }) => label);
  return drawChart(
    {
      grid: { left, right: 76, top: 8, bottom: 44 },
      xAxis: axis(name, { min: 0, max: 1, nameGap: 26 }),
      yAxis: { type: 'category', inverse: true, data: labels, axisTick: { show: false } },
      series: [
        {
          type: 'bar',
          barMaxWidth: 14,
          itemStyle: { color: '#0072B2' },
          data: rows.map(({ value }) => value),
        },
        {
          // The note stands behind the interval, not on it.
          type: 'scatter',
          symbolSize: 0.01,
          label: {
            show: true,
            position: 'right',
            distance: 6,
            fontSize: 11,
            color: '#333',
            formatter: (dot) => barNote(rows, dot),
          },
          data: rows.map(({ high, value }, i) => [Math.max(value, high ?? 0), i]),
        },
        ...rows.flatMap(({ high, low }, i) =>
          low === undefined || high === undefined
            ? []
            : [
                {
                  type: 'line' as const,
                  showSymbol: false,
                  z: 3,
                  lineStyle: { color: '#222', width: 1.5 },
                  data: [
                    [low, i],
                    [high, i],
                  ],
                },
              ],
        ),
      ],
    },
    left + 460,
    60 + 22 * rows.length,
    name,
  );
}

function barNote(rows: readonly BarRow[], bar: { dataIndex?: number }): string {
  const row = rows[bar.dataIndex ?? -1];
  return row === undefined ? '' : `${row.value.toFixed(2)}${row.note === undefined ? '' : `  ${row.note}`}`;
}

/** Lines over the number of training rows. */
export function learningChart(
  series: readonly { name: string; points: readonly [rows: number, value: number][] }[],
): string {
  return drawChart(
    {
      grid: { left: 60, right: 24, top: 36, bottom: 52 },
      legend: { top: 4 },
      xAxis: { ...axis('training rows (logarithmic)'), type: 'log' },
      yAxis: axis('top-1', { scale: true, nameGap: 42 }),
      series: series.map(({ name, points }) => ({
        name,
        type: 'line' as const,
        symbolSize: 7,
        data: points.map((p) => [...p]),
      })),
    },
    640,
    340,
    'Learning curve',
  );
}
