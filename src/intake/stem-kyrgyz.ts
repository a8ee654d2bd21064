/**
 * A light stemmer for Kyrgyz: takes off the endings of plural, possession, case and the commonest verb forms.
 * Kyrgyz is agglutinative with vowel harmony, so each ending has four to twelve forms; on folded letters (ө→о, ү→у,
 * ң→н) they become few. Not a morphological analysis: stems only have to agree between lexicon and text.
 * Order of endings in the language: stem + plural + possessive + case + predicate.
 */
const HARMONY = { a: ['а', 'е', 'о'], y: ['ы', 'и', 'у'] } as const;

/** Expands A (а е о) and I (ы и у) and bracketed first consonants: '[лдт]Aр' → лар лер лор дар … */
function forms(pattern: string): string[] {
  let out = [''];
  for (const [part] of pattern.matchAll(/\[[^\]]+\]|./gu)) {
    const choices =
      part === 'A' ? HARMONY.a : part === 'I' ? HARMONY.y : part.startsWith('[') ? [...part.slice(1, -1)] : [part];
    out = out.flatMap((prefix) => choices.map((choice) => prefix + choice));
  }
  return out;
}

/** Endings from the outside in; one of each group may be taken off, in this order. */
const GROUPS: readonly (readonly string[])[] = [
  // Question and emphasis: суу барбы, жокпу.
  ['[бп]I'],
  // Verb: past, participle, converb, conditional, reciprocal; passive and causative are left alone.
  [
    '[дт]I',
    '[гк]Aн',
    'Iптир',
    '[бп]Aй',
    'Aт',
    'йт',
    'Iп',
    '[дт]Iк',
    '[дт]Iм',
    '[гк]Aны',
    '[гк]Aндa',
    'бAсA',
    'сA',
    'IшI',
  ],
  // Case: genitive, accusative, dative, locative, ablative.
  ['[ндт]Iн', '[ндт]I', '[гкн]A', '[дт]A', 'ндA', '[дт]Aн', 'нAн', 'Aн', 'Iнын'],
  // Possession: менин -ым, анын -(с)ы, биздин -(ы)быз, сиздин -(ы)ныз; -дагы, -лык.
  ['Iм', 'Iн', 'сI', 'I', 'IбIз', 'бIз', 'IнIз', 'нIз', '[дт]AгI'],
  // Plural.
  ['[лдт]Aр'],
].map((group) => group.flatMap(forms).sort((a, b) => b.length - a.length));

/** Shortest stem that may remain: «суу», «жол», «газ» must survive. */
const SHORTEST = 3;

/** Nouns of civic life whose own end looks like an ending; they are their own stems (folded). */
const WHOLE = [
  'таштанды',
  'айдоочу',
  'аялдама',
  'эсептегич',
  'коммуна',
  'машина',
  'бакча',
  'аянтча',
  'жарык',
  'кошуна',
];

/** A stop at the end of a stem is voiced before a vowel: жарык → жарыгы, мектеп → мектеби. */
const UNVOICED: Readonly<Record<string, string>> = { г: 'к', б: 'п' };

/**
 * The forms of a folded Kyrgyz word on the way to its stem, the word itself first: көчөбүздө → кочобуздо, кочобуз,
 * кочо. Endings are guesses; a dictionary form is matched if it is anywhere on the way.
 */
export function stagesKyrgyz(folded: string): string[] {
  const whole = WHOLE.find((noun) => folded.startsWith(noun));
  if (whole !== undefined) return [folded, whole];
  const stages = [folded];
  let stem = folded;
  for (const group of GROUPS) {
    const ending = group.find((form) => stem.endsWith(form) && stem.length - form.length >= SHORTEST);
    if (ending === undefined) continue;
    stem = stem.slice(0, -ending.length);
    stages.push(unvoice(stem));
  }
  return [...new Set(stages)];
}

/** Stem of a folded Kyrgyz word (see `fold`): батареялардын → батарея, көчөбүздө → кочо, жарыгы → жарык. */
export function stemKyrgyz(folded: string): string {
  return unvoice(stagesKyrgyz(folded).at(-1) ?? folded);
}

function unvoice(stem: string): string {
  const last = stem.at(-1) ?? '';
  return stem.slice(0, -1) + (stem.length > SHORTEST ? (UNVOICED[last] ?? last) : last);
}
