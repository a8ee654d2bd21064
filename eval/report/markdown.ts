/** The report as Markdown: tables and words, for cards, issues and diffs. */
import { ASSUMPTIONS } from '../cost.ts';
import type { Interval } from '../metrics/bootstrap.ts';
import type { SuiteRun } from '../run-suite.ts';
import { fixed } from '../table.ts';
import { targetName } from '../write.ts';
import { shortLabel, singleTargets, worstErrors } from './pick.ts';

const cell = (value: string | number) => String(value).replace(/\|/gu, '\\|').replace(/\s+/gu, ' ');
export function markdownTable(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(header), `|${header.map((_, c) => (c === 0 ? ' --- ' : ' ---: ')).join('|')}|`, ...rows.map(line)].join(
    '\n',
  );
}
const within = ({ high, low, value }: Interval) => `${fixed(value)} (${fixed(low)}–${fixed(high)})`;
const percent = (value: number) => (Number.isNaN(value) ? '–' : `${(100 * value).toFixed(1)}%`);

/** Errors that are listed; the HTML has more. */
const ERRORS = 10;

export function markdownReport(run: SuiteRun): string {
  const first = run.main[0]?.result;
  const about = `System ${first?.system}, model ${first?.model}; ${first?.n} appeals; data \`${first?.dataHash.slice(0, 12)}\`, code \`${first?.codeHash.slice(0, 12)}\`, seed ${first?.seed}, ${first?.resamples} resamples.`;
  const parts = [
    `# ${run.suite.title}`,
    about,
    ...summary(run),
    ...comparisons(run),
    ...cost(run),
    ...singleTargets(run).map(({ figures, name }) => {
      const rows = figures.slices
        .filter(({ by }) => by !== 'category')
        .map(({ by, n, top1, top3, value }) => [
          `${by}: ${value}`,
          n,
          top1 === undefined ? 'too few rows' : within(top1),
          fixed(top3),
        ]);
      const seen = figures.duplicates;
      return [
        `## ${name}`,
        `Covered at 90 / 95 / 97 / 99% precision: ${[figures.coverage90, figures.coverage95, figures.coverage97, figures.coverage99].map((c) => fixed(c.value)).join(' / ')}. AURC ${fixed(figures.aurc.value, 4)}, AUGRC ${fixed(figures.augrc, 4)}, Brier ${fixed(figures.brier.value)}.`,
        ...(seen === undefined
          ? []
          : [
              `Texts not seen in training: top-1 ${fixed(seen.unseen.top1)} (n ${seen.unseen.n}); word for word in training: ${fixed(seen.seen.top1)} (n ${seen.seen.n}).`,
            ]),
        ...(rows.length === 0 ? [] : [markdownTable(['slice', 'n', 'top-1', 'top-3'], rows)]),
      ].join('\n\n');
    }),
    ...failures(run),
    ...worst(run),
  ];
  return `${parts.join('\n\n')}\n`;
}

function summary(run: SuiteRun): string[] {
  const all = [...run.main, ...run.others].flatMap(({ result, view }) =>
    Object.entries(result.targets).map(([target, figures]) => ({
      name: targetName(target, view),
      system: result.system,
      figures,
    })),
  );
  const single = all.flatMap(({ figures, name, system }) =>
    figures.kind === 'single'
      ? [
          [
            name,
            system,
            figures.n,
            within(figures.top1),
            fixed(figures.top3.value),
            fixed(figures.macroF1.value),
            fixed(figures.weightedF1.value),
            fixed(figures.ece.value),
            fixed(figures.coverage97.value),
          ],
        ]
      : [],
  );
  const multi = all.flatMap(({ figures, name, system }) =>
    figures.kind === 'multi'
      ? [
          [
            name,
            system,
            figures.n,
            within(figures.jaccard),
            within(figures.microF1),
            fixed(figures.samplesF1.value),
            fixed(figures.top1.value),
          ],
        ]
      : [],
  );
  const columns = ['target', 'system', 'n', 'top-1', 'top-3', 'macro-F1', 'weighted F1', 'ECE', 'covered at 97%'];
  return [
    ...(single.length > 0 ? [markdownTable(columns, single)] : []),
    ...(multi.length > 0
      ? [markdownTable(['target', 'system', 'n', 'Jaccard', 'micro-F1', 'samples-F1', 'top-1'], multi)]
      : []),
    ...run.notRun.map(({ system, why }) => `Not run: ${system}: ${why}`),
  ];
}

function comparisons(run: SuiteRun): string[] {
  if (run.comparisons.length === 0) return [];
  const rows = run.comparisons.map(({ difference, first, mcnemar, target, view }) => [
    `${first} · ${targetName(target, view)}`,
    within(difference),
    `${mcnemar.onlySecond} : ${mcnemar.onlyFirst}`,
    mcnemar.p < 1e-4 ? '< 0.0001' : mcnemar.p.toFixed(4),
  ]);
  return [markdownTable(['against', 'difference of top-1', 'only this : only that right', 'p (McNemar)'], rows)];
}

function cost({ cost: own }: SuiteRun): string[] {
  if (own === null) return [];
  const { city, levels } = own;
  const lines = [
    `- one key confirms ${percent(levels.preselect.share)} (${percent(levels.preselect.right)} right), one of three ${percent(levels.suggest.share)} (${percent(levels.suggest.right)} among them), search ${percent(levels.manual.share)}`,
    `- ${own.misroutesPer1000.toFixed(0)} misroutes per 1,000 if no wrong preselection is noticed; ${own.minutesPer1000.toFixed(0)} dispatcher minutes per 1,000 (${ASSUMPTIONS.preselectSeconds} / ${ASSUMPTIONS.suggestSeconds} / ${ASSUMPTIONS.manualSeconds} s), ${own.minutesPer1000WithoutHelp.toFixed(0)} without suggestions`,
    ...(city === null
      ? []
      : [
          `- the city's own process, per 1,000: ${city.declaredWrongPer1000?.toFixed(0) ?? '–'} declared otherwise, ${city.assignedWrongPer1000?.toFixed(0) ?? '–'} first assigned to another unit, ${city.reroutedPer1000.toFixed(0)} passed on; ${city.daysPerReroute?.toFixed(1) ?? '–'} extra days each`,
        ]),
  ];
  return [`## What it means for the city (${targetName(own.target, own.view)})`, lines.join('\n')];
}

function failures(run: SuiteRun): string[] {
  const rows = [...run.main, ...run.others].flatMap(({ result, view }) =>
    Object.entries(result.failures).map(([cause, count]) => [result.system, view, cause, count]),
  );
  const emergency = run.main[0]?.result.emergency;
  return [
    ...(emergency === undefined ? [] : [`Emergencies raised: ${percent(emergency.recall)} of ${emergency.n}.`]),
    ...(rows.length === 0 ? [] : [markdownTable(['system', 'view', 'cause', 'answers'], rows)]),
  ];
}

function worst(run: SuiteRun): string[] {
  const last = run.main.at(-1);
  if (last === undefined) return [];
  const rows = worstErrors(last.result, run.suite.headline, ERRORS).map((error) => [
    error.id,
    shortLabel(error.truth, 70),
    shortLabel(error.predicted ?? 'no answer', 70),
    error.confidence.toFixed(3),
  ]);
  return rows.length === 0 ? [] : ['## The surest errors', markdownTable(['row', 'truth', 'said', 'confidence'], rows)];
}
