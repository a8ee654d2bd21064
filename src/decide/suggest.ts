import type { Classification, Evidence, Language, Span, Urgency } from '../classify/contract.ts';
import type { Candidate, Suggestion } from '../http/schemas/suggestion.ts';
import type { TaxonomyIndex } from '../taxonomy/index-taxonomy.ts';

/** What intake and classify found out about one appeal. */
export interface SuggestInput {
  classification: Classification;
  language: Language;
  /** District id from the sender, the place or the text; null: unknown or outside the city. */
  district: string | null;
  /** How the district was found, or why not. */
  placeEvidence: string[];
  submittedAt: Date;
  /** From positions in the classified text to positions in the text as written. */
  toSource(span: Span): Span;
}

export interface SuggestDeps {
  taxonomy: TaxonomyIndex;
  /** End of the last working day of a term that starts at `from`; the legal term caps it. */
  dueAt(from: Date, workingDays: number): Date;
}

/** Candidates that are shown; more than three help only in search. */
const SHOWN = 5;
const RANK: Readonly<Record<Urgency, number>> = { emergency: 0, high: 1, normal: 2 };
/** Term for an appeal without a candidate: the legal one caps it. */
const NO_CATEGORY_DAYS = 365;

/** decide: turns a classification into the suggestion that is stored and shown. */
export function makeSuggestion(input: SuggestInput, deps: SuggestDeps): Suggestion {
  const { classification } = input;
  const candidates = classification.ranked
    .filter((ranked) => deps.taxonomy.category(ranked.category) !== undefined)
    .slice(0, SHOWN)
    .map((ranked, index): Candidate => {
      const department = departmentFor(ranked.category, index === 0 ? classification.department : undefined, deps);
      const unit = deps.taxonomy.unitName(department, input.district, 'ru');
      return {
        rank: index + 1,
        category: ranked.category,
        department,
        ...(unit === undefined ? {} : { unit }),
        confidence: ranked.confidence,
        evidence: ranked.evidence.map((item) => atSource(item, input.toSource)),
      };
    });
  const first = candidates[0];
  const urgency = mostUrgent(classification, first?.category, deps);
  const workingDays = deps.taxonomy.category(first?.category ?? '')?.workingDays ?? NO_CATEGORY_DAYS;
  return {
    candidates,
    level: first === undefined ? 'manual' : classification.level,
    reason: first === undefined ? 'no-evidence' : classification.reason,
    language: input.language,
    urgency,
    dueAt: deps.dueAt(input.submittedAt, urgency === 'emergency' ? 1 : workingDays).toISOString(),
    district: input.district,
    placeEvidence: input.placeEvidence,
    ...(classification.secondTopic === undefined ? {} : { secondTopic: classification.secondTopic }),
    coDepartments: coDepartments(first, classification.secondTopic, deps),
    ...(classification.degraded === undefined ? {} : { degraded: classification.degraded }),
    modelVersion: classification.modelVersion,
    taxonomyVersion: deps.taxonomy.taxonomy.version,
  };
}

/** The model's department only where it acts on the category at all; else the category's own. */
function departmentFor(category: string, preferred: string | undefined, deps: SuggestDeps): string {
  const entry = deps.taxonomy.category(category);
  if (entry === undefined) return preferred ?? '';
  const acts = preferred !== undefined && [entry.department, ...entry.alsoDepartments].includes(preferred);
  return acts ? preferred : entry.department;
}

/**
 * What the detector says of the text, never below the category's own urgency — but for emergencies: a category where
 * they are usual also holds dripping taps and rattling covers, so that one which the detector read and found ordinary
 * is `high`. Where nothing read the text, the category decides alone.
 */
function mostUrgent(classification: Classification, category: string | undefined, deps: SuggestDeps): Urgency {
  const usual = deps.taxonomy.category(category ?? '')?.urgency ?? 'normal';
  const ofText = classification.urgency;
  if (ofText === undefined) return usual;
  const ofCategory = usual === 'emergency' ? 'high' : usual;
  return RANK[ofText] < RANK[ofCategory] ? ofText : ofCategory;
}

/** The department of a second problem acts beside the first's. */
function coDepartments(first: Candidate | undefined, secondTopic: string | undefined, deps: SuggestDeps): string[] {
  const second = deps.taxonomy.departmentOf(secondTopic ?? '')?.id;
  return second === undefined || second === first?.department ? [] : [second];
}

function atSource(evidence: Evidence, toSource: (span: Span) => Span): Evidence {
  return 'span' in evidence && evidence.span !== undefined ? { ...evidence, span: toSource(evidence.span) } : evidence;
}
