export const FILTER_DIMENSIONS = ['department', 'district', 'category', 'language'] as const;

/** What the dashboard shows; it stands in the address of the page, lists with commas between. */
export interface ReportFilter {
  /** Days up to today; absent with `from` and `to`. */
  days?: string;
  /** Local days of Bishkek, both included. */
  from?: string;
  to?: string;
  department?: string;
  district?: string;
  category?: string;
  language?: string;
}

/** Lengths that are offered, in days. */
export const PRESETS = ['7', '30', '90', '365'] as const;
export const DEFAULT_PRESET = '30';

const DAY = /^\d{4}-\d{2}-\d{2}$/u;

/** Keeps what is a filter; the address is written by people too. */
export function readReportFilter(search: Record<string, unknown>): ReportFilter {
  const filter: ReportFilter = {};
  for (const name of FILTER_DIMENSIONS) {
    const value = search[name];
    if (typeof value === 'string' && value !== '') filter[name] = value;
  }
  const { from, to, days } = search;
  if (typeof from === 'string' && typeof to === 'string' && DAY.test(from) && DAY.test(to) && from <= to)
    return { ...filter, from, to };
  const length = String(days ?? '');
  return (PRESETS as readonly string[]).includes(length) ? { ...filter, days: length } : filter;
}

/** The first and the last day that are meant. */
export function periodOf(filter: ReportFilter, now: number): { from: string; to: string } {
  if (filter.from !== undefined && filter.to !== undefined) return { from: filter.from, to: filter.to };
  const days = Number(filter.days ?? DEFAULT_PRESET);
  return { from: localDay(now - (days - 1) * 86_400_000), to: localDay(now) };
}

/** YYYY-MM-DD in Bishkek. */
export function localDay(instant: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Bishkek' }).format(instant);
}

/** Every day of a period in order. */
export function daysOf(from: string, to: string): string[] {
  const count = Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1;
  return Array.from({ length: count }, (_, index) =>
    new Date(Date.parse(from) + index * 86_400_000).toISOString().slice(0, 10),
  );
}
