/** Keywords alone: the floor that any model must beat. */
import type { Classifier } from '../../src/classify/contract.ts';
import { keywordClassifier } from '../../src/classify/keyword-classifier.ts';
import { loadLexicon } from '../../src/classify/keywords/lexicon.ts';

/** @param files lexicon files, one per language */
export function keywordsFrom(files: readonly string[]): Classifier {
  return keywordClassifier(loadLexicon([...files]));
}
