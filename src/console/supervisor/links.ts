import type { QueueFilter } from '../queue/filters.ts';
import type { Dimension } from './dimensions.ts';
import { periodOf, type ReportFilter } from './report-filter.ts';
import type { ReportSpec } from './specs.ts';

const EVERY_STATE = 'received,suggested,decided,rejected';

/** What each report counts, as a filter of the list of appeals. */
function counted(spec: ReportSpec, from: string, to: string): QueueFilter {
  switch (spec.name) {
    case 'backlog':
      return { state: 'received,suggested' };
    case 'inflow':
    case 'degraded':
    case 'models':
      return { state: EVERY_STATE, submittedFrom: from, submittedTo: to };
    case 'due-dates':
      return { state: EVERY_STATE, dueFrom: from, dueTo: to };
    case 'agreement':
      return { state: 'decided', decidedFrom: from, decidedTo: to, decision: 'correct' };
    case 'decision-time':
      return { state: 'decided,rejected', decidedFrom: from, decidedTo: to };
    case 'misroutes':
      return { state: 'decided', decidedFrom: from, decidedTo: to, outcome: 'rerouted' };
    case 'returned':
      return { state: 'decided', decidedFrom: from, decidedTo: to, outcome: 'returned' };
    case 'satisfaction':
      return { state: 'decided', outcome: 'rated' };
  }
}

/**
 * The appeals behind a card, or behind one of its groups; null where the list cannot be narrowed to that group.
 * Reports of agreement lead to what was corrected, those of misroutes and returns to the appeals that went wrong.
 */
export function appealsBehind(
  spec: ReportSpec,
  filter: ReportFilter,
  now: number,
  group?: { dimension: Dimension; key: string | null },
): QueueFilter | null {
  const asked = periodOf(filter, now);
  const ofDay = group?.dimension === 'day' && group.key !== null ? { from: group.key, to: group.key } : asked;
  const { department, district, category, language } = filter;
  const suggested = spec.name === 'agreement';
  const behind: QueueFilter = {
    ...counted(spec, ofDay.from, ofDay.to),
    ...(department !== undefined && { [suggested ? 'suggestedDepartment' : 'department']: department }),
    ...(category !== undefined && { [suggested ? 'suggestedCategory' : 'category']: category }),
    ...(district !== undefined && { district }),
    ...(language !== undefined && { language }),
  };
  if (group === undefined || group.dimension === 'day') return behind;
  if (group.key === null || group.dimension === 'hourOfDay') return null;
  const name =
    suggested && group.dimension === 'category'
      ? 'suggestedCategory'
      : suggested && group.dimension === 'department'
        ? 'suggestedDepartment'
        : group.dimension;
  return { ...behind, [name]: group.key };
}
