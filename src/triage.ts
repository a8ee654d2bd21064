/**
 * Triage: the way of an appeal from what a citizen wrote to what a dispatcher is shown. Read this first.
 *
 *   intake    mask personal data → detect language → normalise → find the district
 *   classify  the classifier's evidence, fused into a calibrated ranking of categories
 *   decide    level (preselect · suggest · manual) → department and its unit → urgency → due date
 *   review    the queue in the store; a person confirms (src/store/review.ts, src/review/transitions.ts)
 *
 * Each stage is a function from values to a new value; nothing here reads a clock, a file or a database.
 */
import type { Classification, Classifier, ClassifyInput, Language } from './classify/contract.ts';
import { makeSuggestion, type SuggestDeps } from './decide/suggest.ts';
import type { Suggestion } from './http/schemas/suggestion.ts';
import type { DistrictAnswer, DistrictResolver } from './intake/district.ts';
import { type PreparedText, prepareText } from './intake/intake.ts';

/** An appeal as triage takes it. */
export interface TriageInput {
  text: string;
  /** Declared by the sender; a hint only. */
  language?: Language;
  /** Category id that the citizen picked. */
  declaredCategory?: string;
  /** District id that the sender gave; then nothing is looked up. */
  district?: string;
  address?: string;
  /** WGS 84 degrees. */
  lat?: number;
  lon?: number;
  submittedAt: Date;
  /** Set when the appeal is stored, so that it is not its own precedent. */
  appealId?: string;
}

/** What triage makes of it: the suggestion to show, and the text with personal data masked. */
export interface Triaged {
  masked: string;
  suggestion: Suggestion;
}

export interface TriageDeps extends SuggestDeps {
  classifier: Classifier;
  resolveDistrict: DistrictResolver;
}

/** Triage with its dependencies given; answers in the order of its inputs. */
export type Triage = (inputs: readonly TriageInput[]) => Promise<Triaged[]>;

export function triageWith(deps: TriageDeps): Triage {
  return async (inputs) => {
    const taken = inputs.map((input) => intake(input, deps));
    const classified = await classify(taken, deps);
    return taken.map((one, i) => decide(one, classified[i], deps));
  };
}

/** Nothing is known: a person decides, and the reason is seen. */
const NOTHING: Classification = {
  ranked: [],
  level: 'manual',
  reason: 'degraded',
  degraded: 'model-failed',
  modelVersion: 'none',
};

/** The classifier of the last resort, for appeals that every other failed on: no candidates, `model-failed`. */
export const noClassifier: Classifier = {
  version: 'none',
  classify: async (inputs) => inputs.map(() => NOTHING),
};

/** An appeal whose text is prepared and whose place is known, if it can be. */
interface Taken {
  input: TriageInput;
  prepared: PreparedText;
  place: DistrictAnswer;
}

function intake(input: TriageInput, deps: Pick<TriageDeps, 'resolveDistrict'>): Taken {
  const prepared = prepareText(input.text, input.language);
  const place: DistrictAnswer =
    input.district === undefined
      ? deps.resolveDistrict({
          text: input.address === undefined ? input.text : `${input.text}\n${input.address}`,
          lat: input.lat,
          lon: input.lon,
        })
      : { district: input.district, evidence: [] };
  return { input, prepared, place };
}

async function classify(taken: readonly Taken[], deps: Pick<TriageDeps, 'classifier'>): Promise<Classification[]> {
  return await deps.classifier.classify(
    taken.map(({ input, prepared, place }): ClassifyInput => {
      const { declaredCategory, lat, lon, submittedAt, appealId } = input;
      return {
        text: prepared.text,
        language: prepared.language,
        submittedAt,
        ...(declaredCategory !== undefined && { declaredCategory }),
        ...(place.district !== null && { district: place.district }),
        ...(lat !== undefined && lon !== undefined && { lat, lon }),
        ...(appealId !== undefined && { appealId }),
      };
    }),
  );
}

function decide({ input, prepared, place }: Taken, classified: Classification | undefined, deps: SuggestDeps): Triaged {
  const suggestion = makeSuggestion(
    {
      classification: classified ?? NOTHING,
      language: prepared.language,
      district: place.district,
      placeEvidence: place.evidence.map((entry) => `${entry.kind}: ${entry.name}`),
      submittedAt: input.submittedAt,
      toSource: prepared.toSource,
    },
    deps,
  );
  return { masked: prepared.masked, suggestion };
}
