/** Answers of a system on one target, in the shape that every metric takes. */

export interface Scored {
  /** The k classes: the system's and the truth's. */
  labels: readonly string[];
  /** Class of each of the n rows, an index into `labels`. */
  truth: Int32Array;
  /** n × k, row by row; a row of zeros is an answer that failed. */
  probabilities: Float64Array;
}

/** What most metrics need of `Scored`, computed once. */
export interface Ranked {
  /** Number of classes. */
  classes: number;
  truth: Int32Array;
  /** Most probable class of each row; −1: no answer. */
  predicted: Int32Array;
  /** Probability of that class; 0: no answer. */
  confidence: Float64Array;
  /** How many classes stand before the true one; `classes` where the system gives it no probability at all. */
  rank: Int32Array;
}

/** Ranks the classes of each row; equal probabilities stand in the order of the labels. */
export function rankRows({ labels, probabilities, truth }: Scored): Ranked {
  const k = labels.length;
  const n = truth.length;
  const predicted = new Int32Array(n).fill(-1);
  const confidence = new Float64Array(n);
  const rank = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    const own = truth[i] as number;
    const target = probabilities[i * k + own] as number;
    let before = 0;
    for (let c = 0; c < k; c++) {
      const p = probabilities[i * k + c] as number;
      if (p > (confidence[i] as number)) {
        confidence[i] = p;
        predicted[i] = c;
      }
      if (p > target || (p === target && c < own)) before += 1;
    }
    rank[i] = target > 0 ? before : k;
  }
  return { classes: k, truth, predicted, confidence, rank };
}

/** The rows at `rows`, with the same labels. */
export function selectRows(ranked: Ranked, rows: readonly number[] | Int32Array): Ranked {
  const pick = (values: Int32Array) => Int32Array.from(rows, (i) => values[i] as number);
  return {
    classes: ranked.classes,
    truth: pick(ranked.truth),
    predicted: pick(ranked.predicted),
    confidence: Float64Array.from(rows, (i) => ranked.confidence[i] as number),
    rank: pick(ranked.rank),
  };
}

/** Whether each row's first class is the true one, as 0 or 1. */
export function hits({ rank }: Ranked): Uint8Array {
  return Uint8Array.from(rank, (r) => (r === 0 ? 1 : 0));
}
