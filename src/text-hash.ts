/**
 * 32-bit hash of a text (FNV-1a over UTF-16 units, stirred once more so that its low bits are good buckets).
 * Weights in models and in src/intake/language-weights.json were learned with it: it must not change.
 */
export function hashText(text: string, seed = 0x811c9dc5): number {
  let h = seed;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  return h ^ (h >>> 13);
}
