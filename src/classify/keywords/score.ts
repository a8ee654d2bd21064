import type { Evidence } from '../contract.ts';
import type { Lexicon, Strength } from './lexicon.ts';
import { findTerms, type Hit } from './match.ts';

/**
 * What a hit adds to a category's log-odds, in nats, before it is shared among the categories that claim the term.
 * Set by hand as orders of size (a strong word makes a category about 10 times likelier than silence); the fusion
 * learns how far to trust the whole.
 */
const WEIGHT: Readonly<Record<Strength, number>> = { strong: 2.4, phrase: 3.2, weak: 0.8, exclusion: -2 };

/** The same word again adds little: the second time this part of the first. */
const REPEAT = 0.3;

export interface KeywordScore {
  /** Probability of each category; sums to 1 over all categories of the lexicon. */
  probabilities: Map<string, number>;
  /** Hits by category, strongest first, as evidence with spans in the given text. */
  evidence: Map<string, Evidence[]>;
  /** No term at all was found: the distribution is flat and says nothing. */
  empty: boolean;
}

/**
 * Keyword evidence: a distribution over categories from the terms in a text.
 * @param text masked and normalised; spans refer to it
 */
export function scoreKeywords(lexicon: Lexicon, text: string): KeywordScore {
  const hits = findTerms(lexicon, text);
  const scores = new Map<string, number>(lexicon.categories.map((category) => [category, 0]));
  const evidence = new Map<string, Evidence[]>();
  const used = new Map<string, number>();
  for (const hit of hits) {
    const { category, term } = hit.term;
    const key = `${category}\t${term}`;
    const times = used.get(key) ?? 0;
    used.set(key, times + 1);
    const weight = weigh(hit) * REPEAT ** times;
    scores.set(category, (scores.get(category) ?? 0) + weight);
    const list = evidence.get(category) ?? [];
    list.push({ kind: 'keyword', term, span: hit.span, weight });
    evidence.set(category, list);
  }
  for (const list of evidence.values()) list.sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  return { probabilities: softmax(scores), evidence, empty: hits.length === 0 };
}

function weigh({ term, negated }: Hit): number {
  if (term.strength === 'exclusion') return WEIGHT.exclusion;
  return ((negated ? -1 : 1) * WEIGHT[term.strength]) / Math.sqrt(term.shared);
}

function softmax(scores: ReadonlyMap<string, number>): Map<string, number> {
  const top = Math.max(...scores.values());
  const sum = [...scores.values()].reduce((total, score) => total + Math.exp(score - top), 0);
  return new Map([...scores].map(([category, score]) => [category, Math.exp(score - top) / sum]));
}
