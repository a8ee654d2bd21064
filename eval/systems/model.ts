/** A model folder, through its public interface: the whole model, or any subset of its evidence. */
import { join } from 'node:path';
import { loadLexicon } from '../../src/classify/keywords/lexicon.ts';
import { type LoadOptions, loadModel, type Model, type Prediction } from '../../src/classify/model.ts';
import type { TaxonomyIndex } from '../../src/taxonomy/index-taxonomy.ts';
import { fileHash } from '../hashes.ts';
import type { Answer, Example, LabelProbability, Outcome, System, TargetAnswer } from '../types.ts';
import { inBatches } from './batches.ts';

export interface ModelSystemOptions {
  name: string;
  /** Names of evidences to use; absent: all. */
  evidence?: readonly string[];
  lexicon?: readonly string[];
  /** Gives the departments where the model has no target of that name. */
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
  return {
    name,
    version: model.version,
    hash,
    complete: true,
    answer: (examples, onProgress) =>
      inBatches(examples, { size: BATCH, onProgress }, async (batch) => {
        const predictions = await model.predict(batch.map(inputOf), evidence === undefined ? {} : { evidence });
        return predictions.map((prediction): Outcome => ({ answer: toAnswer(prediction, taxonomy) }));
      }),
  };
}

const inputOf = ({ context, text }: Example) => ({ text, context });

function toAnswer({ degraded, language, targets }: Prediction, taxonomy: TaxonomyIndex | undefined): Answer {
  const answers: Record<string, TargetAnswer> = { ...targets };
  const { category } = targets;
  if (taxonomy !== undefined && category !== undefined && targets.department === undefined)
    answers.department = { ranked: departments(category.ranked, taxonomy), level: category.level };
  return { targets: answers, language, ...(degraded !== undefined && { degraded }) };
}

/** A department is as probable as the categories that it acts on by default. */
function departments(categories: readonly LabelProbability[], taxonomy: TaxonomyIndex): LabelProbability[] {
  const sums = new Map<string, number>();
  for (const { label, probability } of categories) {
    const id = taxonomy.departmentOf(label)?.id;
    if (id !== undefined) sums.set(id, (sums.get(id) ?? 0) + probability);
  }
  return [...sums]
    .map(([label, probability]) => ({ label, probability }))
    .sort((a, b) => b.probability - a.probability || (a.label < b.label ? -1 : 1));
}
