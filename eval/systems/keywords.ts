/** Keywords alone: the floor that any model must beat. */
import { keywordClassifier } from '../../src/classify/keyword-classifier.ts';
import { loadLexicon } from '../../src/classify/keywords/lexicon.ts';
import { prepareText } from '../../src/intake/intake.ts';
import type { Outcome, System } from '../types.ts';
import { inBatches } from './batches.ts';

/** @param files lexicon files, one per language */
export function keywordSystem(files: readonly string[]): System {
  const classifier = keywordClassifier(loadLexicon([...files]));
  return {
    name: 'keywords',
    version: classifier.version,
    hash: null,
    complete: false,
    answer: (examples, onProgress) =>
      inBatches(examples, { size: 64, onProgress }, async (batch) => {
        const prepared = batch.map(({ text }) => prepareText(text));
        const answers = await classifier.classify(prepared);
        return answers.map(({ level, ranked }, i): Outcome => {
          const list = ranked.map(({ category, confidence }) => ({ label: category, probability: confidence }));
          const language = prepared[i]?.language;
          const targets = { category: { ranked: list, level } };
          return { answer: { targets, ...(language !== undefined && { language }) } };
        });
      }),
  };
}
