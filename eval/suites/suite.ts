/** What a suite is: data, what may be seen of it, and the model that is measured on it. */
import type { Dataset } from '../types.ts';

/** What a system is shown beside the text. */
export interface View {
  /** `text`: nothing. Targets of other views stand in the summary as `target@view`. */
  name: string;
  columns: readonly string[];
}

export const TEXT_ONLY: View = { name: 'text', columns: [] };

export interface Suite {
  name: string;
  title: string;
  dataset: Dataset;
  /** File that the dataset was read from. */
  testFile: string;
  views: readonly View[];
  /** The target that headlines and comparisons are about. */
  headline: string;
  /** What the peers and the model are trained on; null: there is nothing to train on. */
  training: Training | null;
}

export interface Training {
  files: readonly string[];
  calibration: string | null;
  text: string;
  labels: readonly string[];
  context: readonly string[];
  lexicon: readonly string[];
  taxonomy: string | null;
}
