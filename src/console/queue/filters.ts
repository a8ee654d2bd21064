/** What the queue is narrowed to; it stands in the address of the page, lists with commas between. */
export interface QueueFilter {
  department?: string;
  district?: string;
  category?: string;
  language?: string;
  level?: string;
  urgency?: string;
  state?: string;
  claimed?: string;
  olderThanHours?: string;
  search?: string;
  // The following come with links from the supervisor's charts.
  channel?: string;
  submittedFrom?: string;
  submittedTo?: string;
  decidedFrom?: string;
  decidedTo?: string;
  dueFrom?: string;
  dueTo?: string;
  decision?: string;
  suggestedCategory?: string;
  suggestedDepartment?: string;
  modelVersion?: string;
  outcome?: string;
}

export const FILTER_NAMES = [
  'search',
  'level',
  'urgency',
  'category',
  'department',
  'district',
  'language',
  'state',
  'claimed',
  'olderThanHours',
  'channel',
  'submittedFrom',
  'submittedTo',
  'decidedFrom',
  'decidedTo',
  'dueFrom',
  'dueTo',
  'decision',
  'suggestedCategory',
  'suggestedDepartment',
  'modelVersion',
  'outcome',
] as const satisfies (keyof QueueFilter)[];

/** Keeps what is a filter and drops what is empty; the address is written by people too. */
export function readFilter(search: Record<string, unknown>): QueueFilter {
  const filter: QueueFilter = {};
  for (const name of FILTER_NAMES) {
    const value = search[name];
    if ((typeof value === 'string' || typeof value === 'number') && value !== '') filter[name] = String(value);
  }
  return filter;
}

/** The values of a filter with several. */
export function valuesOf(filter: QueueFilter, name: keyof QueueFilter): string[] {
  return filter[name]?.split(',') ?? [];
}

/** The filter with other values; none: without it. */
export function withValues(filter: QueueFilter, name: keyof QueueFilter, values: readonly string[]): QueueFilter {
  const { [name]: _, ...rest } = filter;
  return values.length === 0 ? rest : { ...rest, [name]: values.join(',') };
}

/** How many filters are set. */
export function countFilters(filter: QueueFilter): number {
  return FILTER_NAMES.filter((name) => filter[name] !== undefined).length;
}

/** Whether two filters find the same. */
export function sameFilter(a: QueueFilter, b: QueueFilter): boolean {
  return FILTER_NAMES.every((name) => a[name] === b[name]);
}
