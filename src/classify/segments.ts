/** Pieces of a text that may each be about a problem of their own: sentences, and clauses where one joins two. */

/** Words that join a second problem to the first. On folded text: э ё → е. */
export const CONNECTIVE =
  /(?:^|[\s,.!?;—-])(?:(?:а|и|да|но)\s+(?:еще|также)|еще\s+и|кроме того|кроме этого|к тому же|вдобавок|плюс(?: к| еще)?|заодно|а также|помимо|в придачу|и второе|во-вторых|второй вопрос|отдельно|теперь еще|анын устуно|анын устуне|мындан тышкары|мындан сырткары|ошондой еле|дагы бир|дагы|анан(?: да| дагы)?|ал еми|екинчи(?:ден|си)?|бирге|кошумча|еми)(?=[\s,.!?:—]|$)/u;

/** Shorter pieces say nothing by themselves (characters). */
const SHORTEST = 6;
/** A letter of more sentences tells one story; its beginning and its end are looked at. */
const MOST = 8;
const SENTENCE_END = /[.!?;\n…]+|\s[—–-]+\s/gu;
/** Where a sentence may change its subject. */
const CLAUSE_END =
  /,|:|\s(?=(?:но|бирок|ал еми|плюс|заодно|вдобавок|также|анын устуно|мындан тышкары|ошондой еле)\s)|\s(?:да и|и еще|а еще|да еще|и|а|дагы|жана)\s/gu;

export interface Segment {
  text: string;
  /** Begins with a word that joins a second problem to the first. */
  joined: boolean;
}

/** Letters as `CONNECTIVE` has them, of the same length. */
export function foldForJoints(text: string): string {
  const letters: Readonly<Record<string, string>> = { ё: 'е', э: 'е', ң: 'н', ө: 'о', ү: 'у' };
  const lower = text.toLowerCase();
  return (lower.length === text.length ? lower : text).replace(/[ёэңөү]/gu, (letter) => letters[letter] ?? letter);
}

function pieces(text: string, ends: RegExp): string[] {
  const folded = foldForJoints(text);
  const found: string[] = [];
  let from = 0;
  for (const match of folded.matchAll(ends)) {
    found.push(text.slice(from, match.index));
    // What joins belongs to the piece that it opens.
    from = match[0].trim() === '' || /\p{L}/u.test(match[0]) ? match.index : match.index + match[0].length;
  }
  found.push(text.slice(from));
  return found;
}

/** Sentences of a text, and how many there are. */
export function sentencesOf(text: string): string[] {
  return pieces(text, SENTENCE_END)
    .map((piece) => piece.trim())
    .filter((piece) => piece.length >= SHORTEST);
}

/** Pieces to look at, at most eight; none for a text of one piece. */
export function segmentsOf(text: string): Segment[] {
  const sentences = sentencesOf(text);
  const clauses = sentences.flatMap((sentence) => (sentences.length > 5 ? [sentence] : merged(sentence)));
  const all = clauses.length > MOST ? [...clauses.slice(0, MOST - 3), ...clauses.slice(-3)] : clauses;
  if (all.length < 2) return [];
  return all.map((piece) => ({ text: piece, joined: CONNECTIVE.test(` ${foldForJoints(piece).slice(0, 30)} `) }));
}

/** Clauses of a sentence; a piece too short to say anything stays with the one before. */
function merged(sentence: string): string[] {
  const result: string[] = [];
  for (const piece of pieces(sentence, CLAUSE_END)) {
    const trimmed = piece.trim();
    const last = result.length - 1;
    if (last >= 0 && (trimmed.length < SHORTEST || (result[last] as string).length < SHORTEST))
      result[last] = `${result[last]} ${trimmed}`;
    else if (trimmed !== '') result.push(trimmed);
  }
  return result;
}
