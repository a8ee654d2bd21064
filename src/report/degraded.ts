import { z } from 'zod';
import type { Degraded } from '../classify/contract.ts';
import { countSuggestions } from '../store/reports-suggestions.ts';
import { n, ratio, report } from './report.ts';
import { share } from './share.ts';

/** Reasons as they are stored, and the name of their column. */
export const DEGRADED_COLUMNS = {
  'no-model': 'noModel',
  'embedder-failed': 'embedderFailed',
  'embedder-timeout': 'embedderTimeout',
  'precedents-failed': 'precedentsFailed',
  'model-failed': 'modelFailed',
} as const satisfies Record<Degraded, string>;

export type SuggestionCounts = Record<(typeof DEGRADED_COLUMNS)[Degraded], number> & {
  suggestions: number;
  degraded: number;
  preselect: number;
  suggest: number;
  manual: number;
};

const DIMENSIONS = [
  'day',
  'modelVersion',
  'month',
  'hour',
  'language',
  'level',
  'category',
  'department',
  'district',
  'channel',
];

/** Degraded: suggestions made while a part of the model did not answer. */
export const degraded = report({
  name: 'degraded',
  summary: 'Share of suggestions made without all evidence, by reason',
  definition: [
    'Suggestions shown (not of models under trial) that were made in the period. Degraded: at least one kind of evidence',
    'failed or came too late, and the others answered alone. `degradedShare` = degraded / suggestions. `preselect`,',
    '`suggest` and `manual` say how many were shown in which way.',
  ].join(' '),
  dimensions: DIMENSIONS,
  figures: z.object({
    suggestions: n('suggestions'),
    degraded: n('of them degraded'),
    degradedShare: ratio('degraded / suggestions'),
    noModel: n('no model was released'),
    embedderFailed: n('the embedder failed'),
    embedderTimeout: n('the embedder was too slow'),
    precedentsFailed: n('precedents could not be searched'),
    modelFailed: n('the model failed'),
    preselect: n('shown with the first candidate preselected'),
    suggest: n('shown as a list of candidates'),
    manual: n('shown with nothing preselected'),
  }),
  row: ({ suggestions, degraded: weak, ...rest }: SuggestionCounts) => ({
    suggestions,
    degraded: weak,
    degradedShare: share(weak, suggestions),
    ...rest,
  }),
  count: countSuggestions,
});
