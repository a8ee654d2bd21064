import type { TrainingRow } from './rows.ts';

/** The flag `emergency` of the written appeals as the target `urgency`; rows without the flag stay without. */
export function urgencyRows(rows: readonly TrainingRow[]): TrainingRow[] {
  return rows.map((row) => {
    const { emergency, ...labels } = row.labels;
    if (emergency === undefined) return row;
    return { ...row, labels: { ...labels, urgency: [emergency[0] === 'true' ? 'emergency' : 'normal'] } };
  });
}
