/** A model folder, through its public interface: the whole model, or any subset of its evidence. */
import { join } from 'node:path';
import { classifierFromModel } from '../../src/classify/classifier.ts';
import { loadLexicon } from '../../src/classify/keywords/lexicon.ts';
import { type LoadOptions, loadModel, type Model, type Prediction } from '../../src/classify/model.ts';
import type { Suggestion } from '../../src/http/schemas/suggestion.ts';
import type { TaxonomyIndex } from '../../src/taxonomy/index-taxonomy.ts';
import { triageWith } from '../../src/triage.ts';
import { fileHash } from '../hashes.ts';
import type { Answer, Example, LabelProbability, Outcome, System, TargetAnswer } from '../types.ts';
import { inBatches } from './batches.ts';
import { byShown } from './suggestion.ts';

export interface ModelSystemOptions {
  name: string;
  /** Names of evidences to use; absent: all. */
  evidence?: readonly string[];
  lexicon?: readonly string[];
  /**
   * Taxonomy whose categories the model speaks of: then answers hold what the service would show, too (department,
   * urgency, level after a second topic).
   */
  taxonomy?: TaxonomyIndex;
  load?: LoadOptions;
}

/** Examples per call. */
const BATCH = 32;

/** @throws Problem `invalid-model` when the folder holds no model */
export async function modelSystem(folder: string, options: ModelSystemOptions): Promise<System> {
  const lexicon = options.lexicon === undefined || options.lexicon.length === 0 ? null : loadLexicon(options.lexicon);
  const model = await loadModel(folder, { ...(lexicon !== null && { lexicon }), ...options.load });
  const system = systemOf(model, fileHash(join(folder, 'manifest.json')), options);
  return { ...system, close: () => model.close() };
}

/** The same for a model that is loaded already; the caller closes it. */
export function systemOf(model: Model, hash: string | null, options: ModelSystemOptions): System {
  const { evidence, name, taxonomy } = options;
  // Single evidences are not what the service shows.
  const show = taxonomy === undefined || evidence !== undefined ? null : showing(model, taxonomy);
  return {
    name,
    version: model.version,
    hash,
    complete: true,
    answer: (examples, onProgress) =>
      inBatches(examples, { size: BATCH, onProgress }, async (batch) => {
        const predictions = await model.predict(batch.map(inputOf), evidence === undefined ? {} : { evidence });
        const suggestions = await show?.(batch);
        return predictions.map((prediction, i): Outcome => {
          const answer = toAnswer(prediction, taxonomy);
          const suggestion = suggestions?.[i];
          return { answer: suggestion === undefined ? answer : asShown(answer, suggestion) };
        });
      }),
  };
}

const inputOf = ({ context, text }: Example) => ({ text, context });

/** Triage as the service does it, in this process; no date or place is known of an example. */
function showing(model: Model, taxonomy: TaxonomyIndex): (batch: readonly Example[]) => Promise<Suggestion[]> {
  const triage = triageWith({
    classifier: classifierFromModel(model),
    taxonomy,
    resolveDistrict: () => ({ district: null, evidence: [] }),
    dueAt: (from) => from,
  });
  return async (batch) => {
    const triaged = await triage(batch.map(({ text }) => ({ text, submittedAt: new Date(0) })));
    return triaged.map(({ suggestion }) => suggestion);
  };
}

function toAnswer({ degraded, language, targets }: Prediction, taxonomy: TaxonomyIndex | undefined): Answer {
  const answers: Record<string, TargetAnswer> = { ...targets };
  const { category } = targets;
  if (taxonomy !== undefined && category !== undefined && targets.department === undefined)
    answers.department = { ranked: departments(category.ranked, taxonomy) };
  return { targets: answers, language, ...(degraded !== undefined && { degraded }) };
}

/** Every label with its probability from the model; level, first department and urgency as they are shown. */
function asShown(answer: Answer, { candidates, level, urgency }: Suggestion): Answer {
  const { category, department } = answer.targets;
  return {
    ...answer,
    urgency,
    targets: {
      ...answer.targets,
      ...(category !== undefined && { category: { ...category, level } }),
      ...(department !== undefined && {
        department: { ...department, level, ranked: byShown([...department.ranked], candidates[0]?.department) },
      }),
    },
  };
}

/** A department is as probable as the categories that it acts on by default. */
function departments(categories: readonly LabelProbability[], taxonomy: TaxonomyIndex): LabelProbability[] {
  const sums = new Map<string, number>();
  for (const { label, probability } of categories) {
    const id = taxonomy.departmentOf(label)?.id;
    if (id !== undefined) sums.set(id, (sums.get(id) ?? 0) + probability);
  }
  return byShown(
    [...sums].map(([label, probability]) => ({ label, probability })),
    undefined,
  );
}
