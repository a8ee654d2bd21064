import { describe, expect, it } from 'vitest';
import type { Classification } from '../../src/classify/contract.ts';
import { makeSuggestion } from '../../src/decide/suggest.ts';
import { indexTaxonomy } from '../../src/taxonomy/index-taxonomy.ts';
import { loadTaxonomy } from '../../src/taxonomy/load.ts';

const taxonomy = indexTaxonomy(loadTaxonomy('data/taxonomy/bishkek.json'));
const dueAt = (from: Date, days: number) => new Date(from.getTime() + days * 86_400_000);
const submittedAt = new Date('2026-11-02T03:00:00Z');

function suggest(part: Partial<Classification>, district: string | null = null) {
  const classification: Classification = {
    ranked: [],
    level: 'suggest',
    reason: 'below-preselect',
    modelVersion: 'test',
    ...part,
  };
  return makeSuggestion(
    { classification, language: 'ru', district, placeEvidence: [], submittedAt, toSource: ([a, b]) => [a + 5, b + 5] },
    { taxonomy, dueAt },
  );
}
const ranked = (category: string, confidence = 0.9) => ({ category, confidence, evidence: [] });

describe('a suggestion', () => {
  it('names the district office once the district is known', () => {
    expect(suggest({ ranked: [ranked('housing.yard')] }, 'leninsky').candidates[0]?.unit).toBe(
      'Администрация Ленинского района',
    );
  });

  it('still has a department without a district', () => {
    const [candidate] = suggest({ ranked: [ranked('housing.yard')] }).candidates;
    expect(candidate).toMatchObject({ department: 'district-administration' });
    expect(candidate).not.toHaveProperty('unit');
  });

  it.each([
    ['of the category', 'water.leak', undefined, 'emergency'],
    ['of the text when it is more urgent', 'housing.playground', 'emergency', 'emergency'],
    ['of the category when the text says less', 'electricity.outage', 'normal', 'high'],
    ['high where emergencies are usual and this text tells of none', 'water.leak', 'normal', 'high'],
  ] as const)('takes the urgency %s', (_, category, urgency, expected) => {
    expect(suggest({ ranked: [ranked(category)], ...(urgency ? { urgency } : {}) }).urgency).toBe(expected);
  });

  it('is due when the term of its category ends, in one day for an emergency', () => {
    expect(suggest({ ranked: [ranked('roads.pothole')] }).dueAt).toBe('2026-11-12T03:00:00.000Z');
    expect(suggest({ ranked: [ranked('roads.pothole')], urgency: 'emergency' }).dueAt).toBe('2026-11-03T03:00:00.000Z');
  });

  it('brings in the department of a second problem', () => {
    const both = suggest({ ranked: [ranked('lighting.street')], secondTopic: 'roads.pothole' });
    expect(both.coDepartments).toEqual(['asphalt-service']);
  });

  it.each([
    ['teploenergo', 'teploenergo'],
    ['zelenhoz', 'teploset'],
  ])('follows the model to %s only if it acts on the category', (department, expected) => {
    expect(suggest({ ranked: [ranked('heating.no-heat')], department }).candidates[0]?.department).toBe(expected);
  });

  it('goes to people without any candidate', () => {
    expect(suggest({ ranked: [] })).toMatchObject({ level: 'manual', reason: 'no-evidence', candidates: [] });
  });

  it('shows evidence where it stands in the text as written', () => {
    const evidence = [{ kind: 'keyword' as const, term: 'яма', span: [0, 3] as [number, number], weight: 2 }];
    const suggestion = suggest({ ranked: [{ ...ranked('roads.pothole'), evidence }] });
    expect(suggestion.candidates[0]?.evidence).toMatchObject([{ span: [5, 8] }]);
  });
});
