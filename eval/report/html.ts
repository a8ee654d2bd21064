/** The report as one HTML file: no script, no font, no address is loaded. */
import { ASSUMPTIONS } from '../cost.ts';
import type { Interval } from '../metrics/bootstrap.ts';
import type { SuiteRun } from '../run-suite.ts';
import { fixed } from '../table.ts';
import type { SingleFigures } from '../types.ts';
import { targetName } from '../write.ts';
import { barChart, confusionChart, reliabilityChart, riskChart } from './charts.ts';
import { html, htmlTable, Markup } from './html-text.ts';
import { learningSection } from './learning.ts';
import { confusionHeat, shortLabel, singleTargets, worstErrors } from './pick.ts';
import { STYLE } from './style.ts';

const percent = (value: number) => (Number.isNaN(value) ? '–' : `${(100 * value).toFixed(1)}%`);
const within = ({ high, low, value }: Interval) => html`${fixed(value)} <small>${fixed(low)}–${fixed(high)}</small>`;

/** @param made when the report was written, ISO 8601 */
export function htmlReport(run: SuiteRun, made: string): string {
  const first = run.main[0]?.result;
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${run.suite.title} · ${first?.model ?? ''}</title><style>${new Markup(STYLE)}</style></head><body><main>
<header><h1>${run.suite.title}</h1>
<p class="about">System <b>${first?.system}</b>, model <b>${first?.model}</b>. ${first?.n ?? 0} appeals, data ${hash(first?.dataHash)},
model ${hash(first?.modelHash)}, code ${hash(first?.codeHash)}, seed ${first?.seed ?? ''}, ${first?.resamples ?? 0} resamples. ${made}</p></header>
${summarySection(run)}
${comparisonSection(run)}
${costSection(run)}
${singleTargets(run).map(({ figures, name, result, target }, i) => targetSection(run, name, target, figures, result.rows, i === 0))}
${learningSection(run)}
${failureSection(run)}
${worstSection(run)}
</main></body></html>
`.text;
}

const hash = (value: string | null | undefined) => html`<code>${value?.slice(0, 12) ?? '–'}</code>`;

function summarySection(run: SuiteRun): Markup {
  const all = [...run.main, ...run.others];
  const single = all.flatMap(({ result, view }) =>
    Object.entries(result.targets).flatMap(([target, figures]) =>
      figures.kind === 'single' ? [{ result, name: targetName(target, view), figures }] : [],
    ),
  );
  const multi = all.flatMap(({ result, view }) =>
    Object.entries(result.targets).flatMap(([target, figures]) =>
      figures.kind === 'multi' ? [{ result, name: targetName(target, view), figures }] : [],
    ),
  );
  const header = [
    'target',
    'system',
    'n',
    'top-1',
    'top-3',
    'macro-F1',
    'weighted F1',
    'balanced',
    'log loss',
    'ECE',
    'covered at 97%',
  ];
  const names = [...new Set(single.map(({ name }) => name))];
  return html`<section><h2>Summary</h2>
<p>Values with 95% bootstrap intervals. <i>Covered at 97%</i>: largest share of appeals that can be answered with 97% of the answers right, found on these very rows.
Targets with “@” are given with context beside the text.</p>
${
  single.length > 0 &&
  htmlTable(
    header,
    names.flatMap((name) =>
      single
        .filter((entry) => entry.name === name)
        .map(({ figures, result }) => [
          name,
          result.system,
          figures.n,
          within(figures.top1),
          within(figures.top3),
          within(figures.macroF1),
          fixed(figures.weightedF1.value),
          fixed(figures.balancedAccuracy.value),
          fixed(figures.logLoss.value),
          fixed(figures.ece.value),
          within(figures.coverage97),
        ]),
    ),
    2,
  )
}
${
  multi.length > 0 &&
  htmlTable(
    ['target', 'system', 'n', 'Jaccard', 'micro-F1', 'samples-F1', 'macro-F1', 'exact set', 'first label right'],
    multi.map(({ figures, name, result }) => [
      name,
      result.system,
      figures.n,
      within(figures.jaccard),
      within(figures.microF1),
      within(figures.samplesF1),
      within(figures.macroF1),
      fixed(figures.exact.value),
      within(figures.top1),
    ]),
    2,
  )
}
${run.notRun.map(({ system, why }) => html`<p class="warn">Not run: ${system}: ${why}</p>`)}</section>`;
}

function comparisonSection(run: SuiteRun): Markup | false {
  if (run.comparisons.length === 0) return false;
  return html`<section><h2>Against other systems on ${run.suite.headline}</h2>
<p>Difference of top-1 (this system − the other) over paired resamples, and McNemar’s exact test on the rows where only one of the two is right.</p>
${htmlTable(
  ['other system', 'difference', '95% interval', 'only this right', 'only the other right', 'p'],
  run.comparisons.map(({ difference, first, mcnemar, target, view }) => [
    `${first} · ${targetName(target, view)}`,
    signed(difference.value),
    `${signed(difference.low)} … ${signed(difference.high)}`,
    mcnemar.onlySecond,
    mcnemar.onlyFirst,
    mcnemar.p < 1e-4 ? '< 0.0001' : mcnemar.p.toFixed(4),
  ]),
)}</section>`;
}

const signed = (value: number) => `${value >= 0 ? '+' : '−'}${Math.abs(value).toFixed(3)}`;

function costSection({ cost }: SuiteRun): Markup | false {
  if (cost === null) return false;
  const { city, levels } = cost;
  const per = (value: number | null) => (value === null ? '–' : value.toFixed(0));
  const tiles: [string, string][] = [
    [percent(levels.preselect.share), `one key confirms (${percent(levels.preselect.right)} right)`],
    [percent(levels.suggest.share), `one of three (${percent(levels.suggest.right)} among them)`],
    [percent(levels.manual.share), 'need a search'],
    [per(cost.misroutesPer1000), 'misroutes per 1,000 if no wrong preselection is noticed'],
    [
      per(cost.minutesPer1000),
      `dispatcher minutes per 1,000; ${per(cost.minutesPer1000WithoutHelp)} without suggestions`,
    ],
  ];
  return html`<section><h2>What it means for the city</h2><p>${targetName(cost.target, cost.view)}, ${cost.n} appeals. Assumed: ${ASSUMPTIONS.preselectSeconds} s to confirm,
${ASSUMPTIONS.suggestSeconds} s to choose among three, ${ASSUMPTIONS.manualSeconds} s to search; a label that is not among the three costs both.</p>
<div class="tiles">${tiles.map(([value, text]) => html`<div><b>${value}</b><span>${text}</span></div>`)}</div>
${
  city !== null &&
  htmlTable(
    ['the city’s own process, per 1,000 appeals', ''],
    [
      ['citizen’s declared reason is not the final one', per(city.declaredWrongPer1000)],
      ['first assigned unit is not the one that answered', per(city.assignedWrongPer1000)],
      ['appeals passed on at least once', per(city.reroutedPer1000)],
      [
        'extra days to the first answer when passed on, same final label',
        city.daysPerReroute === null ? '–' : city.daysPerReroute.toFixed(1),
      ],
      ['days lost to misroutes: the city’s process', per(city.daysLostPer1000)],
      ['days lost to misroutes: wrong preselections', per(city.daysLostPer1000WithModel)],
    ],
  )
}</section>`;
}

function targetSection(
  run: SuiteRun,
  name: string,
  target: string,
  figures: SingleFigures,
  rows: SuiteRun['main'][number]['result']['rows'],
  full: boolean,
): Markup {
  const view = name.split('@')[1] ?? 'text';
  const peers = run.others.flatMap(({ result, view: seen }) => {
    const own = result.targets[target];
    return seen === view && own?.kind === 'single' && !result.system.startsWith('only')
      ? [{ name: result.system, curve: own.curve }]
      : [];
  });
  const heat = full || target === run.suite.headline ? confusionHeat(rows, target) : null;
  const coverage = [90, 95, 97, 99].map((p) => [`${p}%`, within(figures[`coverage${p}` as 'coverage90'])]);
  return html`<section class="target"><h2>${name}</h2>
<div class="pair"><figure>${new Markup(reliabilityChart(figures.bins))}<figcaption>ECE ${fixed(figures.ece.value)} (equal width), ${fixed(figures.eceMass)} (equal mass).</figcaption></figure>
<figure>${new Markup(riskChart([{ name: 'bagyt', curve: figures.curve }, ...peers]))}<figcaption>AURC ${fixed(figures.aurc.value, 4)}, AUGRC ${fixed(figures.augrc, 4)}.</figcaption></figure></div>
<div class="pair"><div>${htmlTable(['precision', 'covered'], coverage)}</div>
${
  figures.levels !== undefined &&
  html`<div>${htmlTable(
    ['level', 'share', 'first right', 'among three'],
    Object.entries(figures.levels).map(([level, own]) => [
      level,
      percent(own.share),
      percent(own.top1),
      percent(own.top3),
    ]),
  )}</div>`
}
${
  figures.duplicates !== undefined &&
  html`<div>${htmlTable(
    ['texts', 'n', 'top-1', 'top-3', 'macro-F1'],
    (['unseen', 'seen'] as const).map((which) => {
      const own = figures.duplicates?.[which];
      return [
        which === 'unseen' ? 'not seen in training' : 'word for word in training',
        own?.n,
        fixed(own?.top1),
        fixed(own?.top3),
        fixed(own?.macroF1),
      ];
    }),
  )}</div>`
}</div>
${figures.top1Acceptable !== undefined && html`<p>Counting other labels that an expert would accept: top-1 ${fixed(figures.top1Acceptable)}.</p>`}
${sliceTable(figures)}
${
  heat !== null &&
  html`<h3>Confusions</h3><figure>${new Markup(confusionChart({ ...heat, labels: heat.labels.map((label) => shortLabel(label)) }))}</figure>
${htmlTable(
  ['truth', 'said', 'rows', 'for example'],
  figures.confusions
    .slice(0, 15)
    .map((pair) => [
      shortLabel(pair.truth, 70),
      shortLabel(pair.predicted ?? 'no answer', 70),
      pair.count,
      pair.examples.join(', '),
    ]),
  2,
)}`
}
<h3>By label</h3><figure>${new Markup(barChart(labelBars(figures), 'F1'))}</figure></section>`;
}

/** The most frequent labels, and how many rows each has. */
function labelBars({ perClass }: SingleFigures) {
  return perClass
    .slice(0, 40)
    .map(({ f1, label, support }) => ({ label: shortLabel(label), value: f1, note: `n ${support}` }));
}

function sliceTable({ slices }: SingleFigures): Markup | false {
  const shown = slices.filter(({ by }) => by !== 'category');
  if (shown.length === 0) return false;
  const measured = shown.flatMap(({ by, n, top1, value }) =>
    top1 === undefined
      ? []
      : [
          {
            label: `${by}: ${shortLabel(value, 36)}`,
            value: top1.value,
            low: top1.low,
            high: top1.high,
            note: `n ${n}`,
          },
        ],
  );
  const few = shown.filter(({ top1 }) => top1 === undefined);
  return html`<h3>Slices</h3>${measured.length > 0 && html`<figure>${new Markup(barChart(measured, 'top-1'))}</figure>`}
${few.length > 0 && html`<p>Too few rows (under 30) for a figure: ${few.map(({ by, n, value }) => `${by} ${value} (${n})`).join(', ')}.</p>`}`;
}

function failureSection(run: SuiteRun): Markup {
  const rows = [...run.main, ...run.others].flatMap(({ result, view }) =>
    Object.entries(result.failures).map(([cause, count]) => [result.system, view, cause, count]),
  );
  const emergency = run.main[0]?.result.emergency;
  return html`<section><h2>Failures${emergency !== undefined && ' and emergencies'}</h2>
${emergency !== undefined && html`<p>Emergencies raised: ${percent(emergency.recall)} of ${emergency.n}; of the raised ${percent(emergency.precision)} are emergencies.</p>`}
${rows.length === 0 ? html`<p>Every answer came, none degraded.</p>` : htmlTable(['system', 'view', 'cause', 'answers'], rows, 3)}</section>`;
}

function worstSection(run: SuiteRun): Markup {
  const last = run.main.at(-1);
  if (last === undefined) return html``;
  const { headline } = run.suite;
  const errors = worstErrors(last.result, headline);
  return html`<section class="worst"><h2>The surest errors</h2><p>${targetName(headline, last.view)}: wrong answers by falling confidence, with the first label of each evidence; a right one is bold.</p>
${htmlTable(
  ['text', 'truth → said', 'confidence', 'evidence'],
  errors.map((error) => [
    html`<small>${error.id}</small> ${error.text.length > 300 ? `${error.text.slice(0, 300)}…` : error.text}`,
    html`<b>${shortLabel(error.truth, 90)}</b><br>→ ${shortLabel(error.predicted ?? 'no answer', 90)}`,
    error.confidence.toFixed(3),
    error.evidence.map(({ label, name, probability, right }) => {
      const line = html`${name}: ${shortLabel(label, 44)} ${probability.toFixed(2)}`;
      return html`<div class="evidence">${right ? html`<b>${line}</b>` : line}</div>`;
    }),
  ]),
  9,
)}</section>`;
}
