/** What an evaluation takes and gives. */
import type { Language, Level, Urgency } from '../src/classify/contract.ts';
import type { Interval, Resampled } from './metrics/bootstrap.ts';
import type { ReliabilityBin } from './metrics/calibration.ts';
import type { McNemar } from './metrics/compare.ts';
import type { RiskPoint } from './metrics/selective.ts';

/** One labelled appeal. */
export interface Example {
  id: string;
  text: string;
  /** Labels by target; several where the target is multi-label; a target without a label here is not scored. */
  labels: Readonly<Record<string, readonly string[]>>;
  /** Other labels that an expert would accept too, by target. */
  acceptable?: Readonly<Record<string, readonly string[]>>;
  /** What is known beside the text, by column: categorical values, `lat`, `lon`, `created_at`. */
  context: Readonly<Record<string, string | number | undefined>>;
  /** Values by slice name (language, style, district, month, …). */
  slices: Readonly<Record<string, string>>;
  /** Danger to life right now; absent: not labelled. */
  emergency?: boolean;
  /** The text stands word for word in the training rows; absent: not known. */
  seen?: boolean;
  /** What the city's own process did, for the cost view. */
  process?: CityProcess;
}

/** How the city itself handled an appeal. */
export interface CityProcess {
  declared?: string;
  assignedUnit?: string;
  reroutes: number;
  /** Days from the appeal to its first answer, if there was one. */
  daysToAnswer?: number;
}

export interface Dataset {
  name: string;
  /** sha256 of the file. */
  hash: string;
  examples: readonly Example[];
  targets: readonly { name: string; multi: boolean }[];
  /** Rows that could not be used, by cause. */
  skipped: Readonly<Record<string, number>>;
}

export interface LabelProbability {
  label: string;
  probability: number;
}

export interface TargetAnswer {
  /** Most probable first. */
  ranked: readonly LabelProbability[];
  /** Multi-label: the labels given. */
  labels?: readonly string[];
  level?: Level;
  /** The strongest labels of each evidence. */
  parts?: Readonly<Record<string, readonly LabelProbability[]>>;
}

export interface Answer {
  targets: Readonly<Record<string, TargetAnswer>>;
  language?: Language;
  urgency?: Urgency;
  /** Why the answer is weaker than it could be. */
  degraded?: string;
}

/** An answer, or why there is none: failures are counted, never dropped. */
export type Outcome = { answer: Answer } | { failure: string };

/** Anything that can be scored. */
export interface System {
  name: string;
  /** Version of the model behind it, as it says itself. */
  version: string;
  /** sha256 of what it is made of; null: not known (a remote service). */
  hash: string | null;
  /** Whether `ranked` holds every label; where not, the rest of the probability is spread over the others. */
  complete: boolean;
  /** Answers in the order of the examples. */
  answer(examples: readonly Example[], onProgress?: (done: number) => void): Promise<Outcome[]>;
  close?(): Promise<void>;
}

export interface SliceFigures {
  by: string;
  value: string;
  n: number;
  /** Absent where there are too few rows to say anything. */
  top1?: Interval;
  top3?: number;
}

/** Figures of a single-label target. */
export interface SingleFigures extends Record<Resampled, Interval> {
  kind: 'single';
  n: number;
  classes: number;
  eceMass: number;
  augrc: number;
  /** Counting an acceptable other label as right too; only where the data names such. */
  top1Acceptable?: number;
  /** Effect of duplicates: rows whose text stands in the training rows, and rows whose text does not. */
  duplicates?: { seen: Split; unseen: Split };
  levels?: Record<Level, { share: number; top1: number; top3: number }>;
  bins: ReliabilityBin[];
  curve: RiskPoint[];
  perClass: { label: string; support: number; precision: number; recall: number; f1: number }[];
  confusions: { truth: string; predicted: string | null; count: number; examples: string[] }[];
  slices: SliceFigures[];
}

export interface Split {
  n: number;
  top1: number;
  top3: number;
  macroF1: number;
}

/** Figures of a multi-label target. `top1`: the most probable label is one of the true ones. */
export interface MultiFigures {
  kind: 'multi';
  n: number;
  classes: number;
  top1: Interval;
  microF1: Interval;
  macroF1: Interval;
  samplesF1: Interval;
  jaccard: Interval;
  exact: Interval;
  slices: SliceFigures[];
}

export type TargetFigures = SingleFigures | MultiFigures;

/** One row of predictions.jsonl. */
export interface ExampleRow {
  id: string;
  text: string;
  language?: string;
  failure?: string;
  degraded?: string;
  urgency?: Urgency;
  emergency?: boolean;
  targets: Record<
    string,
    {
      truth: readonly string[];
      predicted: string | null;
      confidence: number;
      correct: boolean;
      top3: boolean;
      level?: Level;
      labels?: readonly string[];
      ranked: LabelProbability[];
      parts?: Readonly<Record<string, readonly LabelProbability[]>>;
    }
  >;
}

export interface EmergencyFigures {
  /** Rows that are emergencies, and how many of them were raised. */
  n: number;
  recall: number;
  /** Share of the raised that are emergencies. */
  precision: number;
}

/** The result of an evaluation; everything in it follows from (system, dataset, seed). */
export interface EvalResult {
  system: string;
  model: string;
  modelHash: string | null;
  dataset: string;
  dataHash: string;
  codeHash: string;
  seed: number;
  resamples: number;
  n: number;
  /** Answers that are missing or weaker, by cause. */
  failures: Record<string, number>;
  skipped: Readonly<Record<string, number>>;
  targets: Record<string, TargetFigures>;
  emergency?: EmergencyFigures;
  rows: ExampleRow[];
}

/** Two systems on the same rows of one target. */
export interface Comparison {
  target: string;
  first: string;
  second: string;
  mcnemar: McNemar;
  /** Second − first, top-1. */
  difference: Interval;
}
