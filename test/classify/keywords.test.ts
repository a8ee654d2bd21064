import { describe, expect, it } from 'vitest';
import { buildLexicon } from '../../src/classify/keywords/lexicon.ts';
import { findTerms } from '../../src/classify/keywords/match.ts';
import { scoreKeywords } from '../../src/classify/keywords/score.ts';

const none = { strong: [], weak: [], phrases: [], exclusions: [] };
const lexicon = buildLexicon([
  {
    version: '1',
    language: 'ru',
    categories: {
      manhole: { ...none, strong: ['люк', 'колодец'], phrases: ['открытый люк'] },
      pothole: { ...none, strong: ['яма', 'выбоина'], weak: ['дорога'], exclusions: ['люк'] },
      rubbish: { ...none, strong: ['мусор'], phrases: ['не вывозят мусор'], weak: ['дорога'] },
    },
  },
  { version: '1', language: 'ky', categories: { pothole: { ...none, strong: ['чуңкур'], weak: ['жол'] } } },
]);
const best = (text: string) => [...scoreKeywords(lexicon, text).probabilities].sort((a, b) => b[1] - a[1])[0]?.[0];

describe('keyword evidence', () => {
  it.each([
    ['an inflected word', 'провалился в яму у школы', 'pothole'],
    ['a Kyrgyz word with endings', 'көчөдө чуңкурлардан өтө албайбыз', 'pothole'],
    ['Kyrgyz without its letters', 'кочодо чункурлар', 'pothole'],
    ['a Russian word with a Kyrgyz ending', 'мусорду ким алат', 'rubbish'],
    ['Latin letters', 'musor ne vyvozyat', 'rubbish'],
    ['a phrase with words in between', 'не вывозят уже неделю мусор', 'rubbish'],
    ['a word ruled out by contrast', 'это не яма, а люк', 'manhole'],
    ['a word ruled out in Kyrgyz', 'чуңкур эмес, люк', 'manhole'],
  ])('finds %s: %s', (_, text, category) => {
    expect(best(text)).toBe(category);
  });

  it('says where it was found', () => {
    const text = 'Во дворе открытый люк';
    const hits = scoreKeywords(lexicon, text).evidence.get('manhole') ?? [];
    expect(hits).toHaveLength(1);
    expect(text.slice(...(hits[0]?.kind === 'keyword' ? hits[0].span : [0, 0]))).toBe('открытый люк');
  });

  it('counts one place once for a category', () => {
    const twice = buildLexicon([
      { version: '1', language: 'ru', categories: { lamp: { ...none, strong: ['лампа'], weak: ['лампы'] } } },
    ]);
    expect(findTerms(twice, 'лампу заменить').map((hit) => hit.term.strength)).toEqual(['strong']);
  });

  it('does not take a preposition for a short noun', () => {
    const houses = buildLexicon([{ version: '1', language: 'ky', categories: { house: { ...none, weak: ['үй'] } } }]);
    expect(findTerms(houses, 'у нас темно')).toEqual([]);
    expect(findTerms(houses, 'үй суук')).toHaveLength(1);
    const enter = buildLexicon([{ version: '1', language: 'ru', categories: { app: { ...none, weak: ['войти'] } } }]);
    expect(findTerms(enter, 'Во дворе темно')).toEqual([]);
  });

  it('shares what several categories claim', () => {
    const weights = findTerms(lexicon, 'дорога').map((hit) => hit.term.shared);
    expect(weights).toEqual([2, 2]);
  });

  it('does not take «нет» for a negation of the problem', () => {
    expect(best('люк не закрыт')).toBe('manhole');
  });

  it('is flat and says so when nothing is found', () => {
    const score = scoreKeywords(lexicon, 'спасибо большое');
    expect(score.empty).toBe(true);
    expect(new Set(score.probabilities.values()).size).toBe(1);
    expect([...score.probabilities.values()].reduce((a, b) => a + b, 0)).toBeCloseTo(1);
  });
});
