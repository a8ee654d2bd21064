/** A model as the service asks it: categories with reasons, a level, urgency and a second topic. */
import { type Analysis, analyse, type TargetAnalysis } from './analyse.ts';
import type {
  Classification,
  Classifier,
  ClassifyInput,
  Degraded,
  Evidence,
  Level,
  LevelReason,
  Urgency,
} from './contract.ts';
import { explainLabel } from './explain.ts';
import { evidenceInput, type Model } from './model.ts';
import type { PrecedentHit, PrecedentSource } from './precedents.ts';
import { topIndices } from './scores.ts';
import { secondTopic, segmentReader } from './second-topic.ts';
import { detect } from './urgency/detector.ts';
import { findSigns, signEvidence } from './urgency/find-signs.ts';
import { NEIGHBOURS } from './vote.ts';

export interface ClassifierParts {
  /** Confirmed appeals of this service; absent: only what the model brings along. */
  precedents?: PrecedentSource | null;
  /** Local time for the hour and the season, e.g. "Asia/Bishkek". */
  timeZone?: string;
  /** Called for failures that an answer only shows as `degraded`. */
  onFailure?: (degraded: Degraded, error: unknown) => void;
}

/** Candidates returned, and those of them that are explained. */
const RANKED = 10;
const EXPLAINED = 5;
/** A department target speaks up only where it is this sure. */
const DEPARTMENT = 0.5;

/** Wraps a model. Never rejects: what fails is left out and named in `degraded`. */
export function classifierFromModel(model: Model, parts: ClassifierParts = {}): Classifier {
  return {
    version: model.version,
    async classify(inputs) {
      try {
        return await classifyAll(model, parts, inputs);
      } catch (error) {
        parts.onFailure?.('model-failed', error);
        return inputs.map(() => nothing(model.version, 'model-failed'));
      }
    },
  };
}

async function classifyAll(model: Model, parts: ClassifierParts, inputs: readonly ClassifyInput[]) {
  const outcome = model.embedder === null ? null : await model.embedder.embed(inputs.map(({ text }) => text));
  let degraded: Degraded | undefined;
  if (model.manifest.encoder !== null && outcome === null) degraded = 'embedder-failed';
  if (outcome !== null && !outcome.ok) {
    degraded = outcome.reason;
    parts.onFailure?.(outcome.reason, new Error(outcome.detail));
  }
  const vectors = outcome?.ok === true ? outcome.vectors : null;
  let hits: PrecedentHit[][] = inputs.map(() => []);
  if (vectors !== null && parts.precedents) {
    try {
      const queries = inputs.map((input, i) => ({
        vector: vectors[i] as Float32Array,
        excludeAppealId: input.appealId,
      }));
      hits = await parts.precedents.nearest(model.manifest.encoder?.sha256 ?? '', queries, NEIGHBOURS);
    } catch (error) {
      degraded = 'precedents-failed';
      parts.onFailure?.('precedents-failed', error);
    }
  }
  return inputs.map((input, i) => classifyOne(model, parts, input, vectors?.[i] ?? null, hits[i] ?? [], degraded));
}

