import { instantOf, localDate } from '../decide/due-date.ts';
import { addDays } from '../decide/working-days.ts';
import { problem } from '../errors.ts';

/** Days of reports are the city's days. */
export const TIME_ZONE = 'Asia/Bishkek';
const ZONE = { timezone: TIME_ZONE };

/** Days that a report covers when nothing else is asked for, today included. */
const DEFAULT_DAYS = 30;

/** Local days, both included, and the instants where they begin and end (`end` is excluded). */
export interface Period {
  from: string;
  to: string;
  start: Date;
  end: Date;
}

/**
 * The period of a report: whole days of Bishkek. Left out, `to` is today and `from` makes it 30 days.
 * @param asked local dates, YYYY-MM-DD
 * @throws Problem `invalid-request` when `from` is after `to`
 */
export function periodOf(asked: { from?: string | undefined; to?: string | undefined }, now: Date): Period {
  const to = asked.to ?? localDate(ZONE, now);
  const from = asked.from ?? addDays(to, 1 - DEFAULT_DAYS);
  if (from > to)
    throw problem('invalid-request', `from (${from}) is after to (${to})`, {
      errors: [{ path: '/querystring/from', message: 'is after `to`' }],
    });
  return { from, to, start: startOf(from), end: endOf(to) };
}

/** The instant at which a local day begins. */
export function startOf(day: string): Date {
  return instantOf(ZONE, day, '00:00');
}

/** The instant at which a local day is over. */
export function endOf(day: string): Date {
  return startOf(addDays(day, 1));
}

/** Every day of a period in order, YYYY-MM-DD. */
export function daysOf(period: Pick<Period, 'from' | 'to'>): string[] {
  const days: string[] = [];
  for (let day = period.from; day <= period.to; day = addDays(day, 1)) days.push(day);
  return days;
}

/** Every hour of a period in order, YYYY-MM-DDTHH:00 of local time (Kyrgyzstan has no summer time). */
export function hoursOf(period: Pick<Period, 'from' | 'to'>): string[] {
  return daysOf(period).flatMap((day) =>
    Array.from({ length: 24 }, (_, hour) => `${day}T${String(hour).padStart(2, '0')}:00`),
  );
}
