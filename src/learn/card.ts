/** CARD.md of a model folder, filled from the manifest alone: no figure in it is typed. */
import type { Manifest } from '../classify/manifest.ts';

const SITUATION_NAMES: Record<string, string> = {
  full: 'text and context',
  text: 'text alone',
  'no-encoder': 'text and context, without the encoder',
  'no-encoder-text': 'text alone, without the encoder',
};

const percent = (value: number | undefined) => (value === undefined ? '–' : `${(100 * value).toFixed(1)}%`);

export function modelCard(manifest: Manifest): string {
  const { data, encoder, promise, targets } = manifest;
  const lines = [
    `# Model ${manifest.version}`,
    '',
    manifest.description,
    '',
    'This card is written by `npm run train` from the manifest beside it.',
    '',
    '## Made from',
    '',
    '| role | file | rows | SHA-256 |',
    '| --- | --- | --- | --- |',
    ...data.map((file) => `| ${file.role} | ${file.name} | ${file.rows} | \`${file.sha256.slice(0, 16)}…\` |`),
    '',
    `Created ${manifest.createdAt}, seed ${manifest.seed}, code \`${manifest.code}\`.`,
    encoder === null
      ? 'No encoder: n-grams, tables and places only.'
      : `Encoder ${encoder.name} (${encoder.dimension} dimensions, \`${encoder.sha256.slice(0, 16)}…\`).`,
    manifest.columns.length === 0
      ? 'Context: none.'
      : `Context columns: ${manifest.columns.join(', ')}; the first is taken for the citizen's own choice.`,
    '',
    '## Targets',
    '',
    '| target | labels | kind | follows from |',
    '| --- | --- | --- | --- |',
    ...targets.map((t) => `| ${t.name} | ${t.labels.length} | ${t.multi ? 'several' : 'one'} | ${t.source ?? '–'} |`),
    '',
    '## Figures on the calibration rows',
    '',
    'Cross-fitted: every row is answered by evidences and a fusion that were not fitted on it. Measure on rows of a',
    'later time with `npm run eval` before relying on them.',
    '',
    '| target | situation | rows | top-1 | top-3 | log loss | ECE | Jaccard |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...Object.entries(manifest.metrics).flatMap(([target, situations]) =>
      Object.entries(situations).map(([situation, f]) => {
        const cells = [target, SITUATION_NAMES[situation] ?? situation, f.rows, percent(f.top1), percent(f.top3)];
        return `| ${[...cells, f.logLoss, f.ece, f.jaccard ?? '–'].join(' | ')} |`;
      }),
    ),
    '',
    '## Levels',
    '',
    `\`preselect\` keeps a precision of ${percent(promise.precision)} with probability ${percent(1 - promise.delta)} over the`,
    `calibration rows, \`suggest\` has the label among the first three for ${percent(promise.suggest)} (Learn-then-Test,`,
    'arXiv:2110.01052). A threshold above 1 means: never.',
    '',
    '| target | situation | language | preselect from | share preselected | of those right | suggest from | rows |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...targets.flatMap((target) =>
      Object.entries(target.calibration).flatMap(([situation, { levels }]) =>
        Object.entries(levels).map(([language, l]) => {
          const cells = [target.name, SITUATION_NAMES[situation] ?? situation, language, l.preselect.toFixed(3)];
          return `| ${[...cells, percent(l.coverage), percent(l.precision), l.suggest.toFixed(3), l.rows].join(' | ')} |`;
        }),
      ),
    ),
    '',
    ...urgencyLines(manifest),
    ...secondTopicLines(manifest),
    '## Limits',
    '',
    'Trained on appeals of the cities and months named above; a reorganised department or a new kind of problem is unknown',
    'to it until it is trained again. A person confirms every routing; the probabilities are for ordering and for what is',
    'preselected, not for acting alone. No text of a training row is part of the model: it holds hashes of n-grams,',
    'weights, counts and, where the manifest has a vector scale, eight-bit embeddings.',
    '',
  ];
  return lines.join('\n');
}

function urgencyLines({ urgency }: Manifest): string[] {
  if (urgency === null) return [];
  return [
    '## Emergencies',
    '',
    `The line is drawn so that a share of ${percent(urgency.promise.recall)} or more of unseen emergencies is raised with a chance of`,
    `${percent(1 - urgency.promise.delta)} or more over the calibration rows. Measured on them, cross-fitted:`,
    '',
    '| evidence | rows | emergencies | raised of them | raised of the others |',
    '| --- | --- | --- | --- | --- |',
    ...Object.entries(urgency.measured).map(([name, m]) => {
      const cells = [name === 'encoder' ? 'all' : 'without the encoder', m.rows, m.emergencies];
      return `| ${[...cells, percent(m.recall), percent(m.falseAlarms)].join(' | ')} |`;
    }),
    '',
  ];
}

function secondTopicLines({ secondTopic }: Manifest): string[] {
  if (secondTopic === null) return [];
  const { named = 0, right = 0, rows, two } = secondTopic.measured;
  return [
    '## Second topics',
    '',
    `Named where at least ${percent(secondTopic.precision)} of them were right on cross-fitted calibration rows: of ${rows} rows ${two}`,
    `tell of two problems; a second topic was named for ${named} and right for ${right} (${percent(named > 0 ? right / named : undefined)}).`,
    '',
  ];
}
