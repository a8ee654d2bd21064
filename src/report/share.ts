/**
 * `part / whole`, 0…1, rounded to four decimals; null where there is nothing to divide by: a share of nothing is
 * unknown and not 0.
 */
export function share(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part / whole) * 10_000) / 10_000;
}

/** A measured value rounded to one decimal; null stays null. */
export function tenth(value: number | null): number | null {
  return value === null ? null : Math.round(value * 10) / 10;
}
