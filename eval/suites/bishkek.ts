/** Gold of the written appeals: Bishkek's categories in Russian, Kyrgyz and both mixed. */
import { join } from 'node:path';
import { filled, loadDataset, textsOf } from '../dataset.ts';
import { ROOT } from '../hashes.ts';
import { type Suite, TEXT_ONLY } from './suite.ts';

const file = (name: string) => join(ROOT, 'data/appeals', `${name}.jsonl`);
export const BISHKEK_TAXONOMY = join(ROOT, 'data/taxonomy/bishkek.json');
export const LEXICON = ['ru', 'ky'].map((language) => join(ROOT, 'data/keywords', `${language}.json`));

export async function bishkekSuite(limit?: number): Promise<Suite> {
  const training = [file('train'), file('calibration')];
  const dataset = await loadDataset(
    file('gold'),
    {
      text: 'text',
      labels: ['category', 'department'],
      slices: ['language', 'style', 'category'],
      more: (row) => ({
        acceptable: { category: [row.acceptable].flat().flatMap((value) => filled(value) ?? []) },
        ...(typeof row.emergency === 'boolean' && { emergency: row.emergency }),
      }),
    },
    {
      name: 'bishkek gold',
      trainedOn: await textsOf(training, 'text'),
      ...(limit !== undefined && { limit }),
    },
  );
  return {
    name: 'bishkek',
    title: 'Bishkek: gold of the written appeals',
    dataset,
    testFile: file('gold'),
    views: [TEXT_ONLY],
    headline: 'category',
    training: {
      files: [file('train')],
      calibration: file('calibration'),
      text: 'text',
      labels: ['category', 'department'],
      context: [],
      lexicon: LEXICON,
      taxonomy: BISHKEK_TAXONOMY,
    },
  };
}
