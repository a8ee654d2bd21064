/** Nearest appeals by place: what was reported around here, and who answered it. */
import { type LogProbs, logNormalise } from './scores.ts';

/** Places of labelled appeals; label −1: none for this target. */
export interface PlaceIndex {
  lat: Float32Array;
  lon: Float32Array;
}

/** One neighbour: its row in the index and its weight 1 / (distance + 50 m). */
export interface PlaceNeighbour {
  row: number;
  weight: number;
}

/** Mean radius of the Earth, metres (IUGG). */
const EARTH = 6_371_009;
/** Within this distance (metres) two reports are from the same place for our purpose. */
const SAME_PLACE = 50;

/**
 * The nearest rows by great circle (equirectangular approximation: under 0.1% off within a city).
 * @param skip row that is the appeal itself, when training on its own data
 */
export function nearestPlaces(index: PlaceIndex, lat: number, lon: number, count: number, skip = -1): PlaceNeighbour[] {
  const radians = Math.PI / 180;
  const narrowing = Math.cos(lat * radians);
  const rows = new Int32Array(count).fill(-1);
  const distances = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  let worst = Number.POSITIVE_INFINITY;
  let filled = 0;
  for (let r = 0; r < index.lat.length; r++) {
    const y = (index.lat[r] as number) - lat;
    const x = ((index.lon[r] as number) - lon) * narrowing;
    const d = x * x + y * y;
    if (!(d < worst) || r === skip) continue;
    let at = filled < count ? filled : count - 1;
    while (at > 0 && (distances[at - 1] as number) > d) {
      distances[at] = distances[at - 1] as number;
      rows[at] = rows[at - 1] as number;
      at--;
    }
    distances[at] = d;
    rows[at] = r;
    if (filled < count) filled++;
    if (filled === count) worst = distances[count - 1] as number;
  }
  return Array.from({ length: filled }, (_, i) => ({
    row: rows[i] as number,
    weight: 1 / (Math.sqrt(distances[i] as number) * radians * EARTH + SAME_PLACE),
  }));
}

/**
 * Distance-weighted vote, smoothed with `strength` average neighbours towards `backoff`.
 * @param relevance multiplies a neighbour's vote, for example the probability of its reason
 */
export function placeVote(
  neighbours: readonly PlaceNeighbour[],
  labels: Int16Array,
  backoff: ArrayLike<number>,
  strength: number,
  relevance: (row: number) => number = () => 1,
): LogProbs | null {
  const weights = new Float64Array(backoff.length);
  let top = 0;
  let any = false;
  for (const { row, weight } of neighbours) {
    const label = labels[row] as number;
    if (label < 0) continue;
    const vote = weight * relevance(row);
    weights[label] = (weights[label] as number) + vote;
    top = Math.max(top, weight);
    any = true;
  }
  if (!any) return null;
  for (let k = 0; k < weights.length; k++)
    weights[k] = (weights[k] as number) / top + strength * (backoff[k] as number);
  return logNormalise(weights);
}
