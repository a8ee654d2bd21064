import { topIndices } from '../classify/scores.ts';
import type { TrainedModel } from './train.ts';
import { labelIndices } from './train-evidence.ts';

/** Share of emergencies that the learned detector alone must find on cross-fitted rows. */
const RECALL = 0.985;

/**
 * Least probability of the label `emergency` (target `urgency`) that raises an appeal: the largest threshold that still
 * finds `RECALL` of the emergencies. A false alarm costs a glance, a missed one may cost a life.
 * @returns null where there is no such target or hardly any emergency to learn from
 */
export function chooseUrgencyThreshold({ fitted, calibration }: TrainedModel): number | null {
  const target = fitted.find(({ spec }) => spec.name === 'urgency');
  const label = target?.spec.labels.indexOf('emergency') ?? -1;
  if (target === undefined || label < 0) return null;
  const truths = labelIndices(calibration, target.spec);
  const found = target.answers.text.flatMap((answer, r) =>
    truths[r]?.includes(label) === true ? [answer[label] as number] : [],
  );
  if (found.length < 20) return null;
  const kept = topIndices(found, Math.ceil(RECALL * found.length));
  return Number((found[kept.at(-1) as number] as number).toFixed(4));
}
