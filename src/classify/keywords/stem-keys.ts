import PorterStemmerRu from 'natural/lib/natural/stemmers/porter_stemmer_ru.js';
import { stagesKyrgyz } from '../../intake/stem-kyrgyz.ts';

/** A stem keeps at least two letters and half of the word: «үй» must not meet the preposition «у», nor «войти» «во». */
const isStem = (stem: string, word: string) => stem.length >= Math.max(Math.min(2, word.length), word.length / 2);

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
  return [...new Set(stems.filter((stem) => isStem(stem, word)))];
}
