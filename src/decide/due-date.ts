import type { Calendar } from './calendar.ts';
import { addDays, inForce, isWorkingDay } from './working-days.ts';

/** The local date of an instant in the calendar's time zone. */
export function localDate(calendar: Pick<Calendar, 'timezone'>, instant: Date): string {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone: calendar.timezone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(instant);
}

/** The instant of a local wall-clock time: the zone's offset is read off at that very moment. */
export function instantOf(calendar: Pick<Calendar, 'timezone'>, date: string, time: string): Date {
  const asUtc = new Date(`${date}T${time}:00Z`);
  const wall = new Intl.DateTimeFormat('sv-SE', {
    timeZone: calendar.timezone,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(asUtc);
  const offset = new Date(`${wall.replace(' ', 'T')}Z`).getTime() - asUtc.getTime();
  return new Date(asUtc.getTime() - offset);
}

/**
 * The legal term in force when an appeal was submitted, in working days; `undefined` before the first dated entry.
 * Source: `legalTerms` of the calendar. A term that was voted but has no date yet never applies.
 */
export function legalTerm(calendar: Calendar, submittedAt: Date): number | undefined {
  return inForce(calendar.legalTerms, localDate(calendar, submittedAt))?.workingDays;
}

/**
 * When an appeal must be answered: the end of the n-th working day after the day of submission, where n is the
 * category's own term, capped by the legal term. The day of submission itself never counts, whatever the hour.
 * @param submittedAt instant of submission
 * @param workingDays the category's term, ≥ 1
 * @returns the instant at which that working day ends
 */
export function dueAt(submittedAt: Date, workingDays: number, calendar: Calendar): Date {
  const term = Math.min(workingDays, legalTerm(calendar, submittedAt) ?? workingDays);
  let date = localDate(calendar, submittedAt);
  for (let left = term; left > 0; ) {
    date = addDays(date, 1);
    if (isWorkingDay(calendar, date)) left -= 1;
  }
  return instantOf(calendar, date, calendar.workdayEnds);
}
