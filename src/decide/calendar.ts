import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { problem } from '../errors.ts';

const LocalDate = z.iso.date();
const MonthDay = z.string().regex(/^(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/, 'must be MM-DD');
const Names = z.strictObject({ ru: z.string().min(1), ky: z.string().min(1) });
/** `estimated`: set by a yearly decision that is not known yet; the date may shift by a day. */
const Certainty = z.enum(['decided', 'estimated']);
const Source = z.string().min(3);

/** A dated calendar of one country's public holidays and of the legal term for answering appeals. */
export const CalendarSchema = z.strictObject({
  version: z.string().min(1),
  /** IANA name; all dates below are local dates there. */
  timezone: z.string().min(1),
  /** ISO weekdays that are not worked: 1 Monday … 7 Sunday. */
  weekend: z.array(z.int().min(1).max(7)).max(6),
  /** Local time at which a working day ends, HH:MM. */
  workdayEnds: z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/),
  /** The years for which dated decisions were looked up. */
  covers: z.strictObject({ from: LocalDate, to: LocalDate }),
  /** Holidays of fixed date, both ends included. */
  yearly: z.array(
    z.strictObject({
      from: MonthDay,
      to: MonthDay,
      name: Names,
      firstYear: z.int(),
      lastYear: z.int().optional(),
      certainty: Certainty,
      source: Source,
    }),
  ),
  /** Single dates: lunar holidays, days off by decree, and weekend days that a decree made working days. */
  dated: z.array(
    z.strictObject({
      date: LocalDate,
      kind: z.enum(['off', 'working']),
      name: Names,
      certainty: Certainty,
      source: Source,
    }),
  ),
  /** What happens to a holiday that falls on a weekend, from which date on; oldest first. */
  movedDays: z.array(
    z.strictObject({
      effectiveFrom: LocalDate,
      holidayOnWeekend: z.enum(['next-working-day', 'not-moved']),
      source: Source,
    }),
  ),
  /** How long the law gives for an answer; `effectiveFrom: null` is voted but not in force. */
  legalTerms: z
    .array(z.strictObject({ workingDays: z.int().positive(), effectiveFrom: LocalDate.nullable(), source: Source }))
    .min(1),
});

export type Calendar = z.infer<typeof CalendarSchema>;

/**
 * Reads data/calendar/*.json.
 * @throws Problem `invalid-data` naming every wrong entry
 */
export function loadCalendar(path: string): Calendar {
  const parsed = CalendarSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (!parsed.success) throw problem('invalid-data', `${path}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
