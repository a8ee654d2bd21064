import { describe, expect, it } from 'vitest';
import { daysOf, hoursOf, periodOf } from '../../src/report/period.ts';
import { share } from '../../src/report/share.ts';

describe('the period of a report', () => {
  it('is whole days of Bishkek: midnight there is 18:00 UTC of the day before', () => {
    expect(periodOf({ from: '2026-03-01', to: '2026-03-02' }, new Date())).toEqual({
      from: '2026-03-01',
      to: '2026-03-02',
      start: new Date('2026-02-28T18:00:00Z'),
      end: new Date('2026-03-02T18:00:00Z'),
    });
  });

  it.each([
    ['2026-03-09T17:59:59Z', '2026-02-08', '2026-03-09'],
    ['2026-03-09T18:00:00Z', '2026-02-09', '2026-03-10'],
  ])('is the last 30 days, today included, when nothing is asked for (%s)', (now, from, to) => {
    expect(periodOf({}, new Date(now))).toMatchObject({ from, to });
  });

  it('is refused when it ends before it begins', () => {
    expect(() => periodOf({ from: '2026-03-02', to: '2026-03-01' }, new Date())).toThrow(
      expect.objectContaining({ code: 'invalid-request' }),
    );
  });

  it('lists its days and hours, over the end of a February', () => {
    expect(daysOf({ from: '2028-02-28', to: '2028-03-01' })).toEqual(['2028-02-28', '2028-02-29', '2028-03-01']);
    const hours = hoursOf({ from: '2026-03-01', to: '2026-03-02' });
    expect([hours.length, hours[0], hours[9], hours.at(-1)]).toEqual([
      48,
      '2026-03-01T00:00',
      '2026-03-01T09:00',
      '2026-03-02T23:00',
    ]);
  });
});

describe('a share', () => {
  it.each([
    [1, 3, 0.3333],
    [2, 3, 0.6667],
    [0, 5, 0],
    [5, 5, 1],
    [0, 0, null],
  ])('%i of %i is %s', (part, whole, expected) => expect(share(part, whole)).toBe(expected));
});
