import { describe, expect, it } from 'vitest';
import { parseEvent } from '../../src/console/api/read-events.ts';
import type { ReviewCounts, ReviewPage, ReviewRow } from '../../src/console/api/types.ts';
import { canBulk } from '../../src/console/queue/bulk.ts';
import { readFilter, withValues } from '../../src/console/queue/filters.ts';
import { countWithout, mergeHead } from '../../src/console/queue/merge.ts';
import { rowsOf } from '../../src/console/queue/queue-cache.ts';
import { dice, trigramsOf } from '../../src/store/similar.ts';

const row = (id: string, minute: number, part: Partial<ReviewRow> = {}): ReviewRow => ({
  id,
  externalId: id,
  state: 'suggested',
  version: 2,
  snippet: '',
  language: 'ru',
  level: 'preselect',
  urgency: 'normal',
  category: 'water.outage',
  department: 'vodokanal',
  unit: null,
  confidence: 0.9,
  district: null,
  declaredCategory: null,
  channel: null,
  submittedAt: '2026-11-01T00:00:00.000Z',
  dueAt: `2026-11-20T00:${String(minute).padStart(2, '0')}:00.000Z`,
  claim: null,
  duplicates: 0,
  ...part,
});
const page = (items: ReviewRow[], next?: string): ReviewPage => ({ items, ...(next === undefined ? {} : { next }) });
const ids = (rows: ReviewRow[]) => rows.map(({ id }) => id).join(' ');

describe('a fresh head of the queue', () => {
  const data = { pages: [page([row('a', 1), row('c', 3)], 'p2'), page([row('e', 5), row('f', 6)])], pageParams: [] };

  it.each([
    ['brings what is new to its place', [row('a', 1), row('b', 2), row('c', 3)], 'a b c e f'],
    ['takes out what is gone', [row('a', 1), row('e', 5)], 'a e f'],
    [
      'keeps the order by urgency first',
      [row('z', 9, { urgency: 'emergency' }), row('a', 1), row('c', 3)],
      'z a c e f',
    ],
  ])('%s', (_name, items, expected) => {
    expect(ids(rowsOf(mergeHead(data, page(items, 'p2'))))).toBe(expected);
  });

  it('replaces everything when it is the whole queue', () => {
    expect(ids(rowsOf(mergeHead(data, page([row('b', 2)]))))).toBe('b');
  });
});

describe('counts', () => {
  it('go down with rows that leave, and never below zero', () => {
    const counts: ReviewCounts = {
      total: 1,
      overdue: 0,
      level: { preselect: 1 },
      urgency: { normal: 1 },
      language: { ru: 1 },
      department: { vodokanal: 1 },
      district: { '': 1 },
      category: { 'water.outage': 1 },
    };
    const next = countWithout(counts, [row('a', 1), row('b', 2)]);
    expect(next).toMatchObject({ total: 0, level: { preselect: 0 }, district: { '': 0 } });
    expect(counts.total).toBe(1);
  });
});

describe('confirming together', () => {
  const me = 'dispatcher:Айгуль';
  const claim = (by: string) => ({ by, until: '2026-11-20T00:00:00.000Z' });
  const first = row('a', 1);

  it.each([
    ['a ready row', row('b', 2), true],
    ['another category', row('b', 2, { category: 'water.leak' }), false],
    ['not preselected', row('b', 2, { level: 'suggest' }), false],
    ['held by another', row('b', 2, { claim: claim('dispatcher:Бакыт') }), false],
    ['held by me', row('b', 2, { claim: claim(me) }), true],
    ['decided meanwhile', row('b', 2, { state: 'decided' }), false],
  ])('%s', (_name, candidate, allowed) => {
    expect(canBulk(candidate, [first, candidate], new Set(['a']), me)).toBe(allowed);
  });
});

describe('filters', () => {
  it('come from the address and drop what is none', () => {
    expect(readFilter({ level: 'manual', search: 123, other: 'x', state: '' })).toEqual({
      level: 'manual',
      search: '123',
    });
  });

  it('lose a name with its last value', () => {
    expect(withValues({ level: 'manual', search: 'x' }, 'level', [])).toEqual({ search: 'x' });
    expect(withValues({}, 'district', ['a', 'b'])).toEqual({ district: 'a,b' });
  });
});

describe('server-sent events', () => {
  it('are read from their block; comments and settings are not events', () => {
    expect(parseEvent('event: claimed\ndata: {"appealId":"a","version":3}')).toEqual({
      kind: 'claimed',
      appealId: 'a',
      version: 3,
    });
    expect(parseEvent(': beat')).toBeNull();
    expect(parseEvent('retry: 2000\n: open')).toBeNull();
  });
});

describe('near-duplicates', () => {
  it.each([
    ['Нет воды второй день', 'нет воды второй день!!', 1],
    ['Нет воды второй день', 'Собаки у школы', 0],
  ])('%s ~ %s: %d', (a, b, similarity) => {
    expect(dice(trigramsOf(a), trigramsOf(b))).toBe(similarity);
  });

  it('lie between for a text with other words in it', () => {
    const similarity = dice(trigramsOf('Нет воды второй день'), trigramsOf('Нет воды третий день подряд'));
    expect(similarity).toBeGreaterThan(0.5);
    expect(similarity).toBeLessThan(1);
  });
});
