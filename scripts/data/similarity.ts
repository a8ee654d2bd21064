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

/**
 * All pairs of texts (by index) that are at least `threshold` similar.
 *
 * Prefix filtering (Bayardo, Ma and Srikant, "Scaling up all pairs similarity search", 2007): two sets whose Jaccard index
 * reaches t share one of their ⌊(1 − t)·n⌋ + 1 rarest members, so that only those are indexed; candidates are then counted
 * in full, unless their sizes alone (n₁ < t·n₂) forbid that index.
 */
export function findNearDuplicates(texts: readonly string[], threshold = NEAR_DUPLICATE): NearDuplicate[] {
  const sets = byRarity(texts.map(gramsOf));
  const found: NearDuplicate[] = [];
  const sizesAllow = (a: number, b: number) => Math.min(a, b) >= threshold * Math.max(a, b);
  const holders = new Map<number, number[]>();
  sets.forEach((grams, second) => {
    const candidates = new Set<number>();
    for (const gram of grams.subarray(0, Math.floor((1 - threshold) * grams.length) + 1)) {
      const earlier = holders.get(gram) ?? [];
      for (const first of earlier)
        if (sizesAllow((sets[first] as Int32Array).length, grams.length)) candidates.add(first);
      earlier.push(second);
      holders.set(gram, earlier);
    }
    for (const first of candidates) {
      const similarity = jaccard(sets[first] as Int32Array, grams);
      if (similarity >= threshold) found.push({ first, second, similarity });
    }
  });
  return found;
}

/** Each set as the rarity ranks of its members (0: the rarest of all), ascending. */
function byRarity(sets: readonly ReadonlySet<string>[]): Int32Array[] {
  const uses = new Map<string, number>();
  for (const members of sets) for (const member of members) uses.set(member, (uses.get(member) ?? 0) + 1);
  const ranks = new Map([...uses].sort(([, a], [, b]) => a - b).map(([member], rank) => [member, rank]));
  return sets.map((members) => Int32Array.from(members, (member) => ranks.get(member) as number).sort());
}

function jaccard(a: Int32Array, b: Int32Array): number {
  let common = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const difference = (a[i] as number) - (b[j] as number);
    if (difference === 0) common += 1;
    if (difference <= 0) i += 1;
    if (difference >= 0) j += 1;
  }
  return common / (a.length + b.length - common);
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
