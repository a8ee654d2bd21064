/** The learning curve of a report. */
import type { SuiteRun } from '../run-suite.ts';
import { fixed } from '../table.ts';
import { learningChart } from './charts.ts';
import { html, htmlTable, Markup } from './html-text.ts';

/** Top-1 against training rows, or how to have it measured. */
export function learningSection({ learning }: SuiteRun): Markup {
  if (learning.length === 0)
    return html`<section><h2>Learning curve</h2><p>Not measured in this run (<code>--learning-curve</code> trains on 10, 25 and 50% too).</p></section>`;
  const names = Object.keys(learning[0]?.top1 ?? {});
  const series = names.map((name) => ({
    name,
    points: learning.map(({ rows, top1 }): [number, number] => [rows, top1[name] ?? Number.NaN]),
  }));
  return html`<section><h2>Learning curve</h2><figure>${new Markup(learningChart(series))}</figure>
${htmlTable(
  ['training rows', ...names],
  learning.map(({ rows, top1 }) => [rows, ...names.map((name) => fixed(top1[name]))]),
)}</section>`;
}