function classifyOne(
  model: Model,
  parts: ClassifierParts,
  input: ClassifyInput,
  vector: Float32Array | null,
  hits: readonly PrecedentHit[],
  degraded: Degraded | undefined,
): Classification {
  const { manifest, lexicon } = model;
  const context = contextOf(model, input, parts.timeZone);
  const prepared = evidenceInput(input.text, context, vector, lexicon, manifest);
  const precedents = Object.fromEntries(
    manifest.targets.map(({ name, labels }) => [
      name,
      name === 'category'
        ? hits.map(({ category, similarity }) => ({ label: labels.indexOf(category), similarity }))
        : [],
    ]),
  );
  const analysis = analyse(model, { ...prepared, precedents }, input.language, () => true);
  const category = analysis.targets.find(({ target }) => target.name === 'category') ?? analysis.targets[0];
  const { evidence: signs, ...urgency } = urgencyOf(model, input.text, analysis);
  if (category === undefined || category.row.every((evidence) => evidence === null))
    return { ...nothing(model.version, degraded), ...urgency };
  const explanation = {
    analysis: category,
    basis: analysis.basis,
    ngram: model.set.ngram,
    lexicon,
    hits,
    roles: manifest.roles,
  };
  const second = secondOf(model, input.text, category);
  const ranked = topIndices(category.probabilities, RANKED).map((k, rank) => ({
    category: category.target.labels[k] as string,
    confidence: category.probabilities[k] as number,
    evidence: rank < EXPLAINED ? [...explainLabel(explanation, k), ...(rank === 0 ? signs : [])] : [],
  }));
  const level = second !== undefined && category.level === 'preselect' ? 'suggest' : category.level;
  const department = departmentOf(analysis);
  return {
    ranked,
    ...(department === undefined ? {} : { department }),
    ...(second === undefined ? {} : { secondTopic: second }),
    level,
    reason: reasonOf(level, input, second !== undefined && category.level === 'preselect', degraded),
    ...urgency,
    ...(degraded === undefined ? {} : { degraded }),
    modelVersion: model.version,
  };
}

/** The service's own fields under the names of the model's columns. */
function contextOf(model: Model, input: ClassifyInput, timeZone = 'Asia/Bishkek') {
  const { declared, district } = model.manifest.roles;
  return {
    ...(declared === null ? {} : { [declared]: input.declaredCategory }),
    ...(district === null ? {} : { [district]: input.district }),
    lat: input.lat,
    lon: input.lon,
    // sv-SE writes dates as ISO 8601 does.
    created_at: input.submittedAt?.toLocaleString('sv-SE', { timeZone }).replace(' ', 'T'),
  };
}

function secondOf(
  model: Model,
  text: string,
  { knowledge, probabilities, target }: TargetAnalysis,
): string | undefined {
  const { jointWords } = model;
  const { secondTopic: manifest } = model.manifest;
  const [main] = topIndices(probabilities, 1);
  if (manifest === null || jointWords === null || main === undefined || target.name !== 'category') return undefined;
  const { scale } = target.calibration['no-encoder-text'] ?? { scale: 1 };
  const read = segmentReader(model.set, knowledge, target.fusion, scale, model.lexicon);
  const label = secondTopic(manifest, text, target.labels, main, jointWords, read);
  return label === null ? undefined : target.labels[label];
}

function departmentOf(analysis: Analysis): string | undefined {
  const department = analysis.targets.find(({ target }) => target.name === 'department');
  if (department === undefined) return undefined;
  const [best] = topIndices(department.probabilities, 1);
  if (best === undefined || (department.probabilities[best] as number) < DEPARTMENT) return undefined;
  return department.target.labels[best];
}

/** By the model's detector; without one, by the surest signs of the list. */
function urgencyOf(model: Model, text: string, analysis: Analysis): { urgency?: Urgency; evidence: Evidence[] } {
  if (model.detector !== null) {
    const { urgency, evidence } = detect(model.detector, text, analysis);
    return { urgency, evidence };
  }
  const signs = findSigns(text).filter(({ calmed }) => !calmed);
  const evidence = signs.map(signEvidence);
  return signs.some(({ sure }) => sure) ? { urgency: 'emergency', evidence } : { evidence };
}

function reasonOf(level: Level, input: ClassifyInput, two: boolean, degraded: Degraded | undefined): LevelReason {
  if (input.language === 'other') return 'language-other';
  if (two) return 'second-topic';
  if (level === 'preselect') return 'confident';
  if (degraded !== undefined) return 'degraded';
  return level === 'suggest' ? 'below-preselect' : 'below-suggest';
}

function nothing(modelVersion: string, degraded: Degraded | undefined): Classification {
  return {
    ranked: [],
    level: 'manual',
    reason: degraded === undefined ? 'no-evidence' : 'degraded',
    ...(degraded === undefined ? {} : { degraded }),
    modelVersion,
  };
}
