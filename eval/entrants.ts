/** Which systems take part in a suite. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findEncoder } from '../src/classify/embed/encoder-folder.ts';
import { readManifest } from '../src/classify/load-model.ts';
import { problem } from '../src/errors.ts';
import { indexTaxonomy } from '../src/taxonomy/index-taxonomy.ts';
import { loadTaxonomy } from '../src/taxonomy/load.ts';
import { ROOT } from './hashes.ts';
import type { EvalOptions } from './options.ts';
import { interpreterFor, PEERS, peerSystem } from './peers/peers.ts';
import type { Entrant } from './run-suite.ts';
import { BISHKEK_TAXONOMY } from './suites/bishkek.ts';
import type { Suite, View } from './suites/suite.ts';
import { httpSystem } from './systems/http.ts';
import { keywordSystem } from './systems/keywords.ts';
import { modelSystem } from './systems/model.ts';
import { trainedModel } from './train.ts';

/** Folder of everything that an evaluation keeps between runs. */
export const CACHE = join(ROOT, 'var/eval');
/** Model that answers where none is named. */
const RELEASED = 'models/released';
/** Resamples of systems that are only compared with. */
const OTHERS = 1_000;
/** One-vs-rest logistic regression over some 10⁵ features and many classes takes an hour: only when it is asked for. */
const SLOW_PEERS: Readonly<Record<string, readonly string[]>> = { spb: ['tfidf-logreg'], bishkek: ['tfidf-logreg'] };

/** The folder of a model: a path, a version under models/ or var/models/. @throws Problem `invalid-model` */
export function findModel(version: string): string {
  const places = [resolve(version), join(ROOT, 'models', version), join(ROOT, 'var/models', version)];
  const found = places.find((folder) => existsSync(join(folder, 'manifest.json')));
  if (found === undefined)
    throw problem('invalid-model', `There is no model ${version} (looked in ${places.join(', ')})`);
  return found;
}

/** Whether a model speaks of the suite's headline target, with at least one label that the data has. */
function fits(folder: string, suite: Suite): boolean {
  const target = readManifest(folder).targets.find(({ name }) => name === suite.headline);
  const known = new Set(target?.labels);
  return suite.dataset.examples.some((example) => example.labels[suite.headline]?.some((label) => known.has(label)));
}

/**
 * The model that the suite measures: the one that was named if it fits, else one trained on the suite's own data.
 * @throws Problem `invalid-model` where neither is there
 */
export async function modelFor(suite: Suite, options: EvalOptions, seed: number): Promise<string> {
  const named = options.model ?? (existsSync(join(ROOT, RELEASED, 'manifest.json')) ? RELEASED : undefined);
  if (named !== undefined) {
    const folder = findModel(named);
    if (fits(folder, suite)) return folder;
    if (suite.training === null)
      throw problem('invalid-model', `${named} has no target ${suite.headline} with labels of ${suite.title}`);
  }
  // Bishkek's model is released, not trained on the way: an evaluation must not quietly measure something else.
  if (suite.training === null || suite.name === 'bishkek')
    throw problem('invalid-model', `No model is released (${RELEASED}): name one with --model`);
  const encoder = options.encoder === undefined ? {} : { encoder: options.encoder };
  return await trainedModel({ training: suite.training, seed, cache: join(CACHE, 'models'), ...encoder });
}

/** What a model folder needs to answer a suite's rows. */
function settings(suite: Suite) {
  return {
    lexicon: suite.training?.lexicon ?? [],
    ...(suite.name === 'bishkek' && { taxonomy: indexTaxonomy(loadTaxonomy(BISHKEK_TAXONOMY)) }),
    load: { encoderRoots: [join(ROOT, 'models'), join(ROOT, 'var/encoders')] },
  };
}

export function modelEntrant(suite: Suite, folder: string, name: string, evidence?: readonly string[]): Entrant {
  const only = evidence === undefined ? {} : { evidence };
  return { name, open: () => modelSystem(folder, { name, ...only, ...settings(suite) }) };
}

