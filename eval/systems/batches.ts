/** Asks for answers a few examples at a time; a batch that fails is a failure of each of its examples. */
import type { Example, Outcome } from '../types.ts';

export interface BatchOptions {
  size: number;
  /** Batches under way at once. */
  parallel?: number;
  onProgress?: ((done: number) => void) | undefined;
}

export async function inBatches(
  examples: readonly Example[],
  { onProgress, parallel = 1, size }: BatchOptions,
  ask: (batch: readonly Example[]) => Promise<Outcome[]>,
): Promise<Outcome[]> {
  const outcomes = new Array<Outcome>(examples.length);
  let next = 0;
  let done = 0;
  const work = async () => {
    while (next < examples.length) {
      const from = next;
      next += size;
      const batch = examples.slice(from, from + size);
      const answers = await ask(batch).catch((error: unknown) => {
        const failure = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
        return batch.map((): Outcome => ({ failure }));
      });
      batch.forEach((_, i) => {
        outcomes[from + i] = answers[i] ?? { failure: 'no answer' };
      });
      done += batch.length;
      onProgress?.(done);
    }
  };
  await Promise.all(Array.from({ length: parallel }, work));
  return outcomes;
}
