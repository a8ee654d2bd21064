/**
 * The public face of a model, for the evaluation harness and for anybody who wants probabilities rather than a
 * suggestion. The service asks through `classifierFromModel` (classifier.ts).
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { prepareText } from '../intake/intake.ts';
import { type Analysis, allowOnly, analyse, type TargetAnalysis } from './analyse.ts';
import type { Degraded, Language, Level } from './contract.ts';
import { createEmbedder, type Embedder, type EmbedOutcome } from './embed/embedder.ts';
import { findEncoder, readEncoder } from './embed/encoder-folder.ts';
import type { EvidenceInput, EvidenceSet } from './evidence-set.ts';
import { listEvidence } from './keyword-evidence.ts';
import type { Lexicon } from './keywords/lexicon.ts';
import { readModel } from './load-model.ts';
import type { Manifest } from './manifest.ts';
import { topIndices } from './scores.ts';
import type { UrgencyDetector } from './urgency/detector.ts';

export interface ModelInput {
  text: string;
  /** Absent: detected. */
  language?: Language;
  /** By column name as in training: categorical values, `lat`, `lon` (degrees), `created_at` (ISO local time). */
  context?: Readonly<Record<string, string | number | undefined>>;
  /** The text has been through intake already (masked, normalised). */
  prepared?: boolean;
}

export interface LabelProbability {
  label: string;
  probability: number;
}

export interface TargetPrediction {
  /** All labels, most probable first; calibrated probabilities that sum to 1 (multi-label: each its own). */
  ranked: LabelProbability[];
  /** Multi-label targets: the labels given. */
  labels?: string[];
  level: Level;
  /** The five most probable labels by each evidence that had something to say. */
  parts: Record<string, LabelProbability[]>;
}

export interface Prediction {
  targets: Record<string, TargetPrediction>;
  language: Language;
  degraded?: Degraded;
}

export interface PredictOptions {
  /** Names of evidences to use (`ngram`, `head`, `precedents`, `keywords`, `crossed`, `context`, `linked`); absent: all. */
  evidence?: readonly string[];
}

export interface Model {
  readonly manifest: Manifest;
  readonly set: EvidenceSet;
  /** Finds emergencies; null: this model learned none. */
  readonly detector: UrgencyDetector | null;
  /** Finds texts with two problems; null: this model learned none. */
  readonly jointWords: Float32Array | null;
  readonly version: string;
  readonly lexicon: Lexicon | null;
  readonly embedder: Embedder | null;
  /** Never rejects for a failing encoder: the answer is then marked `degraded`. Order follows the inputs. */
  predict(inputs: readonly ModelInput[], options?: PredictOptions): Promise<Prediction[]>;
  close(): Promise<void>;
}

export interface LoadOptions {
  /** Folders that encoders are looked for in, by name; default: the folder that holds the model. */
  encoderRoots?: readonly string[];
  /** Shared embedder; absent: the model starts its own. Null: run without. */
  embedder?: Embedder | null;
  workers?: number;
  timeoutMs?: number;
  /** Keyword evidence for the target `category`. */
  lexicon?: Lexicon | null;
}

/**
 * Loads a model folder.
 * @throws Problem `invalid-model` if the folder is not a model or its encoder is another one than it was trained with
 */
export async function loadModel(folder: string, options: LoadOptions = {}): Promise<Model> {
  const { manifest, set, detector, jointWords } = readModel(folder);
  const own = options.embedder === undefined;
  const embedder = own ? startEmbedder(manifest, folder, options) : (options.embedder ?? null);
  const usable = embedder !== null && embedder.settings.sha256 === manifest.encoder?.sha256 ? embedder : null;
  const lexicon = options.lexicon ?? null;
  const model = { manifest, set };
  return {
    manifest,
    set,
    detector,
    jointWords,
    version: manifest.version,
    lexicon,
    embedder: usable,
    async predict(inputs, { evidence } = {}) {
      const allowed = allowOnly(evidence);
      const prepared = inputs.map(prepare);
      const wanted = manifest.encoder !== null && (allowed('head') || allowed('precedents'));
      const texts = prepared.map(({ text }) => text);
      const outcome = wanted && usable !== null ? await embedInBlocks(usable, texts) : null;
      const degraded = !wanted
        ? undefined
        : outcome === null
          ? 'embedder-failed'
          : outcome.ok
            ? undefined
            : outcome.reason;
      return prepared.map(({ text, language, context }, i) => {
        const vector = outcome?.ok === true ? (outcome.vectors[i] ?? null) : null;
        const input = evidenceInput(text, context, vector, lexicon, manifest);
        return toPrediction(analyse(model, input, language, allowed), language, degraded);
      });
    },
    async close() {
      if (own) await embedder?.close();
    },
  };
}

