import { problem } from '../../src/errors.ts';

const UNITS: Readonly<Record<string, number>> = { h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/**
 * A time as `2026-11-01`, `2026-11-01T08:00:00Z`, or back from now as `36h`, `7d`, `2w`.
 * @throws Problem `invalid-config` for anything else
 */
export function sinceOf(text: string, now: Date): Date {
  const back = /^(\d+)([hdw])$/u.exec(text);
  if (back !== null) return new Date(now.getTime() - Number(back[1]) * (UNITS[back[2] as string] as number));
  const time = /^\d{4}-\d\d-\d\d/u.test(text) ? new Date(text) : new Date(Number.NaN);
  if (Number.isNaN(time.getTime())) throw problem('invalid-config', `${text} is not a time: 2026-11-01, 36h, 7d, 2w`);
  return time;
}
