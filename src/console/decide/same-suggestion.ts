import type { Appeal } from '../api/types.ts';

/** Whether two readings of an appeal show the dispatcher the same choice. */
export function sameSuggestion(a: Appeal, b: Appeal): boolean {
  return summary(a) === summary(b);
}

function summary({ text, suggestion }: Appeal): string {
  const candidates = suggestion?.candidates.map(({ category, department }) => `${category} ${department}`) ?? [];
  return [text, suggestion?.level ?? '', ...candidates].join('\n');
}
