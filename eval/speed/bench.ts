/**
 * `npm run bench -- [--seconds 5] [--appeals 2000] [--precedents 10000,100000,500000] [--only a,b,…] [--out FILE]
 * [--save-baseline]`: speed of every part, in one run, also as multiples of the encoder alone.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { classifierFromModel } from '../../src/classify/classifier.ts';
import { loadLexicon } from '../../src/classify/keywords/lexicon.ts';
import { readManifest } from '../../src/classify/load-model.ts';
import { loadModel } from '../../src/classify/model.ts';
import { prepareText } from '../../src/intake/intake.ts';
import { startProgress } from '../../src/progress.ts';
import { runCommand } from '../../src/run-command.ts';
import { findModel } from '../entrants.ts';
import { codeHash, ROOT } from '../hashes.ts';
import { LEXICON } from '../suites/bishkek.ts';
import { fixed, textTable } from '../table.ts';
import { encoderTimings, TEXT } from './encoder.ts';
import { type Figure, time } from './measure.ts';
import { precedentFigures } from './precedents.ts';
import { batchThroughput, loadRoute, startService } from './service.ts';

const BASELINE = join(ROOT, 'eval/speed/baseline.json');
const CONNECTIONS = [1, 8, 32, 64];

interface BenchResult {
  model: string;
  machine: string;
  code: string;
  figures: Figure[];
}

async function main(): Promise<undefined> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: {
      ...{ model: { ...text, default: 'released' }, seconds: { ...text, default: '5' }, only: text, out: text },
      ...{ appeals: { ...text, default: '2000' }, precedents: { ...text, default: '10000' }, database: text },
      'save-baseline': { type: 'boolean', default: false },
    },
  });
  const seconds = Number(values.seconds);
  const wanted = (part: string) => values.only === undefined || values.only.split(',').includes(part);
  const folder = findModel(values.model);
  const manifest = readManifest(folder);
  const figures: Figure[] = [];
  let encoderMs: number | null = null;
  const add = (name: string, value: number, unit: string) => {
    const ratio = unit === 'ms' && encoderMs !== null ? value / encoderMs : null;
    figures.push({ name, value, unit, ratio });
    process.stderr.write(`${name}: ${value.toFixed(3)} ${unit}\n`);
  };

  if (manifest.encoder !== null) {
    const own = await encoderTimings(manifest.encoder.name, 1_000 * seconds);
    encoderMs = own.runtime.median;
    add(`a encoder alone, ${own.tokens} tokens`, own.runtime.median, 'ms');
    add('b encoder through transformers.js', own.transformers.median, 'ms');
    add('b the same, per text of 32', own.batch.median, 'ms');
  }
  if (wanted('c')) await classifyFigures(folder, seconds, add);
  if (['d', 'e', 'g'].some(wanted))
    await serviceFigures(folder, { seconds, appeals: Number(values.appeals), wanted }, add);
  if (wanted('f')) {
    const sizes = values.precedents.split(',').map(Number);
    const progress = startProgress('precedents', Math.max(...sizes));
    for (const own of await precedentFigures(sizes, values.database, (done) => progress.update(done))) {
      add(`f precedents of ${own.rows}`, own.search.median, 'ms');
      add(`f recall at ${own.rows}`, own.recall, 'share');
      add(`f filling and indexing ${own.rows}`, own.buildSeconds, 's');
    }
    progress.stop();
  }
  const [cpu] = cpus();
  const result = {
    model: manifest.version,
    machine: `${cpus().length} × ${cpu?.model ?? ''}`,
    code: codeHash(),
    figures,
  };
  process.stdout.write(`${comparison(result)}\n`);
  const out = values['save-baseline'] ? BASELINE : (values.out ?? join(ROOT, 'var/eval/bench.json'));
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, `${JSON.stringify(result, null, 1)}\n`);
  process.stdout.write(`${out}\n`);
}

type Add = (name: string, value: number, unit: string) => void;

async function classifyFigures(folder: string, seconds: number, add: Add): Promise<void> {
  const model = await loadModel(folder, {
    encoderRoots: [join(ROOT, 'models'), join(ROOT, 'var/encoders')],
    lexicon: loadLexicon(LEXICON),
  });
  const classifier = classifierFromModel(model);
  const input = prepareText(TEXT);
  try {
    const one = await time(() => classifier.classify([input]), 1_000 * seconds);
    add('c classify, one appeal', one.median, 'ms');
    add('c classify, one appeal, 95th percentile', one.p95, 'ms');
    const many = await time(() => classifier.classify(Array.from({ length: 32 }, () => input)), 1_000 * seconds);
    add('c classify, per appeal of 32', many.median / 32, 'ms');
  } finally {
    await model.close();
  }
}

async function serviceFigures(
  folder: string,
  options: { seconds: number; appeals: number; wanted: (part: string) => boolean },
  add: Add,
): Promise<void> {
  const service = await startService({ MODEL: folder });
  try {
    if (options.wanted('g')) {
      add('g start to ready, empty database', service.startMs / 1_000, 's');
      add('g memory when ready', service.memory() / 2 ** 20, 'MiB');
    }
    if (options.wanted('d'))
      for (const connections of CONNECTIONS) {
        const own = await loadRoute(service, connections, options.seconds);
        add(`d POST /v1/route, ${connections} connections`, own.requestsPerSecond, 'requests/s');
        add(`d the same, median`, own.p50, 'ms');
        add(`d the same, 99th percentile`, own.p99, 'ms');
        if (own.failed > 0) add(`d failed at ${connections}`, own.failed, 'requests');
      }
    if (options.wanted('e'))
      add(
        `e batch of ${options.appeals}, intake to suggestion`,
        await batchThroughput(service, options.appeals),
        'appeals/s',
      );
    if (options.wanted('g')) add('g memory after load', service.memory() / 2 ** 20, 'MiB');
  } finally {
    await service.stop();
  }
}

/** Beside the committed baseline; ratios are compared where there are any, because machines differ. */
function comparison(result: BenchResult): string {
  const old = existsSync(BASELINE) ? (JSON.parse(readFileSync(BASELINE, 'utf8')) as BenchResult) : null;
  const rows = result.figures.map(({ name, ratio, unit, value }) => {
    const before = old?.figures.find((figure) => figure.name === name);
    const change =
      before === undefined
        ? '–'
        : ratio !== null && before.ratio !== null
          ? `${(ratio / before.ratio).toFixed(2)}× (ratio)`
          : `${(value / before.value).toFixed(2)}×`;
    return [name, unit, value.toFixed(2), fixed(ratio ?? undefined, 2), change];
  });
  return textTable(['what', 'unit', 'value', 'times (a)', 'against baseline'], rows);
}

await runCommand(main, 2);
