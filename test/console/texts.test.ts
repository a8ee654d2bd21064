import { describe, expect, it } from 'vitest';
import { cutText } from '../../src/console/appeal/highlight.ts';
import { categorySearch } from '../../src/console/decide/find-category.ts';
import { fold } from '../../src/console/decide/fold.ts';
import { ky } from '../../src/console/i18n/ky.ts';
import { kyAdmin } from '../../src/console/i18n/ky-admin.ts';
import { ru } from '../../src/console/i18n/ru.ts';
import { ruAdmin } from '../../src/console/i18n/ru-admin.ts';
import { keyName } from '../../src/console/keyboard/key-name.ts';
import { loadTaxonomy } from '../../src/taxonomy/load.ts';

describe('highlights', () => {
  const text = 'трубу прорвало во дворе';

  it.each([
    ['nothing', [], [[text, null]]],
    [
      'one word',
      [mark('keyword', 0, 5)],
      [
        ['трубу', 'keyword'],
        [' прорвало во дворе', null],
      ],
    ],
    [
      'overlapping marks: the stronger kind shows',
      [mark('ngram', 0, 14), mark('emergency', 6, 14)],
      [
        ['трубу ', 'ngram'],
        ['прорвало', 'emergency'],
        [' во дворе', null],
      ],
    ],
    [
      'a span beyond the end is cut',
      [mark('place', 18, 99)],
      [
        ['трубу прорвало во ', null],
        ['дворе', 'place'],
      ],
    ],
    ['what spoke against is not marked', [{ ...mark('keyword', 0, 5), weight: -1 }], [[text, null]]],
  ] as const)('%s', (_name, evidence, pieces) => {
    expect(cutText(text, evidence).map((piece) => [piece.text, piece.kind])).toEqual(pieces);
  });

  function mark(kind: 'keyword' | 'ngram' | 'place' | 'emergency', start: number, end: number) {
    const span: [number, number] = [start, end];
    if (kind === 'place') return { kind, name: 'x', span, weight: 1 };
    return kind === 'emergency' ? { kind, sign: 'x', span, weight: 1 } : { kind, term: 'x', span, weight: 1 };
  }
});

describe('the search over categories', () => {
  const search = categorySearch(loadTaxonomy('data/taxonomy/bishkek.json'));

  it.each([
    ['уличное освещение', 'lighting.street'],
    ['көчө жарыгы', 'lighting.street'],
    ['кочо жарыгы', 'lighting.street'],
    ['уличное освешение', 'lighting.street'],
    ['суу жок', 'water.outage'],
    ['нет воды', 'water.outage'],
    ['не вывозят мусор', 'waste.not-collected'],
    ['таштанды чыгар', 'waste.not-collected'],
  ])('finds «%s» as %s', (text, category) => {
    expect(search(text)[0]?.id).toBe(category);
  });

  it('shows all categories for an empty text, and none for what is none', () => {
    expect(search('  ')).toHaveLength(74);
    expect(search('qqqzzz')).toEqual([]);
  });

  it('folds the letters that keyboards lack', () => {
    expect(fold('Көчөнүң Ёлкасы')).toBe('кочонун елкасы');
  });
});

describe('key names', () => {
  it.each([
    ['j', 'KeyJ', false, 'j'],
    ['J', 'KeyJ', true, 'j'],
    ['о', 'KeyJ', false, 'j'],
    ['.', 'Slash', false, '/'],
    [',', 'Slash', true, '?'],
    ['?', 'Digit7', true, '?'],
    ['1', 'Digit1', false, '1'],
    ['2', 'Numpad2', false, '2'],
    ['Enter', 'NumpadEnter', false, 'Enter'],
  ])('%s on %s (shift: %s) is %s', (key, code, shiftKey, name) => {
    expect(keyName({ key, code, shiftKey })).toBe(name);
  });
});

describe('translations', () => {
  const holes = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/gu)].map((match) => match[1]).sort();

  it('fill the same holes in both languages', () => {
    const kyrgyz = flatten({ ...ky, ...kyAdmin });
    for (const [key, text] of flatten({ ...ru, ...ruAdmin })) {
      const other = kyrgyz.get(key.replace(/_(?:one|few|many|other)$/u, '')) ?? '';
      expect([key, holes(other)]).toEqual([key, holes(text)]);
    }
  });

  it('have all four forms for every count in Russian', () => {
    const keys = [...flatten({ ...ru, ...ruAdmin }).keys()];
    const counted = new Set(keys.filter((key) => key.endsWith('_one')).map((key) => key.slice(0, -4)));
    for (const name of counted)
      expect(
        ['few', 'many', 'other'].filter((form) => !keys.includes(`${name}_${form}`)),
        name,
      ).toEqual([]);
  });

  function flatten(texts: object, prefix = ''): Map<string, string> {
    return new Map(
      Object.entries(texts).flatMap(([key, value]: [string, unknown]): [string, string][] =>
        typeof value === 'string' ? [[prefix + key, value]] : [...flatten(value as object, `${prefix}${key}.`)],
      ),
    );
  }
});
