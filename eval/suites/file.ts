/** Any labelled file, for a model that knows its labels. */
import { basename } from 'node:path';
import { loadDataset } from '../dataset.ts';
import { type Suite, TEXT_ONLY } from './suite.ts';

export interface FileSuiteOptions {
  text: string;
  labels: readonly string[];
  context: readonly string[];
  limit?: number;
}

/** @throws Problem `invalid-data` when the file or a column is not there */
export async function fileSuite(path: string, options: FileSuiteOptions): Promise<Suite> {
  const { context, labels, limit, text } = options;
  const slices = ['language', 'style', 'district', 'channel', 'category'];
  const dataset = await loadDataset(path, { text, labels, context, slices }, limit === undefined ? {} : { limit });
  return {
    name: 'file',
    title: basename(path),
    dataset,
    testFile: path,
    // The columns were asked for, so that the model sees them.
    views: [{ ...TEXT_ONLY, columns: context }],
    headline: labels[0] ?? '',
    training: null,
  };
}