export async function mainEntrant(
  suite: Suite,
  options: EvalOptions,
): Promise<{ entrant: Entrant; folder: string | null }> {
  const { evidence, key = '', system } = options;
  if (system !== undefined) {
    const declared = suite.views.flatMap(({ columns }) => columns)[0];
    const open = () => httpSystem({ url: system, key, ...(declared !== undefined && { declared }) });
    return { entrant: { name: system, open }, folder: null };
  }
  const folder = await modelFor(suite, options, options.seed);
  const name = evidence === undefined ? 'bagyt' : `bagyt (${evidence.join(' + ')})`;
  return { entrant: modelEntrant(suite, folder, name, evidence), folder };
}

/** Single evidences and the mode without an encoder, on the views where they have something to say. */
const PARTS: readonly { name: string; evidence: readonly string[]; views: 'text' | 'context' }[] = [
  { name: 'only n-grams', evidence: ['ngram'], views: 'text' },
  { name: 'only head', evidence: ['head'], views: 'text' },
  { name: 'only precedents', evidence: ['precedents'], views: 'text' },
  { name: 'only keywords', evidence: ['keywords'], views: 'text' },
  { name: 'only context', evidence: ['context'], views: 'context' },
  { name: 'without encoder', evidence: ['ngram', 'keywords', 'context', 'linked'], views: 'text' },
];

function partEntrants(suite: Suite, folder: string): Entrant[] {
  const manifest = readManifest(folder);
  const has = (name: string) =>
    name === 'keywords'
      ? (suite.training?.lexicon.length ?? 0) > 0
      : name === 'head' || name === 'precedents'
        ? manifest.encoder !== null && (name === 'head' || manifest.vectorScale !== null)
        : name !== 'context' || manifest.columns.length > 0;
  return PARTS.filter(({ evidence }) => evidence.length > 1 || evidence.every(has)).map(
    ({ evidence, name, views }) => ({
      ...modelEntrant(suite, folder, name, evidence),
      views: [views],
      resamples: OTHERS,
    }),
  );
}

function peerEntrants(suite: Suite, options: EvalOptions, log: (line: string) => void): Entrant[] {
  const { training } = suite;
  if (training === null) return [];
  const wanted = PEERS.filter(({ name }) => options.peers?.includes(name) ?? !SLOW_PEERS[suite.name]?.includes(name));
  return wanted.map((peer) => ({
    name: peer.name,
    // With the context only where the peers' published figures have it too.
    views: peer.name === 'tfidf-svm' ? ['text', 'context'] : ['text'],
    resamples: OTHERS,
    open: async ({ columns }: View) => {
      const interpreter = await interpreterFor(peer);
      if ('missing' in interpreter) throw new Error(interpreter.missing);
      const job = { training, test: suite.testFile, columns, seed: options.seed, cache: join(CACHE, 'peers'), log };
      return await peerSystem(peer, interpreter.python, job);
    },
  }));
}

/** Everything that the main system is compared with. */
export function otherEntrants(
  suite: Suite,
  options: EvalOptions,
  folder: string | null,
  log: (line: string) => void,
): Entrant[] {
  const lexicon = suite.training?.lexicon ?? [];
  const keywords: Entrant[] =
    lexicon.length === 0 ? [] : [{ name: 'keywords', resamples: OTHERS, open: async () => keywordSystem(lexicon) }];
  const baseline =
    options.baseline === undefined
      ? []
      : [modelEntrant(suite, findModel(options.baseline), `baseline ${options.baseline}`)];
  if (options.quick) return [...baseline, ...keywords];
  return [
    ...baseline,
    ...keywords,
    ...(options.ablation && folder !== null ? partEntrants(suite, folder) : []),
    ...peerEntrants(suite, options, log),
  ];
}

/** Says whether the encoder that a model wants is there; without it figures are of a weaker system. */
export function encoderMissing(folder: string): string | null {
  const { encoder } = readManifest(folder);
  if (encoder === null) return null;
  const roots = [join(ROOT, 'models'), join(ROOT, 'var/encoders')];
  return findEncoder(encoder.name, roots) === null ? encoder.name : null;
}
