import type { TFunction } from 'i18next';

/** The city's clock, whatever the device's is. Digits only: names of months would need both languages in the browser. */
const date = new Intl.DateTimeFormat('ru', {
  timeZone: 'Asia/Bishkek',
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
});
const time = new Intl.DateTimeFormat('ru', { timeZone: 'Asia/Bishkek', hour: '2-digit', minute: '2-digit' });

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `22.11.2026` in Bishkek. */
export function formatDate(iso: string): string {
  return date.format(new Date(iso));
}

/** `14:05` in Bishkek. */
export function formatTime(iso: string): string {
  return time.format(new Date(iso));
}

/** `22.11.2026, 14:05` in Bishkek. */
export function formatDateTime(iso: string): string {
  return `${formatDate(iso)}, ${formatTime(iso)}`;
}

/** A span of time in its largest unit, with the right plural: «5 минут». @param milliseconds its sign is ignored */
export function formatSpan(t: TFunction, milliseconds: number): string {
  const span = Math.abs(milliseconds);
  if (span >= DAY) return t('time.days', { count: Math.floor(span / DAY) });
  if (span >= HOUR) return t('time.hours', { count: Math.floor(span / HOUR) });
  return t('time.minutes', { count: Math.floor(span / MINUTE) });
}

/** The same in the fewest letters: «5 мин». */
export function formatShort(t: TFunction, milliseconds: number): string {
  const span = Math.abs(milliseconds);
  if (span >= DAY) return t('time.daysShort', { count: Math.floor(span / DAY) });
  if (span >= HOUR) return t('time.hoursShort', { count: Math.floor(span / HOUR) });
  return t('time.minutesShort', { count: Math.floor(span / MINUTE) });
}
