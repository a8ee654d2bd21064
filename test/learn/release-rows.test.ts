import { describe, expect, it } from 'vitest';
import {
  lexiconRows,
  limitPrecedents,
  mappedRows,
  misspelt,
  taxonomyRows,
  withDeclared,
} from '../../src/learn/release-rows.ts';
import type { TrainingRow } from '../../src/learn/rows.ts';
import { urgencyRows } from '../../src/learn/urgency-rows.ts';
import { loadTaxonomy } from '../../src/taxonomy/load.ts';
import { projectFile } from '../helpers/instance.ts';

const TAXONOMY = projectFile('data/taxonomy/bishkek.json');
const taxonomy = loadTaxonomy(TAXONOMY);
const row = (text: string, labels: TrainingRow['labels']): TrainingRow => ({
  text,
  language: 'ru',
  labels,
  context: {},
  weight: 1,
});

describe('rows of the default release', () => {
  it('hold a choice of category that is right as often as measured, else mostly a neighbour', () => {
    const rows = Array.from({ length: 4000 }, () => row('яма', { category: ['roads.pothole'] }));
    const choices = withDeclared(rows, taxonomy, 1).flatMap((r) => r.context.declared_category ?? []);
    expect(choices.length / 4000).toBeCloseTo(0.6, 1);
    const wrong = choices.filter((choice) => choice !== 'roads.pothole');
    expect(1 - wrong.length / choices.length).toBeCloseTo(0.87, 1);
    const groups = new Map(taxonomy.categories.map(({ id, group }) => [id, group]));
    const near = wrong.filter((choice) => groups.get(choice) === groups.get('roads.pothole'));
    expect(near.length / wrong.length).toBeGreaterThan(0.6);
    expect(withDeclared(rows, taxonomy, 1)).toEqual(withDeclared(rows, taxonomy, 1));
  });

  it('know every category by the words of the taxonomy, in both languages', () => {
    const { rows } = taxonomyRows(TAXONOMY, 1);
    const ids = new Set(rows.flatMap(({ labels }) => labels.category ?? []));
    expect(taxonomy.categories.map(({ id }) => id).filter((id) => !ids.has(id))).toEqual([]);
    expect(new Set(rows.map(({ language }) => language))).toContain('ky');
    expect(rows.every(({ precedent }) => precedent === false)).toBe(true);
  });

  it('know the lexicon', () => {
    const { rows } = lexiconRows(projectFile('data/keywords/ky.json'), 0.5);
    expect(rows.length).toBeGreaterThan(500);
    expect(new Set(rows.map(({ weight }) => weight))).toEqual(new Set([0.5]));
  });

  it('take over another city by the mapping, no more than asked of one category', () => {
    const entry = (category: string | null, weight: number) => ({ reason: 'x', category, weight });
    const mapping = new Map([
      ['Дорога/Ямы', entry('roads.pothole', 0.8)],
      ['Прочее', entry(null, 0)],
    ]);
    const rows = [...Array(30).fill('Дорога/Ямы'), 'Прочее', 'Неизвестное'].map((reason, i) =>
      row(`${i}`, { reason: [reason] }),
    );
    const mapped = mappedRows(rows, mapping, 10, 0.5, 1);
    expect(mapped).toHaveLength(10);
    expect(mapped.every(({ labels, weight }) => labels.category?.[0] === 'roads.pothole' && weight === 0.4)).toBe(true);
  });

  it('hold copies with slips, which keep the length about and never vote', () => {
    const rows = Array.from({ length: 200 }, (_, i) =>
      row(`Большая яма возле остановки номер ${i}`, { category: ['a'] }),
    );
    const copies = misspelt(rows, 0.5, 0.5, 2);
    expect(copies.length).toBeGreaterThan(70);
    expect(copies.length).toBeLessThan(130);
    expect(copies.filter(({ text }) => !rows.some((r) => r.text === text)).length).toBeGreaterThan(copies.length * 0.6);
    expect(copies.every(({ precedent, weight }) => precedent === false && weight === 0.5)).toBe(true);
  });

  it('leave some rows out of the precedents, and keep them for all else', () => {
    const rows = Array.from({ length: 2000 }, (_, i) => row(`${i}`, { category: ['a'] }));
    const limited = limitPrecedents(rows, 500, 2000, 3);
    expect(limited.map(({ text }) => text)).toEqual(rows.map(({ text }) => text));
    expect(Math.abs(limited.filter(({ precedent }) => precedent !== false).length - 500)).toBeLessThan(80);
    expect(limitPrecedents(rows, 5000, 2000, 3)).toEqual(rows);
  });

  it('say of each written appeal whether it is an emergency', () => {
    const rows = [row('a', { category: ['x'], emergency: ['true'] }), row('b', { emergency: ['false'] }), row('c', {})];
    expect(urgencyRows(rows).map(({ labels }) => labels.urgency?.[0])).toEqual(['emergency', 'normal', undefined]);
  });
});
