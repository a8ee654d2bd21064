import type { Span } from '../classify/contract.ts';

/** A stretch of the new text and the stretch of the source that it stands for. */
interface Piece {
  start: number;
  end: number;
  sourceStart: number;
  sourceEnd: number;
  /** Copied letter by letter, so that positions inside it map one to one. */
  copied: boolean;
}

/**
 * A text made from another by replacing parts, which still knows where everything came from: evidence found in
 * the masked and normalised text is shown on the text that the citizen wrote.
 */
export interface Rewritten {
  text: string;
  /** The range of the source text that a range of the new text stands for (UTF-16 code units, half-open). */
  toSource(span: Span): Span;
}

/** A part of the text and what takes its place. */
export interface Replacement {
  span: Span;
  text: string;
}

/** Replaces the given parts; overlapping ones after the first are left out. */
export function rewrite(source: string, replacements: readonly Replacement[]): Rewritten {
  const pieces: Piece[] = [];
  let text = '';
  let at = 0;
  const append = (value: string, sourceStart: number, sourceEnd: number, copied: boolean) => {
    if (value.length > 0 || !copied)
      pieces.push({ start: text.length, end: text.length + value.length, sourceStart, sourceEnd, copied });
    text += value;
  };
  for (const { span, text: value } of [...replacements].sort((a, b) => a.span[0] - b.span[0])) {
    if (span[0] < at) continue;
    append(source.slice(at, span[0]), at, span[0], true);
    append(value, span[0], span[1], false);
    at = span[1];
  }
  append(source.slice(at), at, source.length, true);
  return { text, toSource: (span) => [position(pieces, span[0], 'start'), position(pieces, span[1], 'end')] };
}

/** Two rewritings, one after the other, as one. */
export function chain(first: Rewritten, second: Rewritten): Rewritten {
  return { text: second.text, toSource: (span) => first.toSource(second.toSource(span)) };
}

function position(pieces: readonly Piece[], at: number, edge: 'start' | 'end'): number {
  const inside = (piece: Piece) =>
    edge === 'start' ? piece.start <= at && at < piece.end : piece.start < at && at <= piece.end;
  const piece = pieces.find(inside);
  if (piece === undefined) return at === 0 ? (pieces[0]?.sourceStart ?? 0) : (pieces.at(-1)?.sourceEnd ?? 0);
  if (piece.copied) return piece.sourceStart + (at - piece.start);
  return edge === 'start' ? piece.sourceStart : piece.sourceEnd;
}
