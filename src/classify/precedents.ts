/** Confirmed appeals near in meaning, from wherever they are kept (src/store/precedents.ts). */

/** One confirmed appeal. */
export interface PrecedentHit {
  appealId: string;
  category: string;
  /** Cosine, −1…1. */
  similarity: number;
  /** Beginning of the masked text. */
  snippet: string;
}

export interface PrecedentQuery {
  /** Unit length, by the encoder whose hash is given to `nearest`. */
  vector: Float32Array;
  /** The appeal itself must not be its own precedent. */
  excludeAppealId?: string | undefined;
}

export interface PrecedentSource {
  /** The `count` nearest confirmed appeals of each query, nearest first. May reject; the classifier then goes on without. */
  nearest(encoder: string, queries: readonly PrecedentQuery[], count: number): Promise<PrecedentHit[][]>;
}
