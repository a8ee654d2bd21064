/** Every KPI family, in the order of the API document. */
import { agreement } from './agreement.ts';
import { backlog } from './backlog.ts';
import { decisionTime } from './decision-time.ts';
import { degraded } from './degraded.ts';
import { dueDates } from './due-dates.ts';
import { inflow } from './inflow.ts';
import { misroutes } from './misroutes.ts';
import { models } from './models.ts';
import { returned } from './returned.ts';
import { satisfaction } from './satisfaction.ts';

export const REPORTS = {
  inflow,
  backlog,
  agreement,
  decisionTime,
  misroutes,
  returned,
  satisfaction,
  dueDates,
  degraded,
  models,
} as const;
