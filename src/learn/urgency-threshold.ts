import { topIndices } from '../classify/scores.ts';
import type { TrainedModel } from './train.ts';
import { labelIndices } from './train-evidence.ts';

/**
 * Share of emergencies that the detector finds on cross-fitted rows, for either urgency. The last few in a hundred are
 * told so indirectly that finding them raises half of all appeals with them: as emergencies that would bury the others,
 * so they are raised to `high`, above the normal ones and below what is sure.
 */
const RECALL = { emergency: 0.95, high: 0.985 } as const;

/**
 * Least probability of the label `emergency` (target `urgency`) for either urgency: the largest that finds `RECALL`.
 * @returns null where there is no such target or hardly any emergency to learn from
 */
export function chooseUrgencyThresholds({
  fitted,
  calibration,
}: TrainedModel): { emergency: number; high: number } | null {
  const target = fitted.find(({ spec }) => spec.name === 'urgency');
  const label = target?.spec.labels.indexOf('emergency') ?? -1;
  if (target === undefined || label < 0) return null;
  const truths = labelIndices(calibration, target.spec);
  const found = target.answers.text.flatMap((answer, r) =>
    truths[r]?.includes(label) === true ? [answer[label] as number] : [],
  );
  if (found.length < 20) return null;
  const at = (recall: number) => {
    const kept = topIndices(found, Math.ceil(recall * found.length));
    return Number((found[kept.at(-1) as number] as number).toFixed(4));
  };
  return { emergency: at(RECALL.emergency), high: at(RECALL.high) };
}
