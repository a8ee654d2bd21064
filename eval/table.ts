/** Tables in the terminal. */

import type { Interval } from './metrics/bootstrap.ts';
import type { SuiteRun, ViewedResult } from './run-suite.ts';
import { targetName } from './write.ts';

/** Lines up columns; the first to the left, numbers to the right. */
export function textTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((name, c) => Math.max(name.length, ...rows.map((row) => (row[c] ?? '').length)));
  const line = (cells: readonly string[]) =>
    widths
      .map((width, c) => (c < 2 ? (cells[c] ?? '').padEnd(width) : (cells[c] ?? '').padStart(width)))
      .join('  ')
      .trimEnd();
  return [line(header), line(widths.map((width) => '─'.repeat(width))), ...rows.map(line)].join('\n');
}

export const fixed = (value: number | undefined, digits = 3): string =>
  value === undefined || !Number.isFinite(value) ? '–' : value.toFixed(digits);

const within = ({ high, low, value }: Interval) => `${fixed(value)} [${fixed(low)}, ${fixed(high)}]`;

/** What the terminal shows of a suite: headline figures of every system, levels, failures. */
export function terminalReport(run: SuiteRun): string {
  const single = rowsOf(run, (result, view) =>
    Object.entries(result.targets).flatMap(([name, figures]) =>
      figures.kind === 'single'
        ? [
            [
              result.system,
              targetName(name, view),
              String(figures.n),
              within(figures.top1),
              fixed(figures.top3.value),
              fixed(figures.macroF1.value),
              fixed(figures.weightedF1.value),
              fixed(figures.ece.value),
              fixed(figures.coverage97.value),
            ],
          ]
        : [],
    ),
  );
  const multi = rowsOf(run, (result, view) =>
    Object.entries(result.targets).flatMap(([name, figures]) =>
      figures.kind === 'multi'
        ? [
            [
              result.system,
              targetName(name, view),
              String(figures.n),
              within(figures.jaccard),
              within(figures.microF1),
              fixed(figures.samplesF1.value),
              fixed(figures.macroF1.value),
              fixed(figures.top1.value),
            ],
          ]
        : [],
    ),
  );
  const parts = [`${run.suite.title}`];
  if (single.length > 0)
    parts.push(textTable(['system', 'target', 'n', 'top-1', 'top-3', 'macro-F1', 'wtd F1', 'ECE', 'cov@97%'], single));
  if (multi.length > 0)
    parts.push(textTable(['system', 'target', 'n', 'Jaccard', 'micro-F1', 'samples-F1', 'macro-F1', 'top-1'], multi));
  parts.push(...sliceLines(run), ...notes(run));
  return parts.join('\n\n');
}

function rowsOf(run: SuiteRun, rows: (result: ViewedResult['result'], view: string) => string[][]): string[][] {
  return [...run.main, ...run.others].flatMap(({ result, view }) => rows(result, view));
}

/** Languages are what Bishkek's figures stand or fall with. */
function sliceLines(run: SuiteRun): string[] {
  const rows = run.main.flatMap(({ result, view }) =>
    Object.entries(result.targets).flatMap(([name, { slices }]) =>
      slices
        .filter(({ by }) => by === 'language' || by === 'declared')
        .map((slice) => [
          `${slice.by} ${slice.value}`,
          targetName(name, view),
          String(slice.n),
          slice.top1 === undefined ? 'too few rows' : within(slice.top1),
          fixed(slice.top3),
        ]),
    ),
  );
  return rows.length === 0 ? [] : [textTable(['slice', 'target', 'n', 'top-1', 'top-3'], rows)];
}

function notes(run: SuiteRun): string[] {
  const [first] = run.main;
  const emergency = first?.result.emergency;
  const failures = run.main.flatMap(({ result, view }) =>
    Object.entries(result.failures).map(([cause, count]) => `${count} × ${cause} (${view})`),
  );
  const { cost } = run;
  const share = (value: number) => (Number.isFinite(value) ? `${(100 * value).toFixed(1)}%` : '–');
  return [
    ...(emergency === undefined
      ? []
      : [`emergencies: recall ${fixed(emergency.recall)} of ${emergency.n}, precision ${fixed(emergency.precision)}`]),
    ...(cost === null
      ? []
      : [
          `${targetName(cost.target, cost.view)}: one key ${share(cost.levels.preselect.share)} (right ${share(cost.levels.preselect.right)}), ` +
            `one of three ${share(cost.levels.suggest.share)}, search ${share(cost.levels.manual.share)}`,
        ]),
    ...(failures.length === 0 ? [] : [`failures: ${failures.join(', ')}`]),
    ...run.notRun.map(({ system, why }) => `not run: ${system}: ${why}`),
  ];
}
