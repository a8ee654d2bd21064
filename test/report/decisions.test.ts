import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agreement } from '../../src/report/agreement.ts';
import { dueDates } from '../../src/report/due-dates.ts';
import { misroutes } from '../../src/report/misroutes.ts';
import { returned } from '../../src/report/returned.ts';
import { satisfaction } from '../../src/report/satisfaction.ts';
import type { Told } from './city.ts';
import { type City, cityOf } from './helpers.ts';

const DUE = '2026-03-06 18:00';

const APPEALS: Told[] = [
  {
    submitted: '2026-03-02 09:00',
    due: DUE,
    district: 'leninsky',
    level: 'preselect',
    decisions: [{ kind: 'confirm', at: '2026-03-02 10:00', rank: 1 }],
    outcomes: [
      { kind: 'resolved', at: '2026-03-06 18:00' },
      { kind: 'rated', at: '2026-03-07 10:00', rating: 5 },
    ],
  },
  {
    // The second candidate, of the same department.
    submitted: '2026-03-02 09:00',
    due: DUE,
    suggested: { category: 'road-markings' },
    decisions: [{ kind: 'correct', at: '2026-03-02 10:00', rank: 2 }],
    outcomes: [
      { kind: 'resolved', at: '2026-03-06 18:01' },
      { kind: 'returned', at: '2026-03-07 10:00' },
      { kind: 'returned', at: '2026-03-08 10:00' },
      { kind: 'rated', at: '2026-03-07 10:00', rating: 4 },
      { kind: 'rated', at: '2026-03-09 10:00', rating: 2 },
    ],
  },
  {
    // Another department, and not among the candidates. Sent on, then sent on again.
    submitted: '2026-03-03 09:00',
    due: DUE,
    model: 'm2',
    department: 'tazalyk',
    category: 'waste-not-collected',
    suggested: { category: 'road-pothole', department: 'asphalt-service' },
    decisions: [{ kind: 'correct', at: '2026-03-03 10:00' }],
    outcomes: [
      { kind: 'rerouted', at: '2026-03-04 10:00', department: 'zelenhoz' },
      { kind: 'rerouted', at: '2026-03-05 10:00', department: 'asphalt-service' },
    ],
  },
  {
    // Followed the suggestion, and both were wrong. The first returns were before the decision.
    submitted: '2026-03-03 09:00',
    due: DUE,
    model: 'm2',
    level: 'preselect',
    department: 'tazalyk',
    category: 'waste-not-collected',
    decisions: [{ kind: 'confirm', at: '2026-03-03 10:00', rank: 1 }],
    outcomes: [
      { kind: 'returned', at: '2026-03-03 09:30' },
      { kind: 'rerouted', at: '2026-03-04 10:00', department: 'zelenhoz' },
      { kind: 'rated', at: '2026-03-04 11:00', rating: 1 },
    ],
  },
  {
    // Rerouted before it was decided here: no misroute of ours.
    submitted: '2026-03-03 09:00',
    due: DUE,
    decisions: [{ kind: 'confirm', at: '2026-03-03 10:00', rank: 1 }],
    outcomes: [{ kind: 'rerouted', at: '2026-03-03 09:59', department: 'asphalt-service' }],
  },
  { submitted: '2026-03-03 09:00', due: DUE, decisions: [{ kind: 'reject', at: '2026-03-03 10:00' }] },
  {
    // Decided wrongly, taken back, decided again: only the second counts.
    submitted: '2026-03-03 09:00',
    due: DUE,
    decisions: [
      { kind: 'reject', at: '2026-03-03 10:00', undone: '2026-03-03 10:00' },
      { kind: 'confirm', at: '2026-03-03 10:01', rank: 1 },
    ],
  },
  { submitted: '2026-03-04 09:00', due: '2026-03-20 18:00' },
];

