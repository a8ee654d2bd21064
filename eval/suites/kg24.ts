/** Kyrgyz news by topic, several topics each. The texts stay outside of the repository. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { problem } from '../../src/errors.ts';
import { loadDataset, textsOf } from '../dataset.ts';
import { type Suite, TEXT_ONLY } from './suite.ts';

/**
 * @param folder holds train and test.jsonl.gz
 * @throws Problem `invalid-data` when it does not
 */
export async function kg24Suite(folder: string, limit?: number): Promise<Suite> {
  const file = (name: string) => join(folder, `${name}.jsonl.gz`);
  for (const name of ['train', 'test'])
    if (!existsSync(file(name)))
      throw problem(
        'invalid-data',
        `The suite kg24 needs ${file(name)}, which is not there: give its folder as --data`,
      );
  const dataset = await loadDataset(
    file('test'),
    { text: 'text', labels: ['labels'] },
    {
      name: 'kg24 test',
      trainedOn: await textsOf([file('train')], 'text'),
      ...(limit !== undefined && { limit }),
    },
  );
  return {
    name: 'kg24',
    title: 'Kyrgyz news: topics, several each',
    dataset,
    testFile: file('test'),
    views: [TEXT_ONLY],
    headline: 'labels',
    training: {
      files: [file('train')],
      calibration: null,
      text: 'text',
      labels: ['labels'],
      context: [],
      lexicon: [],
      taxonomy: null,
    },
  };
}
