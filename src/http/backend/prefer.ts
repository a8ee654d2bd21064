/** Longest wait that a caller may ask for, in seconds. */
export const MAX_WAIT = 10;

/** Seconds of `Prefer: wait=N` (RFC 7240, section 4.3), at most {@link MAX_WAIT}; 0 without the preference. */
export function preferredWait(header: string | string[] | undefined): number {
  const preferences = [header ?? ''].flat().join(',').split(',');
  for (const preference of preferences) {
    const seconds = /^\s*wait\s*=\s*"?(\d{1,6})"?\s*(?:;.*)?$/iu.exec(preference)?.[1];
    if (seconds !== undefined) return Math.min(MAX_WAIT, Number(seconds));
  }
  return 0;
}
