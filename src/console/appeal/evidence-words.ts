import type { TFunction } from 'i18next';
import type { Candidate, Evidence } from '../api/types.ts';
import type { Names } from '../format/names.ts';
import { confidenceWord } from '../ui/Confidence.tsx';

/** One line of the explanation. */
export interface Reason {
  title: string;
  against: boolean;
  /** Words of the text that it rests on. */
  terms: string[];
  /** Quoted from other appeals. */
  quotes: string[];
  weight: number;
}

const MOST_TERMS = 6;
const MOST_QUOTES = 3;

type OfKind<Kind extends Evidence['kind']> = Extract<Evidence, { kind: Kind }>;

/** Turns a candidate's evidence into sentences, the weightiest first, evidence of a kind taken together. */
export function reasonsOf(
  candidate: Candidate,
  declared: string | null,
  text: string,
  t: TFunction,
  names: Names,
): Reason[] {
  const reasons: Reason[] = [];
  for (const against of [false, true]) {
    const side = candidate.evidence.filter((item) => item.weight < 0 === against && item.weight !== 0);
    const of = <Kind extends Evidence['kind']>(kind: Kind) =>
      side.filter((item): item is OfKind<Kind> => item.kind === kind);
    const add = (items: readonly Evidence[], title: string, terms: string[] = [], quotes: string[] = []) => {
      if (items.length === 0) return;
      const weight = items.reduce((sum, item) => sum + Math.abs(item.weight), 0);
      reasons.push({ title, against, terms, quotes, weight });
    };
    const precedents = of('precedent').sort((a, b) => b.similarity - a.similarity);
    add(
      precedents,
      t(against ? 'evidence.precedentsAgainst' : 'evidence.precedents', { count: precedents.length }),
      [],
      unique(precedents.map((item) => item.snippet)).slice(0, MOST_QUOTES),
    );
    const emergency = of('emergency');
    // The citizen's own words say more than the name of a sign, and in the right language.
    add(
      emergency,
      t('evidence.emergency'),
      unique(emergency.map(({ span }) => text.slice(...span))).slice(0, MOST_TERMS),
    );
    const keywords = of('keyword');
    add(keywords, t(against ? 'evidence.keywordsAgainst' : 'evidence.keywords'), termsOf(keywords));
    const ngrams = of('ngram');
    add(ngrams, t(against ? 'evidence.ngramsAgainst' : 'evidence.ngrams'), termsOf(ngrams));
    for (const item of of('head'))
      add([item], t('evidence.head', { word: t(`confidence.${confidenceWord(item.probability)}`) }));
    for (const item of of('place')) add([item], t('evidence.place', { name: item.name }));
    for (const item of of('declared')) add([item], declaredTitle(item.category));
  }
  // Said also where the model gave it no weight: the dispatcher asks what the citizen thought.
  if (declared !== null && !candidate.evidence.some((item) => item.kind === 'declared'))
    reasons.push({
      title: declaredTitle(declared),
      against: declared !== candidate.category,
      terms: [],
      quotes: [],
      weight: 0,
    });
  return reasons.sort((a, b) => Number(a.against) - Number(b.against) || b.weight - a.weight);

  function declaredTitle(category: string): string {
    if (category === candidate.category) return t('evidence.declared');
    return t('evidence.declaredOther', { category: names.category(category) });
  }
}

function termsOf(items: readonly { term: string; weight: number }[]): string[] {
  const sorted = items.toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  return unique(sorted.map((item) => item.term.trim())).slice(0, MOST_TERMS);
}

function unique(values: string[]): string[] {
  return [...new Set(values)];
}
