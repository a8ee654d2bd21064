/** A city's routing log: «Наш Санкт-Петербург», split by time. The texts stay outside of the repository. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { problem } from '../../src/errors.ts';
import { filled, loadDataset, textsOf } from '../dataset.ts';
import type { CityProcess, Example } from '../types.ts';
import { type Suite, TEXT_ONLY } from './suite.ts';

const CONTEXT = ['declared_reason', 'district', 'lat', 'lon', 'created_at'];
const DAY_MS = 86_400_000;

/**
 * @param folder holds train, calibration and test.jsonl.gz
 * @throws Problem `invalid-data` when it does not
 */
export async function spbSuite(folder: string, limit?: number): Promise<Suite> {
  const file = (name: string) => join(folder, `${name}.jsonl.gz`);
  for (const name of ['train', 'calibration', 'test'])
    if (!existsSync(file(name)))
      throw problem('invalid-data', `The suite spb needs ${file(name)}, which is not there: give its folder as --data`);
  const dataset = await loadDataset(
    file('test'),
    {
      text: 'text',
      labels: ['category', 'reason', 'unit'],
      context: CONTEXT,
      slices: ['category'],
      more: (row, example) => ({
        slices: {
          ...example.slices,
          declared: filled(row.declared_reason) === undefined ? 'undeclared' : 'declared',
        },
        process: cityProcess(row),
      }),
    },
    {
      name: 'spb test',
      trainedOn: await textsOf([file('train'), file('calibration')], 'text'),
      ...(limit !== undefined && { limit }),
    },
  );
  return {
    name: 'spb',
    title: 'St Petersburg: a city’s routing log',
    dataset: { ...dataset, examples: dataset.examples.map(withoutMissing) },
    testFile: file('test'),
    views: [TEXT_ONLY, { name: 'declared', columns: ['declared_reason'] }, { name: 'context', columns: CONTEXT }],
    headline: 'reason',
    training: {
      files: [file('train')],
      calibration: file('calibration'),
      text: 'text',
      labels: ['category', 'reason', 'unit'],
      context: CONTEXT,
      lexicon: [],
      taxonomy: null,
    },
  };
}

function withoutMissing(example: Example): Example {
  const context = Object.fromEntries(Object.entries(example.context).filter(([, value]) => value !== undefined));
  return { ...example, context };
}

function cityProcess(row: Record<string, unknown>): CityProcess {
  const declared = filled(row.declared_reason);
  const assignedUnit = filled(row.assigned_unit);
  const [from, to] = [row.created_at, row.first_answer_at].map((at) => Date.parse(`${filled(at) ?? ''}Z`));
  const days = ((to ?? Number.NaN) - (from ?? Number.NaN)) / DAY_MS;
  return {
    reroutes: typeof row.reroutes === 'number' ? row.reroutes : 0,
    ...(declared !== undefined && { declared }),
    ...(assignedUnit !== undefined && { assignedUnit }),
    ...(Number.isFinite(days) && days >= 0 && { daysToAnswer: days }),
  };
}
