import { z } from 'zod';
import { countSuggestions } from '../store/reports-suggestions.ts';
import type { SuggestionCounts } from './degraded.ts';
import { n, ratio, report } from './report.ts';
import { share } from './share.ts';

/** Model timeline: which version answered when, and when another was activated. */
export const models = report({
  name: 'models',
  summary: 'Model versions: suggestions per version per day, and activations',
  definition: [
    'Suggestions shown (not of models under trial) that were made in the period, by the version of the model that made',
    'them; `by=day&split=modelVersion` is the timeline. `preselectShare` = preselect / suggestions. `activations` lists',
    'who activated which version when, in the period and the one in force when it began.',
  ].join(' '),
  dimensions: [
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
  ],
  figures: z.object({
    suggestions: n('suggestions'),
    preselect: n('of them preselected'),
    preselectShare: ratio('preselect / suggestions'),
    manual: n('shown with nothing preselected'),
    degraded: n('made without all evidence'),
  }),
  row: (c: SuggestionCounts) => ({
    suggestions: c.suggestions,
    preselect: c.preselect,
    preselectShare: share(c.preselect, c.suggestions),
    manual: c.manual,
    degraded: c.degraded,
  }),
  count: countSuggestions,
});
