/** What ECharts is told to draw: bars of groups, lines and columns over time. No grid where a label says the value. */
import type { EChartsCoreOption } from 'echarts/core';
import type { ChartColours } from './chart-colours.ts';
import { type Dimension, isTime } from './dimensions.ts';
import type { Part, ReportSpec } from './specs.ts';
import type { ReportData, ReportRow } from './use-report.ts';

/** Everything a drawing needs beside the figures. */
export interface Drawing {
  spec: ReportSpec;
  dimension: Dimension;
  colours: ChartColours;
  /** Width of the chart in pixels. */
  width: number;
  nameOf(key: string | null): string;
  partName(figure: string): string;
  /** A figure of the parts as people write it. */
  write(figure: string, value: number | null): string;
  /** What stands at the end of a bar. */
  label(row: ReportRow): string;
}

/** Most groups that a chart shows; the table has all. */
export const MOST_BARS = 12;
const BAR_ROW = 30;

/** Height in pixels that a chart needs. */
export function chartHeight(dimension: Dimension, rows: number): number {
  return isTime(dimension) ? 240 : Math.min(rows, MOST_BARS) * BAR_ROW + 12;
}

export function chartOption(data: ReportData, drawing: Drawing): EChartsCoreOption {
  const base = {
    animation: false,
    textStyle: { fontFamily: '"Golos Text Variable", system-ui, sans-serif', color: drawing.colours.dim, fontSize: 12 },
    aria: { enabled: false },
  };
  if (!isTime(drawing.dimension)) return { ...base, ...bars(data.rows.slice(0, MOST_BARS), drawing) };
  if (drawing.spec.name === 'models') return { ...base, ...versions(data, drawing) };
  return { ...base, ...overTime(data.rows, drawing) };
}

function tooltip({ colours }: Drawing) {
  return {
    trigger: 'axis',
    confine: true,
    backgroundColor: colours.surface,
    borderColor: colours.line,
    textStyle: { color: colours.text, fontSize: 13 },
    axisPointer: { type: 'shadow', shadowStyle: { color: colours.line, opacity: 0.35 } },
  };
}

/** Horizontal bars, the largest group on top, its figure written at the end. */
function bars(rows: readonly ReportRow[], drawing: Drawing): EChartsCoreOption {
  const { spec, colours, width } = drawing;
  const { parts, normal } = spec.bar;
  const nameWidth = Math.min(270, Math.round(width * 0.42));
  const sums = rows.map((row) => parts.reduce((sum, { figure }) => sum + (row.figures[figure] ?? 0), 0));
  const longest = Math.max(...sums, 0);
  const value = (row: ReportRow, figure: string, index: number) => {
    const figureValue = row.figures[figure] ?? null;
    const sum = sums[index] ?? 0;
    return !normal || figureValue === null ? figureValue : sum === 0 ? 0 : figureValue / sum;
  };
  const series = parts.map(({ figure, shade }) => ({
    type: 'bar',
    name: drawing.partName(figure),
    stack: 'all',
    barWidth: 14,
    itemStyle: { color: colours.shade[shade] },
    emphasis: { disabled: true },
    data: rows.map((row, index) => value(row, figure, index)),
  }));
  // A bar of no length that only carries the text at the end of the others.
  const end = {
    type: 'bar',
    name: '',
    stack: 'all',
    barWidth: 14,
    silent: true,
    data: rows.map(() => 0),
    label: {
      show: true,
      position: 'right',
      color: colours.text,
      fontSize: 12,
      formatter: ({ dataIndex }: { dataIndex: number }) => {
        const row = rows[dataIndex];
        return row === undefined ? '' : drawing.label(row);
      },
    },
    tooltip: { show: false },
  };
  return {
    grid: { left: nameWidth + 10, right: Math.min(130, Math.round(width * 0.27)), top: 4, bottom: 4 },
    tooltip: { ...tooltip(drawing), formatter: rowTooltip(rows, drawing) },
    xAxis: {
      type: 'value',
      show: false,
      min: 0,
      max: normal ? 1 : spec.bar.kind === 'share' ? Math.max(longest, 0.05) : longest || 1,
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: rows.map((row) => twoLines(drawing.nameOf(row.key), nameWidth)),
      axisTick: { show: false },
      axisLine: { show: false },
      axisLabel: { color: colours.text, fontSize: 12, lineHeight: 13.5, interval: 0 },
      triggerEvent: true,
    },
    series: [...series, end],
  };
}

/** Average width of a letter at the size of the names, in pixels. */
const LETTER = 6.6;

/** A name in at most two lines of this width, cut off where even that is too little. */
function twoLines(name: string, width: number): string {
  const most = Math.floor(width / LETTER);
  if (name.length <= most) return name;
  const space = name.lastIndexOf(' ', most);
  const first = space > 0 ? name.slice(0, space) : name.slice(0, most);
  const rest = name.slice(first.length).trim();
  return `${first}\n${rest.length > most ? `${rest.slice(0, most - 1).trimEnd()}…` : rest}`;
}

