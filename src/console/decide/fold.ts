/** Kyrgyz letters that many keyboards lack, and what people write instead. */
const FOLDED: Readonly<Record<string, string>> = { ң: 'н', ө: 'о', ү: 'у', ё: 'е' };

/** A text as it is compared in searches: «көчө» is found by «кочо», «ёлка» by «елка». */
export function fold(text: string): string {
  return text.toLowerCase().replaceAll(/[ңөүё]/gu, (letter) => FOLDED[letter] ?? letter);
}
