import PorterStemmerRu from 'natural/lib/natural/stemmers/porter_stemmer_ru.js';
import { stagesKyrgyz } from '../../intake/stem-kyrgyz.ts';

/** A shorter stem of a longer word says nothing: «үй» would meet the preposition «у». */
const SHORTEST = 2;

/**
 * The stems under which a word of a text is looked up: Russian (Porter) and every stage of the Kyrgyz one. Both for
 * every word, because people mix: «светофордун», «подъездде», «мусорду» are Russian words with Kyrgyz endings.
 * @param folded a word as `fold` gives it
 */
export function stemKeys(folded: string): string[] {
  const stages = stagesKyrgyz(folded);
  return longEnough([PorterStemmerRu.stem(folded), ...stages, PorterStemmerRu.stem(stages.at(-1) ?? folded)], folded);
}

/** The stems of a dictionary form: no Kyrgyz ending is taken off a word that has none («балта» is not «бал»). */
export function dictionaryKeys(folded: string): string[] {
  return longEnough([folded, PorterStemmerRu.stem(folded)], folded);
}

function longEnough(stems: readonly string[], word: string): string[] {
  return [...new Set(stems.filter((stem) => stem.length >= Math.min(SHORTEST, word.length)))];
}
