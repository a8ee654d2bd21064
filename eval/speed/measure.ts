/** Stopwatches. */

export interface Timing {
  /** Milliseconds per call. */
  median: number;
  p95: number;
  calls: number;
}

/** Runs `work` for at least `milliseconds` after a warm-up, at least ten times. */
export async function time(work: () => Promise<unknown>, milliseconds: number): Promise<Timing> {
  for (let i = 0; i < 3; i++) await work();
  const samples: number[] = [];
  const end = performance.now() + milliseconds;
  while (samples.length < 10 || performance.now() < end) {
    const start = performance.now();
    await work();
    samples.push(performance.now() - start);
  }
  return timing(samples);
}

export function timing(samples: readonly number[]): Timing {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (q: number) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
  return { median: at(0.5), p95: at(0.95), calls: sorted.length };
}

/** One line of the result: what, how long, and how many times the encoder alone that is. */
export interface Figure {
  name: string;
  value: number;
  unit: string;
  /** Against (a), the encoder alone on the same text in the same run; machines differ, ratios less so. */
  ratio: number | null;
}
