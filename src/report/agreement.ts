import { z } from 'zod';
import { countAgreement } from '../store/reports-decisions.ts';
import { n, ratio, report } from './report.ts';
import { share } from './share.ts';

export interface AgreementCounts {
  decisions: number;
  confirmed: number;
  corrected: number;
  rejected: number;
  sameCategory: number;
  sameDepartment: number;
  rank1: number;
  rank2: number;
  rank3: number;
  rankLower: number;
  notSuggested: number;
}

/** Agreement: how often people decided what was suggested to them. */
export const agreement = report({
  name: 'agreement',
  summary: 'Agreement of decisions with suggestions, by category, department, level, model version',
  definition: [
    'Decisions made in the period and not undone. Category and department are those of the first candidate suggested,',
    'so a group tells how far suggestions of that category can be trusted. Judged = confirmed + corrected; rejections',
    'say nothing about the category and are left out of every share.',
    '`agreement` = confirmed / judged. `categoryAgreement` = decisions with the first candidate’s category / judged.',
    '`departmentAgreement` = decisions with the first candidate’s department / judged.',
    '`top3` = decisions whose category was among the first three candidates / judged.',
    'People who see a suggestion lean towards it: agreement overstates accuracy. The evaluation measures accuracy on',
    'appeals that were labelled blind.',
  ].join(' '),
  dimensions: [
    'category',
    'department',
    'level',
    'modelVersion',
    'decidedCategory',
    'decidedDepartment',
    'language',
    'district',
    'channel',
    'day',
    'month',
  ],
  figures: z.object({
    decisions: n('decisions, rejections included'),
    confirmed: n('confirmed'),
    corrected: n('corrected'),
    rejected: n('rejected as no appeal for the city'),
    agreement: ratio('confirmed / (confirmed + corrected)'),
    categoryAgreement: ratio('same category as the first candidate / (confirmed + corrected)'),
    departmentAgreement: ratio('same department as the first candidate / (confirmed + corrected)'),
    top3: ratio('category among the first three candidates / (confirmed + corrected)'),
    rank1: n('the first candidate’s category was chosen'),
    rank2: n('the second’s'),
    rank3: n('the third’s'),
    rankLower: n('a candidate’s below the third'),
    notSuggested: n('a category that was not among the candidates'),
  }),
  row: (c: AgreementCounts) => {
    const judged = c.confirmed + c.corrected;
    return {
      decisions: c.decisions,
      confirmed: c.confirmed,
      corrected: c.corrected,
      rejected: c.rejected,
      agreement: share(c.confirmed, judged),
      categoryAgreement: share(c.sameCategory, judged),
      departmentAgreement: share(c.sameDepartment, judged),
      top3: share(c.rank1 + c.rank2 + c.rank3, judged),
      rank1: c.rank1,
      rank2: c.rank2,
      rank3: c.rank3,
      rankLower: c.rankLower,
      notSuggested: c.notSuggested,
    };
  },
  count: countAgreement,
});
