import { fold, wordsOf } from './place-words.ts';

/** A district or micro-district that the text names outright. */
export interface NamedDistrict {
  readonly kind: 'district-name' | 'micro-district';
  readonly name: string;
  readonly district: string;
  /** UTF-16 range in the text, end exclusive. */
  readonly span: readonly [number, number];
}

/** Stems of the districts' names by district id, as they stand before "район" in Russian and "району" in Kyrgyz. */
export type DistrictStems = Readonly<Record<string, { ru: string; ky: string }>>;

const NOT_A_DISTRICT = /^(?:пр|просп|проспект|шосс|рынок|рынк|парк|сквер|музе|пляж|дет|праздник|праздн)/u;
const DISTRICT_WORD = /^(?:район|р$|рн)/u;
/** Offices that each district has one of: "в Первомайской администрации". */
const OFFICE = /^(?:администрац|ровд|прокуратур)/u;

/**
 * "Свердловский район", "в Ленинском", "Биринчи май районунда", "1-май районунда", "Первомайский р-н".
 * A masculine adjective needs no "район"; a word such as "проспект" after it speaks against a district.
 */
export function findDistrictNames(text: string, stems: DistrictStems): NamedDistrict[] {
  const words = wordsOf(text);
  const found: NamedDistrict[] = [];
  words.forEach((word, i) => {
    const next = words[i + 1]?.text ?? '';
    const previous = words[i - 1]?.text ?? '';
    for (const [district, stem] of Object.entries(stems)) {
      const ending = word.text.startsWith(stem.ru) ? word.text.slice(stem.ru.length) : '-';
      const adjective = /^(?:ий|ого|ому|им|ом)$/u.test(ending) && !NOT_A_DISTRICT.test(next);
      const kyWords = stem.ky.split(' ');
      const kyEnd = words[i + kyWords.length - 1];
      const kyrgyz =
        kyWords.every((part, k) => words[i + k]?.text === part) &&
        DISTRICT_WORD.test(words[i + kyWords.length]?.text ?? '');
      const marked = ending !== '-' && (DISTRICT_WORD.test(next) || DISTRICT_WORD.test(previous) || OFFICE.test(next));
      const end = kyrgyz ? kyEnd : word;
      if ((adjective || kyrgyz || marked) && end !== undefined) {
        const span = [word.span[0], end.span[1]] as const;
        found.push({ kind: 'district-name', name: text.slice(...span), district, span });
      }
    }
  });
  return found;
}

const ORDINALS = 'перв|втор|трет|четв[её]рт|пят|шест|седьм|восьм|девят|десят|одиннадцат|двенадцат'.split('|');
const WORD = '(?:мкрн|мкр|м-н|микрора[йи]он|кичи ?район|mkr|mikrora[iy]on)';
const NUMBER_FIRST = new RegExp(
  `(?<![\\p{L}\\p{N}])(\\d{1,2})(?:\\s?-\\s?\\p{L}{1,3}|\\p{L}{1,2})?[\\s-]{0,2}${WORD}`,
  'giu',
);
const NUMBER_LAST = new RegExp(`(?<![\\p{L}])${WORD}\\p{L}{0,4}\\.?\\s?[-–№#]?\\s?(\\d{1,2})(?!\\d)`, 'giu');
const ORDINAL_FIRST = new RegExp(`(?<!\\p{L})(${ORDINALS.join('|')})\\p{L}{1,4}\\s+(?:мкрн?|микрора[йи]он)`, 'giu');

/** "7-й микрорайон", "5 мкр", "мкр. 11", "8-кичи районунда", "в седьмом микрорайоне". */
export function findMicrodistricts(text: string, byNumber: Readonly<Record<string, string>>): NamedDistrict[] {
  const found: NamedDistrict[] = [];
  const add = (match: RegExpExecArray, number: number): void => {
    const district = byNumber[String(number)];
    if (
      district === undefined ||
      found.some((other) => other.span[0] < match.index + match[0].length && match.index < other.span[1])
    )
      return;
    const span = [match.index, match.index + match[0].length] as const;
    found.push({ kind: 'micro-district', name: `${number} мкр`, district, span });
  };
  for (const match of text.matchAll(NUMBER_FIRST)) add(match, Number(match[1]));
  for (const match of text.matchAll(NUMBER_LAST)) add(match, Number(match[1]));
  for (const match of text.matchAll(ORDINAL_FIRST)) {
    add(match, ORDINALS.findIndex((stem) => new RegExp(`^(?:${stem})$`, 'u').test(fold(match[1] ?? ''))) + 1);
  }
  return found;
}
