import type { Gazetteer, Place } from './gazetteer.ts';
import { canonicalLatin, fold, isFormOf, romanise, type Word, wordsOf } from './place-words.ts';

/** A place of the gazetteer found in a text. */
export interface FoundPlace {
  readonly place: Place;
  /** UTF-16 range in the text, end exclusive. */
  readonly span: readonly [number, number];
}

/** Finds the places named in a text: the longest name wins, overlapping shorter ones are not reported. */
export type PlaceFinder = (text: string) => FoundPlace[];

interface Form {
  readonly place: Place;
  readonly words: readonly string[];
  /** True where the form itself says what it is ("рынок Дордой"), so no other place word is needed. */
  readonly marked: boolean;
}

const MARKER: Readonly<Record<Place['kind'], RegExp>> = {
  street: /^(?:ул|улиц.*|коч[оу].*|пр|пр?кт|просп.*|бульвар.*|переул.*|пер)$/u,
  area: /^(?:жм|ж|жилмас.*|жилой|массив.*|мкр|мкрн|микрора[йи]он.*|кичи.*|новострой.*|конуш.*|айыл.*|сел[оаеу]|пос[её]л.*|mkr.*|jm)$/u,
  landmark: /^(?:рын.*|базар.*|парк.*|сквер.*|площад.*|аянт.*|больниц.*|университет.*|завод.*)$/u,
  outside: /^(?:город.*|шаар.*|сел[оаеу]|айыл.*|пос[её]л.*|г|с)$/u,
};
/** How many words away a place word may stand. */
const MARKER_REACH = 2;

function formsOf(place: Place): Form[] {
  const names = [place.ru, place.ky, ...place.variants];
  const joined = names.filter((name) => name.includes('-') && !/\d/.test(name)).map((name) => name.replaceAll('-', ''));
  const spellings = new Set(
    [...names, ...joined].map((name) =>
      wordsOf(name)
        .map((word) => word.text)
        .join(' '),
    ),
  );
  return [...spellings].map((spelling) => {
    const words = spelling.split(' ');
    return { place, words, marked: words.some((word) => MARKER[place.kind].test(word)) };
  });
}

/**
 * Latin forms are kept for places with a district of their own: a romanised street would match too many words.
 * Three letters ("jal") count only as they are, longer forms also with endings.
 */
function latinFormsOf(place: Place): Form[] {
  if (place.kind === 'street' || place.needsMarker) return [];
  const forms = [place.ru, place.ky].map((name) => wordsOf(name).map((word) => romanise(word.text)));
  return forms.filter((words) => words.join('').length >= 3).map((words) => ({ place, words, marked: false }));
}

function isLatinForm(word: string, name: string, later: boolean): boolean {
  const canonical = canonicalLatin(word);
  if (canonical === name) return true;
  // A long name may change its last vowel by case: asanbai, asanbae.
  const stem = name.length >= 6 ? name.replace(/[ai]$/, '') : name;
  return name.length >= (later ? 3 : 4) && canonical.startsWith(stem) && canonical.length <= name.length + 4;
}

function matches(form: Form, words: readonly Word[], at: number): boolean {
  return form.words.every((name, i) => {
    const word = words[at + i]?.text;
    if (word === undefined) return false;
    return /^[a-z]/.test(name) ? isLatinForm(word, name, i > 0) : isFormOf(word, name, i > 0);
  });
}

/** Kyrgyz -да "in" and -дан "from" in all their forms. */
const LOCATIVE = /[дт][аео](?:н|г[ыиу])?$/u;

/** Something shows that a place is meant, not a word or a person: see `needsMarker` in gazetteer.ts. */
function isPlace(form: Form, text: string, words: readonly Word[], at: number): boolean {
  const need = form.place.needsMarker;
  if (form.marked || need === undefined) return true;
  const pattern = MARKER[form.place.kind];
  const end = at + form.words.length;
  const around = [...words.slice(Math.max(0, at - MARKER_REACH), at), ...words.slice(end, end + MARKER_REACH)];
  if (around.some((word) => pattern.test(word.text))) return true;
  if (need === 'other-place' || form.place.kind === 'outside') return false;
  const [start, stop] = [words[at]?.span[0] ?? 0, words[end - 1]?.span[1] ?? 0];
  const before = words[at - 1]?.text ?? '';
  if (form.place.kind === 'area' && /^(?:в|во|из)$/u.test(before)) return true;
  if (!/\p{Lu}\p{Ll}/u.test(text.slice(start, start + 2))) return false;
  if (before === 'на' || (start === 0 && /^\s?[,:]/.test(text.slice(stop)))) return true;
  // "Касымда" is "in Kasym"; but "келечекте" is "in future", so common words get no such benefit.
  if (need === 'person-name') return LOCATIVE.test(words[end - 1]?.text ?? '');
  return !/(?:^|[.!?…:]["»]?\s*["«]?)$/u.test(text.slice(0, start).trimEnd());
}

/** First letters of a name, by which forms are looked up; enough to leave a handful of candidates per word. */
const keyOf = (word: string): string => word.slice(0, 2);

/** Prepares a gazetteer for searching; the finder itself is pure. */
export function placeFinder(gazetteer: Gazetteer): PlaceFinder {
  const forms = gazetteer.places.flatMap((place) => [...formsOf(place), ...latinFormsOf(place)]);
  const byKey = Map.groupBy(forms, (form) => keyOf(form.words[0] ?? ''));

  return (text) => {
    const words = wordsOf(text);
    const found: FoundPlace[] = [];
    for (let at = 0; at < words.length; ) {
      const first = words[at];
      if (first === undefined) break;
      const keys = new Set([keyOf(first.text), keyOf(canonicalLatin(first.text))]);
      const fitting = [...keys]
        .flatMap((key) => byKey.get(key) ?? [])
        .filter((form) => matches(form, words, at) && isPlace(form, text, words, at));
      const longest = Math.max(0, ...fitting.map((form) => form.words.length));
      const last = words[at + longest - 1];
      if (longest === 0 || last === undefined) {
        at += 1;
        continue;
      }
      const places = new Set(fitting.filter((form) => form.words.length === longest).map((form) => form.place));
      for (const place of places) found.push({ place, span: [first.span[0], last.span[1]] });
      at += longest;
    }
    return found;
  };
}

/** Spelling by which a place is told from others in messages and checks. */
export function placeKey(place: Place): string {
  return fold(place.ru);
}
