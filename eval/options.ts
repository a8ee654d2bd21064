/** What `npm run eval` can be asked. */
import { parseArgs } from 'node:util';
import { problem } from '../src/errors.ts';

export const USAGE = `npm run eval                       gold of the written appeals, in less than a minute
npm run eval -- --suite spb|kg24|bishkek|all --data DIR --model V --slices a,b --out DIR
npm run eval -- --model DIR --data FILE --text COLUMN --labels a,b,c [--context a,b] --out DIR
npm run eval -- --system https://HOST --key KEY [--suite …]

  --suite NAME        bishkek (default), spb, kg24 or all
  --data DIR|FILE     folder with train, calibration and test.jsonl.gz, or (all) with folders spb and kg24;
                      or any labelled file, then with --labels  (default: ../shared/benchmarks)
  --model V           model folder, or version under models/; spb and kg24 train their own where it does not fit
  --system URL        a deployed service instead of a model, with its --key
  --evidence a,b      only these: ngram, head, precedents, keywords, crossed, context, linked
  --baseline V        another model on the same rows, compared in pairs
  --slices a,b        only these: language, style, length, district, category, month, channel, declared
  --no-ablation       leave out the single evidences
  --no-peers          leave out scikit-learn, fastText and Signalen's way
  --peers a,b         only these: tfidf-svm, tfidf-logreg, fasttext, signalen
  --seeds 1,2,3       train and measure with each seed and give the medians (suites that train)
  --learning-curve    train on 10, 25 and 50% too (suites that train)
  --limit N           every n-th row only, N in all (default without --suite: 2500, for a look in under a minute)
  --seed 1   --resamples 10000   --encoder NAME   --out DIR`;

/** Rows of the quick suite: `--suite bishkek` reads all. */
const QUICK_ROWS = 2_500;

export interface EvalOptions {
  quick: boolean;
  suites: readonly ('spb' | 'kg24' | 'bishkek' | 'file')[];
  data?: string;
  model?: string;
  system?: string;
  key?: string;
  evidence?: string[];
  baseline?: string;
  slices?: string[];
  ablation: boolean;
  /** Names of peers, undefined: those that fit the suite; empty: none. */
  peers?: string[];
  seeds: number[];
  learningCurve: boolean;
  limit?: number;
  seed: number;
  resamples?: number;
  encoder?: string;
  out?: string;
  text: string;
  labels?: string[];
  context: string[];
}

const SUITES = ['spb', 'kg24', 'bishkek'] as const;

/**
 * @param args as given on the command line
 * @returns null: help was asked for
 * @throws Problem `invalid-config` naming what is wrong
 */
export function readOptions(args: readonly string[]): EvalOptions | null {
  const { values } = parse(args);
  if (values.help) return null;
  const wrong = (detail: string) => problem('invalid-config', detail);
  const list = (text: string | undefined) => text?.split(',').filter((part) => part !== '');
  const integer = (name: string, text: string | undefined) => {
    if (text !== undefined && !/^\d+$/u.test(text)) throw wrong(`--${name} is not a number: ${text}`);
    return text === undefined ? undefined : Number(text);
  };
  const labels = list(values.labels);
  const named = values.suite;
  const suites =
    labels !== undefined
      ? (['file'] as const)
      : named === 'all'
        ? SUITES
        : SUITES.filter((s) => s === (named ?? 'bishkek'));
  if (suites.length === 0) throw wrong(`--suite is spb, kg24, bishkek or all, not ${named}`);
  if (labels !== undefined && values.data === undefined) throw wrong('--labels needs --data FILE');
  if (labels !== undefined && values.model === undefined && values.system === undefined)
    throw wrong('--labels needs --model DIR or --system URL');
  if (values.system !== undefined && values.key === undefined) throw wrong('--system needs --key');
  const quick = named === undefined && labels === undefined;
  const seeds = (list(values.seeds) ?? []).map((text) => integer('seeds', text) as number);
  return {
    ...given({
      data: values.data,
      model: values.model,
      system: values.system,
      key: values.key,
      baseline: values.baseline,
      encoder: values.encoder,
      out: values.out,
      evidence: list(values.evidence),
      slices: list(values.slices),
      peers: values['no-peers'] ? [] : list(values.peers),
      limit: integer('limit', values.limit) ?? (quick ? QUICK_ROWS : undefined),
      resamples: integer('resamples', values.resamples),
      labels,
    }),
    quick,
    suites,
    ablation: !values['no-ablation'],
    seeds,
    learningCurve: values['learning-curve'] ?? false,
    seed: integer('seed', values.seed) ?? seeds[0] ?? 1,
    text: values.text ?? 'text',
    context: list(values.context) ?? [],
  };
}

/** Without the members that are undefined. */
function given<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        ...{ suite: text, data: text, model: text, system: text, key: text, evidence: text, baseline: text },
        ...{ slices: text, peers: text, seeds: text, limit: text, seed: text, resamples: text, encoder: text },
        ...{ out: text, text, labels: text, context: text },
        ...{ 'no-ablation': flag, 'no-peers': flag, 'learning-curve': flag, help: flag },
      },
    });
  } catch (error) {
    throw problem('invalid-config', error instanceof Error ? error.message : String(error));
  }
}
