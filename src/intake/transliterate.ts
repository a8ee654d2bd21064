/**
 * Russian and Kyrgyz typed in Latin letters, back to Cyrillic: «net vody uje tri dnya», «suu jok eki kun boldu».
 * People follow no standard, so this is the union of what is typed in Bishkek; ө and ү come back as о and у, which
 * the folding of words makes equal anyway. Longest spellings first.
 */
const SPELLINGS: readonly (readonly [string, string])[] = [
  ['shch', 'щ'],
  ['sch', 'щ'],
  ['zh', 'ж'],
  ['kh', 'х'],
  ['ch', 'ч'],
  ['sh', 'ш'],
  ['ts', 'ц'],
  ['yo', 'ё'],
  ['yu', 'ю'],
  ['ya', 'я'],
  ['ye', 'е'],
  ['ju', 'жу'],
  ['ng', 'нг'],
  ['a', 'а'],
  ['b', 'б'],
  ['c', 'с'],
  ['d', 'д'],
  ['e', 'е'],
  ['f', 'ф'],
  ['g', 'г'],
  ['h', 'х'],
  ['i', 'и'],
  ['j', 'ж'],
  ['k', 'к'],
  ['l', 'л'],
  ['m', 'м'],
  ['n', 'н'],
  ['o', 'о'],
  ['ö', 'ө'],
  ['p', 'п'],
  ['q', 'к'],
  ['r', 'р'],
  ['s', 'с'],
  ['t', 'т'],
  ['u', 'у'],
  ['ü', 'ү'],
  ['v', 'в'],
  ['w', 'ш'],
  ['x', 'х'],
  ['z', 'з'],
  ["'", 'ь'],
  ['4', 'ч'],
  ['6', 'ш'],
];
const BY_LENGTH = new Map<number, Map<string, string>>();
for (const [latin, cyrillic] of SPELLINGS) {
  const table = BY_LENGTH.get(latin.length) ?? new Map<string, string>();
  BY_LENGTH.set(latin.length, table.set(latin, cyrillic));
}
const VOWELS = new Set('аеёиоөуүыэюя');

/** A word in Latin letters as it would stand in Cyrillic, lower case. */
export function toCyrillic(word: string): string {
  const source = word.toLowerCase().normalize('NFC');
  let out = '';
  for (let at = 0; at < source.length; ) {
    const step = [4, 3, 2, 1].find((length) => BY_LENGTH.get(length)?.has(source.slice(at, at + length)));
    const letter = source[at] ?? '';
    // y: «й» after a vowel and at the end after one (davay, kuy), «ы» elsewhere (vody, kyz).
    if (letter === 'y' && (step === undefined || step === 1)) {
      out += VOWELS.has(out.at(-1) ?? '') || out === '' ? 'й' : out.endsWith('и') ? 'й' : 'ы';
      at += 1;
      continue;
    }
    out += BY_LENGTH.get(step ?? 0)?.get(source.slice(at, at + (step ?? 1))) ?? letter;
    at += step ?? 1;
  }
  return out;
}
