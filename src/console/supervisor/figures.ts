import type { TFunction } from 'i18next';

/** How a figure is read. */
export type FigureKind = 'count' | 'share' | 'minutes' | 'hours' | 'rating';

const whole = new Intl.NumberFormat('ru', { maximumFractionDigits: 0 });
const one = new Intl.NumberFormat('ru', { maximumFractionDigits: 1 });
const two = new Intl.NumberFormat('ru', { minimumFractionDigits: 1, maximumFractionDigits: 2 });

/** A figure as people write it; a dash where it is not known. */
export function formatFigure(t: TFunction, kind: FigureKind, value: number | null | undefined): string {
  if (value === null || value === undefined) return '—';
  switch (kind) {
    case 'count':
      return whole.format(value);
    case 'share':
      return value > 0 && value < 0.1 ? `${one.format(value * 100)} %` : `${whole.format(value * 100)} %`;
    case 'rating':
      return two.format(value);
    case 'hours':
      return formatMinutes(t, value * 60);
    case 'minutes':
      return formatMinutes(t, value);
  }
}

function formatMinutes(t: TFunction, minutes: number): string {
  if (minutes < 60) return t('report.unit.minutes', { value: whole.format(minutes) });
  if (minutes < 48 * 60) return t('report.unit.hours', { value: one.format(minutes / 60) });
  return t('report.unit.days', { value: one.format(minutes / 60 / 24) });
}
