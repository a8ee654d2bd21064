import PorterStemmerRu from 'natural/lib/natural/stemmers/porter_stemmer_ru.js';
import { stemKyrgyz } from '../../intake/stem-kyrgyz.ts';

/**
 * The stems under which a word is found: Russian (Porter) and Kyrgyz. Both for every word, because people mix:
 * «светофордун», «подъездде», «мусорду» are Russian words with Kyrgyz endings.
 * @param folded a word as `fold` gives it
 */
export function stemKeys(folded: string): string[] {
  const kyrgyz = stemKyrgyz(folded);
  return [...new Set([PorterStemmerRu.stem(folded), kyrgyz, PorterStemmerRu.stem(kyrgyz)])];
}