/** Texts sent to the encoder at once, so that a long list does not run into the time limit of one request. */
const BLOCK = 64;

async function embedInBlocks(embedder: Embedder, texts: readonly string[]): Promise<EmbedOutcome> {
  const vectors: Float32Array[] = [];
  for (let from = 0; from < texts.length; from += BLOCK) {
    const outcome = await embedder.embed(texts.slice(from, from + BLOCK));
    if (!outcome.ok) return outcome;
    vectors.push(...outcome.vectors);
  }
  return { ok: true, vectors };
}

function startEmbedder(manifest: Manifest, folder: string, options: LoadOptions): Embedder | null {
  if (manifest.encoder === null) return null;
  const roots = options.encoderRoots ?? [resolve(folder, '..'), resolve('models'), resolve('var/encoders')];
  const found = findEncoder(manifest.encoder.name, roots);
  if (found === null || !existsSync(join(found, 'config.json'))) return null;
  return createEmbedder(readEncoder(manifest.encoder.name, found), {
    workers: options.workers ?? 1,
    timeoutMs: options.timeoutMs ?? 60_000,
  });
}

function prepare(input: ModelInput) {
  const made = input.prepared === true && input.language !== undefined ? null : prepareText(input.text, input.language);
  return {
    text: input.prepared === true || made === null ? input.text : made.text,
    language: input.language ?? made?.language ?? 'other',
    context: input.context ?? {},
  };
}

/** Sorts a bag of columns into what the evidences read. */
export function evidenceInput(
  text: string,
  context: Readonly<Record<string, string | number | undefined>>,
  vector: Float32Array | null,
  lexicon: Lexicon | null,
  manifest: Manifest,
): EvidenceInput {
  const degrees = (name: string) => {
    const value = context[name] === undefined || context[name] === '' ? Number.NaN : Number(context[name]);
    return Number.isFinite(value) ? value : undefined;
  };
  return {
    text,
    context: Object.fromEntries(
      manifest.columns.map((column) => [column, context[column] === undefined ? undefined : String(context[column])]),
    ),
    lat: degrees('lat'),
    lon: degrees('lon'),
    at: context.created_at === undefined ? undefined : String(context.created_at),
    vector,
    keywords: listEvidence(lexicon, text, manifest.targets),
  };
}

function toPrediction(analysis: Analysis, language: Language, degraded: Degraded | undefined): Prediction {
  const targets = Object.fromEntries(analysis.targets.map((target) => [target.target.name, targetPrediction(target)]));
  return { targets, language, ...(degraded === undefined ? {} : { degraded }) };
}

function targetPrediction({ target, row, probabilities, level }: TargetAnalysis): TargetPrediction {
  const list = (scores: Float64Array, count: number) =>
    topIndices(scores, count).map((k) => ({ label: target.labels[k] as string, probability: scores[k] as number }));
  const parts: Record<string, LabelProbability[]> = {};
  row.forEach((evidence, e) => {
    if (evidence !== null) parts[target.fusion.evidence[e] as string] = list(evidence.map(Math.exp), 5);
  });
  const ranked = list(probabilities, target.labels.length);
  const threshold = target.multiThreshold ?? 0.5;
  const labels = ranked.filter(({ probability }, i) => i === 0 || probability >= threshold).map(({ label }) => label);
  return { ranked, level, parts, ...(target.multi ? { labels } : {}) };
}
