/** A classifier inside the service's own triage, in this process: what a deployed service would show. */
import type { Classifier } from '../../src/classify/contract.ts';
import type { TriageInput } from '../../src/triage.ts';
import { type TriageDeps, triageWith } from '../../src/triage.ts';
import type { Example, System } from '../types.ts';
import { inBatches } from './batches.ts';
import { requestOf } from './http.ts';
import { answerFromSuggestion } from './suggestion.ts';

export interface TriageSystemOptions extends Omit<TriageDeps, 'classifier'> {
  name: string;
  classifier: Classifier;
  hash: string | null;
  /** Column of the examples' context that is the citizen's own choice of category. */
  declared?: string;
  now(): Date;
  close?(): Promise<void>;
}

/** Examples per call. */
const BATCH = 32;

export function triageSystem(options: TriageSystemOptions): System {
  const { classifier, close, declared, hash, name, now } = options;
  const triage = triageWith(options);
  const input = (example: Example): TriageInput => {
    const { location = {}, ...request } = requestOf(example, declared);
    return { ...request, ...location, submittedAt: now() };
  };
  return {
    name,
    version: classifier.version,
    hash,
    complete: false,
    answer: (examples, onProgress) =>
      inBatches(examples, { size: BATCH, onProgress }, async (batch) =>
        (await triage(batch.map(input))).map(({ suggestion }) => ({ answer: answerFromSuggestion(suggestion) })),
      ),
    ...(close !== undefined && { close }),
  };
}
