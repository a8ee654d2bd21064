import type { Evidence, Span } from '../api/types.ts';

export type MarkKind = 'keyword' | 'ngram' | 'place' | 'emergency';

/** A stretch of the text with the strongest mark that lies on it; null: none. */
export interface Piece {
  text: string;
  start: number;
  kind: MarkKind | null;
}

/** Where marks overlap the first of these shows. */
const ORDER: readonly MarkKind[] = ['emergency', 'keyword', 'place', 'ngram'];

/**
 * Cuts a text where marks begin and end. Marks are evidence that spoke for the candidate; spans are half-open ranges
 * of UTF-16 code units, and what lies outside of the text is cut off.
 */
export function cutText(text: string, evidence: readonly Evidence[]): Piece[] {
  const marks = evidence.flatMap((item): { kind: MarkKind; span: Span }[] => {
    if (!('span' in item) || item.span === undefined || item.weight <= 0) return [];
    const span: Span = [Math.max(0, item.span[0]), Math.min(text.length, item.span[1])];
    return span[0] < span[1] ? [{ kind: item.kind, span }] : [];
  });
  const edges = [...new Set([0, text.length, ...marks.flatMap((mark) => mark.span)])].sort((a, b) => a - b);
  const pieces: Piece[] = [];
  for (const [place, start] of edges.entries()) {
    const end = edges[place + 1];
    if (end === undefined) break;
    const here = new Set(marks.filter(({ span }) => span[0] <= start && span[1] >= end).map((mark) => mark.kind));
    const kind = ORDER.find((each) => here.has(each)) ?? null;
    const last = pieces.at(-1);
    if (last !== undefined && last.kind === kind) last.text += text.slice(start, end);
    else pieces.push({ text: text.slice(start, end), start, kind });
  }
  return pieces;
}
