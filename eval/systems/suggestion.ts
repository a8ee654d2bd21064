/** A stored or sent suggestion as an answer: what a dispatcher was shown, no more. */
import type { Suggestion } from '../../src/http/schemas/suggestion.ts';
import type { Answer, LabelProbability } from '../types.ts';

export function answerFromSuggestion(suggestion: Suggestion): Answer {
  const { candidates, degraded, language, level, urgency } = suggestion;
  return {
    targets: {
      category: {
        ranked: candidates.map(({ category, confidence }) => ({ label: category, probability: confidence })),
        level,
        parts: {},
      },
      department: { ranked: departments(candidates), level },
    },
    language,
    urgency,
    ...(degraded !== undefined && { degraded }),
  };
}

/** A department is as probable as its candidates together; the first candidate's stays first, as it is shown. */
function departments(candidates: Suggestion['candidates']): LabelProbability[] {
  const sums = new Map<string, number>();
  for (const { confidence, department } of candidates) sums.set(department, (sums.get(department) ?? 0) + confidence);
  return byShown(
    [...sums].map(([label, probability]) => ({ label, probability })),
    candidates[0]?.department,
  );
}

/** Sorts by probability and moves `shown` to the front: it gets at least the probability of the one before it. */
export function byShown(list: LabelProbability[], shown: string | undefined): LabelProbability[] {
  const sorted = list.sort((a, b) => b.probability - a.probability || (a.label < b.label ? -1 : 1));
  const place = sorted.findIndex(({ label }) => label === shown);
  if (place <= 0) return sorted;
  const [first] = sorted.splice(place, 1);
  const best = sorted[0]?.probability ?? 0;
  // A hair above: the order is what is shown, and probabilities must not contradict it.
  return [{ label: shown as string, probability: Math.max(first?.probability ?? 0, best * (1 + 1e-9)) }, ...sorted];
}
