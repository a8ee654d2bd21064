/**
 * Comparing the words of a text with the words of a place name: case, ё, Kyrgyz letters typed as Russian ones,
 * Russian endings, Kyrgyz suffixes, Latin transliteration. Every folding keeps one letter one letter, so that
 * spans stay those of the text itself.
 */

export interface Word {
  /** Folded: lower case, ё → е, ң → н, ө → о, ү → у. */
  readonly text: string;
  /** UTF-16 range in the original text, end exclusive. */
  readonly span: readonly [number, number];
}

const FOLDED: Readonly<Record<string, string>> = { ё: 'е', ң: 'н', ө: 'о', ү: 'у', h: 'h' };

/** Folds one word or name for comparison. */
export function fold(text: string): string {
  return text.toLowerCase().replace(/[ёңөү]/gu, (letter) => FOLDED[letter] ?? letter);
}

/** Splits a text into runs of letters and runs of digits, folded, with their spans; hyphens and dots separate. */
export function wordsOf(text: string): Word[] {
  return [...text.matchAll(/\p{L}+|\p{N}+/gu)].map((match) => ({
    text: fold(match[0]),
    span: [match.index, match.index + match[0].length],
  }));
}

const ADJECTIVE = 'ая ую ой ою ый ий ого его ому ему ым им ом ем ое ее ые ие ых их ыми ими'.split(' ');

/** Endings that a Russian name takes by case, by how its dictionary form ends. */
const ENDINGS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/(?:[аоы]я|[ыио]й|[ое]е)$/u, ADJECTIVE],
  [/ок$/u, ['ок', 'ока', 'оку', 'оке', 'оком', 'ка', 'ку', 'ке', 'ком']],
  [/а$/u, ['а', 'ы', 'и', 'у', 'е', 'ой', 'ою']],
  [/я$/u, ['я', 'и', 'ю', 'е', 'ей']],
  [/ь$/u, ['ь', 'и', 'ю', 'ем', 'е', 'я']],
  [/о$/u, ['о', 'а', 'у', 'ом', 'е']],
  [/й$/u, ['й', 'я', 'ю', 'ем', 'е']],
  [/[бвгджзклмнпрстфхцчшщ]$/u, ['', 'а', 'у', 'ом', 'ем', 'е', 'ы', 'и']],
];

/** Possessive and case suffixes of Kyrgyz after folding, and -гы/-лык on top of them (Жалдагы, Асанбайлык). */
const KYRGYZ_SUFFIX =
  /^(?:с?[ыиу])?(?:[ндт][ыиу]н|н?[дт]а[нй]?|н?[дт][ео]н?|[гк][аое]|н[аое]|[ндт][ыиу]|н?[дт][аео]г[ыиу]|л[ыиу]к(?:тар|тер|тор)?)?$/u;

const VOICELESS = /[кпстфхцчшщ]$/u;

function hasKyrgyzSuffix(word: string, name: string): boolean {
  if (!word.startsWith(name)) return false;
  const suffix = word.slice(name.length);
  // -га/-да follow voiced sounds, -ка/-та voiceless ones: without this "жалко" would be a form of "Жал".
  const agrees = VOICELESS.test(name) ? !/^[гд]/u.test(suffix) : !/^[кт]/u.test(suffix);
  // A possessive on a short name makes another word: жалы is "its mane" or "its flame".
  const clear = name.length > 3 || !/^[ыиу]/u.test(suffix);
  return agrees && clear && KYRGYZ_SUFFIX.test(suffix);
}

/**
 * Whether a folded word of a text is a name's word, in any case of Russian or with Kyrgyz suffixes.
 * Names of three letters or fewer take Russian endings only as a later part of a longer name (`later`: Кок-Жаре).
 */
export function isFormOf(word: string, name: string, later = false): boolean {
  if (word === name) return true;
  if (/^\d/.test(name) || word.length < 3) return false;
  if (hasKyrgyzSuffix(word, name)) return true;
  if (name.length <= (later ? 2 : 3)) return false;
  const [pattern, endings] = ENDINGS.find(([ending]) => ending.test(name)) ?? [];
  if (pattern === undefined || endings === undefined) return false;
  const stem = name.replace(pattern, (end) => (endings[0] === '' ? end : ''));
  return word.startsWith(stem) && endings.includes(word.slice(stem.length));
}

const LATIN: Readonly<Record<string, string>> = Object.fromEntries(
  'а a б b в v г g д d е e ж j з z и i й i к k л l м m н n о o п p р r с s т t у u ф f х h ц c ч ch ш sh щ sh ъ . ы i ь . э e ю iu я ia'
    .split(' ')
    .map((part, i, all) => [part, i % 2 === 0 ? (all[i + 1] ?? '').replace('.', '') : '']),
);

/** A Cyrillic name in the one Latin spelling that `canonicalLatin` also brings people's spellings to. */
export function romanise(name: string): string {
  return canonicalLatin(Array.from(fold(name), (letter) => LATIN[letter] ?? letter).join(''));
}

/** Evens out the ways of typing the same sound in Latin letters: djal, zhal and jal; asanbay and asanbai. */
export function canonicalLatin(word: string): string {
  return word
    .replace(/dzh|dj|zh/g, 'j')
    .replace(/kh|x/g, 'h')
    .replace(/ts/g, 'c')
    .replace(/w|shch|sch/g, 'sh')
    .replace(/y/g, 'i')
    .replace(/q/g, 'k')
    .replace(/ii+/g, 'i');
}
