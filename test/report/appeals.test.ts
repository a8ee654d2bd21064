import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backlog } from '../../src/report/backlog.ts';
import { decisionTime } from '../../src/report/decision-time.ts';
import { dueDates } from '../../src/report/due-dates.ts';
import { inflow } from '../../src/report/inflow.ts';
import type { Told } from './city.ts';
import { type City, cityOf } from './helpers.ts';

const confirmed = (at: string) => [{ kind: 'confirm' as const, at, rank: 1 }];

/** Now is 10 March 12:00. */
const APPEALS: Told[] = [
  // Decided: 10, 30, 90 and 600 minutes after receipt.
  { submitted: '2026-03-02 09:00', due: '2026-03-05 18:00', decisions: confirmed('2026-03-02 09:10'), channel: 'app' },
  { submitted: '2026-03-02 23:59', due: '2026-03-03 00:29', decisions: confirmed('2026-03-03 00:29'), language: 'ky' },
  { submitted: '2026-03-03 00:00', due: '2026-03-03 01:00', decisions: confirmed('2026-03-03 01:30'), channel: 'app' },
  {
    submitted: '2026-03-03 08:00',
    // Sent by the backend a day after the citizen wrote it.
    received: '2026-03-04 08:00',
    due: '2026-03-09 18:00',
    department: 'tazalyk',
    category: 'waste-not-collected',
    decisions: [{ kind: 'reject', at: '2026-03-04 18:00' }],
  },
  // Open.
  { submitted: '2026-03-10 11:30', due: '2026-03-12 18:00', channel: 'app', urgency: 'emergency' },
  { submitted: '2026-03-10 11:00', due: '2026-03-10 18:00', district: 'leninsky' },
  { submitted: '2026-03-10 08:00', due: '2026-03-10 11:59', district: 'leninsky', department: 'tazalyk' },
  { submitted: '2026-03-09 12:00', due: '2026-03-10 12:00', department: 'tazalyk', language: 'ky' },
  { submitted: '2026-03-03 12:00', due: '2026-03-06 18:00', department: 'tazalyk' },
  // Decided and taken back: open again.
  {
    submitted: '2026-02-20 12:00',
    due: '2026-02-25 18:00',
    decisions: [{ kind: 'confirm', at: '2026-03-02 10:00', undone: '2026-03-02 10:00' }],
  },
];

describe('reports over appeals', () => {
  let city: City;
  beforeAll(async () => {
    city = await cityOf(APPEALS);
  });
  afterAll(() => city.close());

  it('inflow: counts by the local day on which the citizen wrote', async () => {
    const { total, rows } = await city.ask(inflow, { by: 'day' });
    expect(total).toEqual({ appeals: 9, emergency: 1 });
    expect(rows.map(({ key, appeals }) => [key, appeals])).toEqual([
      ['2026-03-02', 2],
      ['2026-03-03', 3],
      ['2026-03-09', 1],
      ['2026-03-10', 3],
    ]);
  });

  it('inflow: by hour of the day, and split by channel', async () => {
    const hours = await city.ask(inflow, { by: 'hourOfDay' });
    expect(hours.rows.map(({ key, appeals }) => [key, appeals])).toEqual([
      ['00', 1],
      ['08', 2],
      ['09', 1],
      ['11', 2],
      ['12', 2],
      ['23', 1],
    ]);
    const { rows } = await city.ask(inflow, { by: 'day', split: 'channel', to: '2026-03-03' });
    expect(rows.map(({ key, split, appeals }) => [key, split, appeals])).toEqual([
      ['2026-03-02', 'app', 1],
      ['2026-03-02', null, 1],
      ['2026-03-03', 'app', 1],
      ['2026-03-03', null, 2],
    ]);
  });

  it('inflow: filters narrow together, values of one filter widen', async () => {
    const count = async (filter: object) => (await city.ask(inflow, filter)).total;
    expect(await count({ department: ['tazalyk'] })).toEqual({ appeals: 4, emergency: 0 });
    expect(await count({ department: ['tazalyk'], language: ['ky'] })).toEqual({ appeals: 1, emergency: 0 });
    expect(await count({ department: ['tazalyk', 'asphalt-service'] })).toEqual({ appeals: 9, emergency: 1 });
    expect(await count({ district: ["nowhere'; DROP TABLE appeals; --"] })).toEqual({ appeals: 0, emergency: 0 });
  });

  it('backlog: what is open now, by age', async () => {
    const { total, rows } = await city.ask(backlog, { by: 'department' });
    expect(total).toEqual({
      open: 6,
      overdue: 3,
      overdueShare: 0.5,
      emergency: 1,
      // Ages: ½, 1, 4, 24, 168, 432 hours.
      medianHours: 14,
      oldestHours: 432,
      under1h: 1,
      from1hTo4h: 1,
      from4hTo1d: 1,
      from1dTo3d: 1,
      from3dTo7d: 0,
      over7d: 2,
    });
    expect(rows.map((row) => [row.key, row.open, row.overdue, row.over7d])).toEqual([
      ['asphalt-service', 3, 1, 1],
      ['tazalyk', 3, 2, 1],
    ]);
    const districts = await city.ask(backlog, { by: 'district' });
    expect(districts.rows.map((row) => [row.key, row.open])).toEqual([
      [null, 4],
      ['leninsky', 2],
    ]);
  });

  it('time to decision: median and 90th percentile from receipt, undone decisions left out', async () => {
    const { total, rows } = await city.ask(decisionTime, { by: 'department' });
    // Minutes: 10, 30, 90, 600. Median (30 + 90) / 2; 90th percentile at place 2.7: 90 + 0.7 · 510.
    expect(total).toEqual({ decided: 4, medianMinutes: 60, p90Minutes: 447, withinHour: 2, withinHourShare: 0.5 });
    expect(rows.map((row) => [row.key, row.decided, row.medianMinutes])).toEqual([
      ['asphalt-service', 3, 30],
      ['tazalyk', 1, 600],
    ]);
  });

  it('time to decision: nothing decided has no median', async () => {
    const { total } = await city.ask(decisionTime, { from: '2025-01-01', to: '2025-01-02' });
    expect(total).toEqual({
      decided: 0,
      medianMinutes: null,
      p90Minutes: null,
      withinHour: 0,
      withinHourShare: null,
    });
  });

  it('due dates: in time up to the very moment, late after it, open ones only when overdue', async () => {
    const { total } = await city.ask(dueDates, { to: '2026-03-12' });
    expect(total).toEqual({
      due: 9,
      decidedInTime: 3,
      decidedLate: 1,
      // 6 March and 10 March 11:59; what is due at 12:00 sharp is not overdue at 12:00.
      overdueOpen: 2,
      notYetDue: 3,
      decidedInTimeShare: 0.5,
      resolvedInTime: 0,
      resolvedLate: 0,
      resolvedInTimeShare: null,
      // The three decided and the two open; not the rejected one.
      overdueUnresolved: 5,
    });
  });
});
