import PorterStemmerRu from 'natural/lib/natural/stemmers/porter_stemmer_ru.js';
import { stemKyrgyz } from '../../intake/stem-kyrgyz.ts';

/** A shorter stem of a longer word says nothing: «үй» would meet the preposition «у». */
const SHORTEST = 2;

/**
 * The stems under which a word is found: Russian (Porter) and Kyrgyz. Both for every word, because people mix:
 * «светофордун», «подъездде», «мусорду» are Russian words with Kyrgyz endings.
 * @param folded a word as `fold` gives it
 */
export function stemKeys(folded: string): string[] {
  const kyrgyz = stemKyrgyz(folded);
  const stems = [PorterStemmerRu.stem(folded), kyrgyz, PorterStemmerRu.stem(kyrgyz)];
  return [...new Set(stems.filter((stem) => stem.length >= Math.min(SHORTEST, folded.length)))];
}
