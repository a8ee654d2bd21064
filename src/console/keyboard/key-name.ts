/**
 * The key's name whatever layout is on: on a Russian layout the key of `j` writes «о», so a letter that is not Latin
 * is named after its place on the keyboard. Digits, `/` and `?` likewise.
 */
export function keyName(event: Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey'>): string {
  const { key, code, shiftKey } = event;
  if (key === '?' || key === '/') return key;
  if (/^[a-z0-9]$/iu.test(key)) return key.toLowerCase();
  if (code.startsWith('Key')) return code.slice(3).toLowerCase();
  const digit = /^(?:Digit|Numpad)(\d)$/u.exec(code)?.[1];
  if (digit !== undefined && !shiftKey) return digit;
  if (code === 'Slash') return shiftKey ? '?' : '/';
  return key;
}
