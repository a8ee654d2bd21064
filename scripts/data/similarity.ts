/** Two texts whose sets of character 5-grams share this much (Jaccard) count as the same text. */
export const NEAR_DUPLICATE = 0.6;
const GRAM = 5;

/** Lower case, letters and digits only, single spaces: what near-duplicates are compared by. */
export function normaliseForSimilarity(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_]+/gu, ' ')
    .trim();
}

function gramsOf(text: string): Set<string> {
  const plain = normaliseForSimilarity(text);
  const count = Math.max(1, plain.length - GRAM + 1);
  return new Set(Array.from({ length: count }, (_unused, i) => plain.slice(i, i + GRAM)));
}

export interface NearDuplicate {
  first: number;
  second: number;
  /** Jaccard index of the two sets of 5-grams, 0–1. */
  similarity: number;
}

/** All pairs of texts (by index) that are at least `threshold` similar; an inverted index keeps it near linear. */
export function findNearDuplicates(texts: readonly string[], threshold = NEAR_DUPLICATE): NearDuplicate[] {
  const found: NearDuplicate[] = [];
  const holders = new Map<string, number[]>();
  const sizes: number[] = [];
  texts.forEach((text, second) => {
    const grams = gramsOf(text);
    const shared = new Map<number, number>();
    for (const gram of grams) {
      const earlier = holders.get(gram);
      if (earlier === undefined) {
        holders.set(gram, [second]);
        continue;
      }
      for (const first of earlier) shared.set(first, (shared.get(first) ?? 0) + 1);
      earlier.push(second);
    }
    for (const [first, common] of shared) {
      const similarity = common / (grams.size + (sizes[first] ?? 0) - common);
      if (similarity >= threshold) found.push({ first, second, similarity });
    }
    sizes.push(grams.size);
  });
  return found;
}

const MIN_WORDS = 4;
const MIN_PLAIN_WORDS = 3;

/**
 * The skeletons of a text's sentences: the same words after numbers became `#` and names (capitalised words that do
 * not open the sentence) became `N`. Sentences of fewer than four words, or made of numbers and names only, have none.
 */
export function skeletonsOf(text: string): string[] {
  return text.split(/[.!?\n]+/).flatMap((sentence) => {
    const words = sentence.match(/[\p{L}\p{N}_]+/gu) ?? [];
    if (words.length < MIN_WORDS) return [];
    const shouted = sentence === sentence.toUpperCase();
    const parts = words.map((word, i) => {
      if (/\p{N}/u.test(word)) return '#';
      return i > 0 && !shouted && /^\p{Lu}/u.test(word) ? 'N' : word.toLowerCase();
    });
    return parts.filter((part) => part !== '#' && part !== 'N').length >= MIN_PLAIN_WORDS ? [parts.join(' ')] : [];
  });
}
