/** `manifest.json` of a model folder: what it is, what it was made from, and everything small enough for JSON. */
import { z } from 'zod';

/**
 * What is at hand when an appeal is classified. Confidence means something else in each situation, so that each has
 * its own temperature and thresholds: with or without the encoder, with or without the first context column
 * (the category that the citizen chose).
 */
export const SITUATIONS = ['full', 'text', 'no-encoder', 'no-encoder-text'] as const;
export type Situation = (typeof SITUATIONS)[number];

const LevelsSchema = z.object({
  /** Least confidence of the first label for `preselect`; above 1: never. */
  preselect: z.number(),
  /** Least sum of the first three confidences for `suggest`. */
  suggest: z.number(),
  /** On the calibration rows: share preselected, how many of those were right, and how many rows there were. */
  coverage: z.number(),
  precision: z.number(),
  rows: z.int(),
});
export type LevelThresholds = z.infer<typeof LevelsSchema>;

const CalibrationSchema = z.object({
  /** Factor on the fused scores: 1 / temperature. */
  scale: z.number(),
  /** See `Temperature` in scores.ts. */
  doubt: z.number().default(0),
  flat: z.number().default(1),
  /** By language; `all` where a language had too few rows of its own. */
  levels: z.record(z.string(), LevelsSchema),
});
export type SituationCalibration = z.infer<typeof CalibrationSchema>;

const FusionSchema = z.object({
  evidence: z.array(z.string()),
  logWeights: z.array(z.array(z.number())),
  linearWeights: z.array(z.number()),
  biases: z.array(z.number()),
  /** Over `choiceCovariates`; empty: none (format 1). */
  choiceWeights: z.array(z.number()).default([]),
  /** See `FusionWeights.needs`; since format 3. */
  needs: z.array(z.string()).default([]),
});

export type FusionManifest = z.infer<typeof FusionSchema>;

export const TargetManifestSchema = z.object({
  name: z.string(),
  labels: z.array(z.string()),
  multi: z.boolean(),
  prior: z.array(z.number()),
  ngramScale: z.number(),
  headScale: z.number(),
  /** Since format 2. */
  crossedScale: z.number().default(1),
  fusion: FusionSchema,
  /** For the usual sets of evidences, the richest first; `fusion` serves all others. Since format 3. */
  fusions: z.array(FusionSchema).default([]),
  calibration: z.record(z.enum(SITUATIONS), CalibrationSchema),
  /** Multi-label: least probability of a label that is given; the first always is. */
  multiThreshold: z.number().optional(),
  tables: z.object({
    /** Values of each context column's table; the counts lie in the weights file. */
    columns: z.array(z.array(z.string())),
    joint: z.array(z.string()).nullable(),
    time: z.array(z.string()).nullable(),
    linkPlain: z.array(z.string()).nullable(),
    linkJoint: z.array(z.string()).nullable(),
    linkColumns: z.array(z.int()),
  }),
  source: z.string().nullable(),
});
export type TargetManifest = z.infer<typeof TargetManifestSchema>;

const StackSchema = z.object({
  /** Weights in nats: constant, words and signs, the target `urgency`, the risk of the likely categories. */
  weights: z.array(z.number()).length(4),
  /** Least log-odds for either urgency. */
  emergency: z.number(),
  high: z.number(),
});

export const UrgencySchema = z.object({
  /** Names of the weights in the weights file (`urgency.named`). */
  names: z.array(z.string()),
  /** Log-odds of a text without any feature. */
  bias: z.number(),
  /** Share of emergencies among the training rows of each label of the target `category`; empty without that target. */
  rates: z.array(z.number()),
  /** With the encoder's evidence and without. */
  stacks: z.object({ encoder: StackSchema, 'no-encoder': StackSchema }),
  /** The promise behind `emergency`, and what was measured on cross-fitted calibration rows. */
  promise: z.object({ recall: z.number(), delta: z.number() }),
  measured: z.record(z.string(), z.record(z.string(), z.number())),
});
export type UrgencyManifest = z.infer<typeof UrgencySchema>;

export const SecondTopicSchema = z.object({
  /** Names of the features in the order of the weights; the first weight is the constant. */
  features: z.array(z.string()),
  weights: z.array(z.number()),
  /** Least log-odds of a second topic that is named. */
  threshold: z.number(),
  /** Least share of right ones among them on cross-fitted calibration rows, and what was counted there. */
  precision: z.number(),
  measured: z.record(z.string(), z.number()),
});
export type SecondTopicManifest = z.infer<typeof SecondTopicSchema>;

export const ManifestSchema = z.object({
  /**
   * 2: text crossed with context, precedents of the same choice; a folder of format 1 has neither and is read as it was.
   * 3: fusions for the usual sets of evidences; in a folder of an earlier format the general one serves all.
   */
  format: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  version: z.string(),
  createdAt: z.string(),
  description: z.string(),
  /** The encoder that the head and the precedents were trained with; null: n-grams and context alone. */
  encoder: z.object({ name: z.string(), sha256: z.string(), dimension: z.int() }).nullable(),
  ngram: z.object({ words: z.int(), charsFrom: z.int(), charsTo: z.int(), stem: z.int() }),
  /** Categorical context columns; the first is taken for the citizen's own choice. */
  columns: z.array(z.string()),
  /** How the service's own fields are called in `columns`. */
  roles: z.object({ declared: z.string().nullable(), district: z.string().nullable() }),
  targets: z.array(TargetManifestSchema).min(1),
  /** The detector of emergencies; null: the surest signs of the list alone decide. */
  urgency: UrgencySchema.nullable().default(null),
  /** Second topics of the target `category`; null: none is looked for. */
  secondTopic: SecondTopicSchema.nullable().default(null),
  /** Largest absolute component of the training rows' vectors, if they are part of the model. */
  vectorScale: z.number().nullable(),
  /** The promise behind the thresholds. */
  promise: z.object({ precision: z.number(), delta: z.number(), suggest: z.number() }),
  data: z.array(z.object({ role: z.string(), name: z.string(), sha256: z.string(), rows: z.int() })),
  code: z.string(),
  seed: z.int(),
  taxonomy: z.object({ version: z.string(), sha256: z.string() }).nullable(),
  /** Measured by the program on the calibration rows, cross-fitted. */
  metrics: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.number()))),
  files: z.record(z.string(), z.string()),
});
export type Manifest = z.infer<typeof ManifestSchema>;
