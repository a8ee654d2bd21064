import { describe, expect, it } from 'vitest';
import { type Calendar, CalendarSchema, loadCalendar } from '../../src/decide/calendar.ts';
import { dueAt, legalTerm, localDate } from '../../src/decide/due-date.ts';
import { isWorkingDay } from '../../src/decide/working-days.ts';

const kyrgyz = loadCalendar('data/calendar/kg-holidays.json');

const name = { ru: 'Праздник', ky: 'Майрам' };
const moving: Calendar = {
  ...kyrgyz,
  yearly: [{ from: '11-07', to: '11-08', name, firstYear: 2020, certainty: 'decided', source: 'test' }],
  dated: [{ date: '2026-11-21', kind: 'working', name, certainty: 'decided', source: 'test' }],
  movedDays: [{ effectiveFrom: '2020-01-01', holidayOnWeekend: 'next-working-day', source: 'test' }],
};

describe('working days in Kyrgyzstan', () => {
  it.each([
    ['2026-11-23', true, 'a Monday'],
    ['2026-11-21', false, 'a Saturday'],
    ['2026-11-22', false, 'a Sunday'],
    ['2026-12-31', true, 'New Year’s Eve is worked, if shorter'],
    ['2027-01-04', false, 'the New Year holidays run to 6 January'],
    ['2027-01-07', false, 'Christmas'],
    ['2027-01-08', true, 'the first working day of 2027'],
    ['2026-01-08', false, 'a decree prolonged the holidays in 2026'],
    ['2026-02-23', true, '23 February is worked since the Labour Code of 2025'],
    ['2026-04-07', true, 'so is 7 April'],
    ['2025-11-07', true, 'so are 7 and 8 November'],
    ['2026-03-09', true, '8 March 2026 is a Sunday and is not moved'],
    ['2026-03-20', false, 'Orozo Ait 2026'],
    ['2026-05-04', false, 'the May holidays run from 1 to 9 May'],
    ['2026-05-11', true, '9 May 2026 is a Saturday and is not moved'],
    ['2026-08-31', false, 'Independence Day'],
  ])('%s: %s (%s)', (date, worked) => {
    expect(isWorkingDay(kyrgyz, date)).toBe(worked);
  });
});

describe('where holidays on a weekend are moved', () => {
  it.each([
    ['2026-11-07', false, 'the holiday itself, a Saturday'],
    ['2026-11-08', false, 'the holiday itself, a Sunday'],
    ['2026-11-09', false, 'Monday, moved from Saturday'],
    ['2026-11-10', false, 'Tuesday, moved from Sunday'],
    ['2026-11-11', true, 'Wednesday'],
    ['2027-11-08', false, '8 November 2027 is a Monday and itself a holiday'],
    ['2027-11-09', false, 'Tuesday, moved from Sunday the 7th'],
    ['2027-11-10', true, 'Wednesday'],
    ['2025-11-07', false, 'a Friday holiday'],
    ['2025-11-10', false, 'Monday, moved from Saturday the 8th'],
    ['2026-11-21', true, 'a Saturday that a decree made a working day'],
  ])('%s: %s (%s)', (date, worked) => {
    expect(isWorkingDay(moving, date)).toBe(worked);
  });

  it('stops when the rule is no longer in force', () => {
    const changed: Calendar = {
      ...moving,
      movedDays: [...moving.movedDays, { effectiveFrom: '2026-01-01', holidayOnWeekend: 'not-moved', source: 'test' }],
    };
    expect(isWorkingDay(changed, '2025-11-10')).toBe(false);
    expect(isWorkingDay(changed, '2026-11-09')).toBe(true);
  });
});

describe('due dates', () => {
  it.each([
    ['a Monday morning, one day', '2026-11-23T04:00:00Z', 1, '2026-11-24T12:00:00.000Z'],
    ['a Friday, one day: over the weekend', '2026-11-20T04:00:00Z', 1, '2026-11-23T12:00:00.000Z'],
    ['a Saturday, one day: on Monday', '2026-11-21T04:00:00Z', 1, '2026-11-23T12:00:00.000Z'],
    ['late on Sunday in UTC it is Monday in Bishkek', '2026-11-22T19:00:00Z', 1, '2026-11-24T12:00:00.000Z'],
    ['over the New Year', '2026-12-31T04:00:00Z', 1, '2027-01-08T12:00:00.000Z'],
    ['over the May holidays', '2026-04-30T04:00:00Z', 2, '2026-05-12T12:00:00.000Z'],
    ['three weeks, summer time or not', '2026-03-23T04:00:00Z', 14, '2026-04-10T12:00:00.000Z'],
    ['a term above the legal one is cut to it', '2026-11-23T04:00:00Z', 30, '2026-12-11T12:00:00.000Z'],
  ])('%s', (_what, submitted, days, due) => {
    expect(dueAt(new Date(submitted), days, kyrgyz).toISOString()).toBe(due);
  });

  it('follow a shorter legal term from the day it enters into force', () => {
    const changed: Calendar = {
      ...kyrgyz,
      legalTerms: kyrgyz.legalTerms.map((term) =>
        term.workingDays === 10 ? { ...term, effectiveFrom: '2027-02-01' } : term,
      ),
    };
    expect(legalTerm(changed, new Date('2027-01-31T17:59:00Z'))).toBe(14);
    expect(legalTerm(changed, new Date('2027-01-31T18:01:00Z'))).toBe(10);
    expect(legalTerm(kyrgyz, new Date('2027-01-31T18:01:00Z'))).toBe(14);
    expect(dueAt(new Date('2027-02-01T04:00:00Z'), 14, changed).toISOString()).toBe('2027-02-15T12:00:00.000Z');
  });

  it('take the local date from the calendar’s own zone', () => {
    expect(localDate(kyrgyz, new Date('2026-11-22T17:59:59Z'))).toBe('2026-11-22');
    expect(localDate(kyrgyz, new Date('2026-11-22T18:00:00Z'))).toBe('2026-11-23');
  });
});

describe('the calendar file', () => {
  it('says for every day off where it comes from and whether it is decided', () => {
    const lunar = kyrgyz.dated.filter((entry) => entry.name.ky.endsWith('айт'));
    expect(new Set(lunar.map((entry) => entry.date.slice(0, 4)))).toEqual(new Set(['2025', '2026', '2027', '2028']));
    expect(lunar.filter((entry) => entry.certainty === 'estimated').length).toBeGreaterThan(0);
  });

  it.each([
    ['a month that does not exist', { yearly: [{ ...kyrgyz.yearly[0], from: '13-01' }] }],
    ['an impossible date', { dated: [{ ...kyrgyz.dated[0], date: '2026-02-30' }] }],
    ['a term of zero days', { legalTerms: [{ ...kyrgyz.legalTerms[0], workingDays: 0 }] }],
  ])('is refused with %s', (_what, change) => {
    expect(CalendarSchema.safeParse({ ...kyrgyz, ...change }).success).toBe(false);
  });
});