/** Minutes between the lines of the axis: what people count in, and at most four lines. */
function roundStep(highest: number): number {
  const steps = [5, 15, 30, 60, 120, 180, 240, 360, 720, 1_440, 2_880, 7_200, 14_400];
  return steps.find((step) => highest / step <= 4) ?? 43_200;
}

function rowTooltip(rows: readonly ReportRow[], drawing: Drawing) {
  return (items: { dataIndex: number }[]) => {
    const row = rows[items[0]?.dataIndex ?? -1];
    if (row === undefined) return '';
    const lines = drawing.spec.columns.map(
      ([figure]) =>
        `${asText(drawing.partName(figure))}: <b>${asText(drawing.write(figure, row.figures[figure] ?? null))}</b>`,
    );
    return [asText(drawing.nameOf(row.key)), ...lines].join('<br>');
  };
}

/** Names come from the taxonomy and from senders: never as HTML. */
function asText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function timeAxes(keys: readonly (string | null)[], drawing: Drawing, parts: readonly Part[], highest = 0) {
  const { colours, spec } = drawing;
  const figure = parts[0]?.figure ?? '';
  const step = roundStep(highest);
  return {
    grid: { left: 8, right: 16, top: 16, bottom: 4, containLabel: true },
    xAxis: {
      type: 'category',
      data: keys.map((key) => drawing.nameOf(key)),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colours.line } },
      axisLabel: { color: colours.dim, hideOverlap: true },
    },
    yAxis: {
      type: 'value',
      min: 0,
      splitNumber: 3,
      ...(spec.lineKind === 'minutes' && { interval: step, max: Math.ceil(highest / step) * step || step }),
      ...(spec.lineKind === 'count' && { minInterval: 1 }),
      ...(spec.lineKind === 'rating' && { max: 5 }),
      splitLine: { lineStyle: { color: colours.line } },
      axisLabel: { color: colours.dim, formatter: (value: number) => drawing.write(figure, value) },
    },
  };
}

/** Counts as columns, shares and times as lines with their name at the end. */
function overTime(rows: readonly ReportRow[], drawing: Drawing): EChartsCoreOption {
  const { spec, colours } = drawing;
  const { lines } = spec;
  return {
    ...timeAxes(
      rows.map(({ key }) => key),
      drawing,
      lines,
      Math.max(0, ...rows.flatMap((row) => lines.map((line) => row.figures[line.figure] ?? 0))),
    ),
    tooltip: { ...tooltip(drawing), formatter: rowTooltip(rows, drawing) },
    series: lines.map(({ figure, shade }) => ({
      type: spec.lineKind === 'count' ? 'bar' : 'line',
      name: drawing.partName(figure),
      data: rows.map((row) => row.figures[figure] ?? null),
      barMaxWidth: 22,
      barCategoryGap: '25%',
      symbol: 'circle',
      symbolSize: 5,
      showSymbol: rows.length <= 40,
      connectNulls: true,
      lineStyle: { width: 2 },
      itemStyle: { color: colours.shade[shade] },
      emphasis: { disabled: true },
    })),
  };
}

/** Suggestions per day, a shade for each version; a line where another version was activated. */
function versions(data: ReportData, drawing: Drawing): EChartsCoreOption {
  const { colours } = drawing;
  const { days } = data;
  const names = versionsOf(data);
  const count = new Map(data.rows.map((row) => [`${row.key}\n${row.split}`, row.figures.suggestions ?? 0]));
  const starts = data.activations.filter(({ at }) => days.includes(dayOf(at)));
  return {
    ...timeAxes(days, drawing, [{ figure: 'suggestions', shade: 'main' }]),
    tooltip: tooltip(drawing),
    series: names.map((version, index) => ({
      type: 'bar',
      name: version,
      stack: 'all',
      barMaxWidth: 22,
      barCategoryGap: '25%',
      emphasis: { disabled: true },
      itemStyle: { color: colours.versions[index % colours.versions.length] },
      data: days.map((day) => count.get(`${day}\n${version}`) ?? 0),
      ...(index === 0 && {
        markLine: {
          symbol: 'none',
          silent: true,
          lineStyle: { color: colours.text, type: 'dashed', width: 1 },
          label: { color: colours.text, formatter: '{b}', position: 'end' },
          data: starts.map(({ at, version: name }) => ({ name, xAxis: drawing.nameOf(dayOf(at)) })),
        },
      }),
    })),
  };
}

/** Versions in the order in which they first answered. */
export function versionsOf(data: ReportData): string[] {
  return [...new Set(data.rows.map(({ split }) => split ?? ''))];
}

function dayOf(iso: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Bishkek' }).format(new Date(iso));
}
