/**
 * Second topics: an appeal with two problems must reach two departments. Each sentence is classified on its own; a
 * category that one sentence is sure of, and the appeal as a whole is not about, is the second topic.
 */
import { topIndices } from './scores.ts';

export interface Clause {
  text: string;
}

/** Shorter pieces say nothing by themselves (characters). */
const SHORTEST = 8;
/** A letter of more sentences tells one story, and its many sentences would each find something. */
const MOST = 5;
/** Between two problems in one sentence: "а ещё", "и ещё", "также", "кроме того"; "дагы", "ошондой эле". */
const JOINTS = /[.!?;\n]+|,?\s(?:а|и)\s(?:еще|также)\s|,\s(?:также|кроме того|вдобавок|дагы|ошондой еле)\s|\s—\s/gu;

/** Pieces of a text that may each be about something of their own; none for a text of one piece or of very many. */
export function clausesOf(text: string): string[] {
  const folded = text.toLowerCase().replace(/ё/gu, 'е').replace(/э/gu, 'е');
  const pieces: string[] = [];
  let from = 0;
  for (const match of folded.matchAll(JOINTS)) {
    pieces.push(text.slice(from, match.index));
    from = match.index + match[0].length;
  }
  pieces.push(text.slice(from));
  const clauses = pieces.map((piece) => piece.trim()).filter((piece) => piece.length >= SHORTEST);
  return clauses.length >= 2 && clauses.length <= MOST ? clauses : [];
}

/** How sure a clause must be of the second category, and another clause of the first. */
export interface SecondTopicLimits {
  second: number;
  first: number;
}

/**
 * @param whole probabilities of the whole appeal
 * @param clauses probabilities of each clause, by the same labels
 * @returns index of the second label, or null
 */
export function secondTopic(
  whole: Float64Array,
  clauses: readonly Float64Array[],
  limits: SecondTopicLimits,
): number | null {
  const [main] = topIndices(whole, 1);
  if (main === undefined) return null;
  let best = { label: -1, probability: limits.second, clause: -1 };
  clauses.forEach((clause, c) => {
    const [label] = topIndices(clause, 1);
    const probability = clause[label ?? 0] ?? 0;
    if (label !== undefined && label !== main && probability >= best.probability)
      best = { label, probability, clause: c };
  });
  if (best.label < 0) return null;
  const elsewhere = clauses.some((clause, c) => c !== best.clause && (clause[main] ?? 0) >= limits.first);
  return elsewhere ? best.label : null;
}
