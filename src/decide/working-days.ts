import type { Calendar } from './calendar.ts';

/** Local dates are `YYYY-MM-DD`; arithmetic on them runs in UTC so that no time zone can shift a day. */
export function addDays(date: string, days: number): string {
  const moved = new Date(`${date}T00:00:00Z`);
  moved.setUTCDate(moved.getUTCDate() + days);
  return moved.toISOString().slice(0, 10);
}

/** ISO weekday of a local date: 1 Monday … 7 Sunday. */
export function weekday(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
}

/** The entry of a dated list that is in force on a date: the latest one that has begun. */
export function inForce<T extends { effectiveFrom: string | null }>(
  entries: readonly T[],
  date: string,
): T | undefined {
  return entries
    .filter((entry) => entry.effectiveFrom !== null && entry.effectiveFrom <= date)
    .sort((a, b) => ((a.effectiveFrom ?? '') < (b.effectiveFrom ?? '') ? -1 : 1))
    .at(-1);
}

function isHoliday(calendar: Calendar, date: string): boolean {
  const year = Number(date.slice(0, 4));
  const monthDay = date.slice(5);
  return (
    calendar.dated.some((entry) => entry.kind === 'off' && entry.date === date) ||
    calendar.yearly.some(
      (entry) =>
        entry.from <= monthDay &&
        monthDay <= entry.to &&
        entry.firstYear <= year &&
        year <= (entry.lastYear ?? Number.POSITIVE_INFINITY),
    )
  );
}

const isWeekend = (calendar: Calendar, date: string): boolean => calendar.weekend.includes(weekday(date));

const isPlainWorkday = (calendar: Calendar, date: string): boolean =>
  !isWeekend(calendar, date) && !isHoliday(calendar, date);

/** Days to look back at most; no country closes for longer. */
const LONGEST_BREAK = 40;

/**
 * Whether holidays on the weekend days just before `date` push their day off onto it: each of them takes the next
 * plain working day that no earlier one has taken.
 */
function isMovedDayOff(calendar: Calendar, date: string): boolean {
  if (!isPlainWorkday(calendar, date)) return false;
  // Walk back to the nearest day that no holiday can have been carried past: two plain working days in a row.
  let start = addDays(date, -1);
  for (let back = 0; back < LONGEST_BREAK; back += 1) {
    if (isPlainWorkday(calendar, start) && isPlainWorkday(calendar, addDays(start, -1))) break;
    start = addDays(start, -1);
  }
  let owed = 0;
  for (let day = start; day <= date; day = addDays(day, 1)) {
    const rule = inForce(calendar.movedDays, day)?.holidayOnWeekend;
    if (isWeekend(calendar, day) && isHoliday(calendar, day) && rule === 'next-working-day') owed += 1;
    else if (isPlainWorkday(calendar, day) && owed > 0) {
      if (day === date) return true;
      owed -= 1;
    }
  }
  return false;
}

/** Whether a local date is worked: decrees first, then holidays, weekends and days off moved from a weekend. */
export function isWorkingDay(calendar: Calendar, date: string): boolean {
  const decree = calendar.dated.find((entry) => entry.date === date);
  if (decree !== undefined) return decree.kind === 'working';
  return isPlainWorkday(calendar, date) && !isMovedDayOff(calendar, date);
}