describe('reports over decisions and outcomes', () => {
  let city: City;
  beforeAll(async () => {
    city = await cityOf(APPEALS);
  });
  afterAll(() => city.close());

  it('agreement: confirmed and corrected over all', async () => {
    const { total } = await city.ask(agreement);
    expect(total).toEqual({
      decisions: 7,
      confirmed: 4,
      corrected: 2,
      rejected: 1,
      agreement: 0.6667,
      categoryAgreement: 0.6667,
      departmentAgreement: 0.8333,
      top3: 0.8333,
      rank1: 4,
      rank2: 1,
      rank3: 0,
      rankLower: 0,
      notSuggested: 1,
    });
  });

  it('agreement: by what was suggested, by level, by model version', async () => {
    const by = async (dimension: string) =>
      (await city.ask(agreement, { by: dimension })).rows.map((row) => [
        row.key,
        row.decisions,
        row.confirmed,
        row.agreement,
      ]);
    expect(await by('category')).toEqual([
      ['road-pothole', 5, 3, 0.75],
      ['road-markings', 1, 0, 0],
      ['waste-not-collected', 1, 1, 1],
    ]);
    expect(await by('decidedDepartment')).toEqual([
      ['asphalt-service', 4, 3, 0.75],
      ['tazalyk', 2, 1, 0.5],
      [null, 1, 0, null],
    ]);
    expect(await by('level')).toEqual([
      ['suggest', 5, 2, 0.5],
      ['preselect', 2, 2, 1],
    ]);
    expect(await by('modelVersion')).toEqual([
      ['m1', 5, 3, 0.75],
      ['m2', 2, 1, 0.5],
    ]);
  });

  it('agreement: filters by the suggested department and by the appeal’s district', async () => {
    expect((await city.ask(agreement, { department: ['tazalyk'] })).total).toMatchObject({ decisions: 1 });
    expect((await city.ask(agreement, { district: ['leninsky'] })).total).toMatchObject({ decisions: 1, confirmed: 1 });
  });

  it('misroutes: appeals rerouted after the decision, once each', async () => {
    const { total, rows } = await city.ask(misroutes, { by: 'department' });
    expect(total).toEqual({
      decided: 6,
      rerouted: 2,
      misrouteShare: 0.3333,
      corrected: 1,
      correctedShare: 0.1667,
      missedByBoth: 1,
    });
    expect(rows.map((row) => [row.key, row.decided, row.rerouted, row.corrected])).toEqual([
      ['asphalt-service', 4, 0, 0],
      ['tazalyk', 2, 2, 1],
    ]);
  });

  it('misroutes: by the department that was suggested', async () => {
    const { rows } = await city.ask(misroutes, { by: 'suggestedDepartment' });
    expect(rows.map((row) => [row.key, row.decided, row.rerouted, row.corrected])).toEqual([
      ['asphalt-service', 5, 1, 1],
      ['tazalyk', 1, 1, 0],
    ]);
  });

  it('returned: appeals once, returns each, and none from before the decision', async () => {
    const { total } = await city.ask(returned);
    expect(total).toEqual({ decided: 6, returned: 1, returnedShare: 0.1667, returns: 2 });
  });

  it('satisfaction: the last rating of an appeal counts', async () => {
    const { total, rows } = await city.ask(satisfaction, { by: 'department' });
    expect(total).toEqual({
      n: 3,
      mean: 2.67,
      lowShare: 0.6667,
      rated1: 1,
      rated2: 1,
      rated3: 0,
      rated4: 0,
      rated5: 1,
    });
    expect(rows.map((row) => [row.key, row.n, row.mean])).toEqual([
      ['asphalt-service', 2, 3.5],
      ['tazalyk', 1, 1],
    ]);
    // Before its second rating the appeal stood at 4.
    expect((await city.ask(satisfaction, { to: '2026-03-08' })).total).toMatchObject({ n: 3, mean: 3.33 });
  });

  it('due dates: resolved at the due time is in time, a minute later is late', async () => {
    expect((await city.ask(dueDates)).total).toMatchObject({
      due: 7,
      decidedInTime: 7,
      resolvedInTime: 1,
      resolvedLate: 1,
      resolvedInTimeShare: 0.5,
      overdueUnresolved: 4,
    });
  });
});
