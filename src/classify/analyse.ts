/** One appeal through all evidences and the fusion, with everything that an explanation needs kept. */
import type { Level } from './contract.ts';
import {
  choiceOf,
  type EvidenceBasis,
  type EvidenceInput,
  type EvidenceSet,
  evidenceBasis,
  evidenceNames,
  scoreTarget,
  type TargetKnowledge,
} from './evidence-set.ts';
import { type EvidenceRow, type FusionWeights, fuse, fusionFor } from './fusion.ts';
import type { LevelThresholds, Manifest, Situation, TargetManifest } from './manifest.ts';
import { probabilitiesOf, sigmoid, topIndices } from './scores.ts';
import { calibrationFor, situationOf } from './situation.ts';

/** What one target says of one appeal. */
export interface TargetAnalysis {
  target: TargetManifest;
  knowledge: TargetKnowledge;
  /** The evidences that counted. */
  row: EvidenceRow;
  /** The weights that were used. */
  fusion: FusionWeights;
  /** Label that the citizen chose; −1: none of this target's. */
  choice: number;
  /** Calibrated. For a multi-label target each label has its own; else they sum to 1. */
  probabilities: Float64Array;
  /** Factor on the fused scores (1 / temperature). */
  scale: number;
  situation: Situation;
  levels: LevelThresholds | undefined;
  level: Level;
}

export interface Analysis {
  basis: EvidenceBasis;
  targets: TargetAnalysis[];
}

/** Tells whether an evidence may be used. */
export type Allowed = (name: string) => boolean;

/** `context` stands for all of `context:…`; nothing given: everything is allowed. */
export function allowOnly(names: readonly string[] | undefined): Allowed {
  if (names === undefined) return () => true;
  return (name) => names.some((allowed) => name === allowed || name.startsWith(`${allowed}:`));
}

export function analyse(
  model: { manifest: Manifest; set: EvidenceSet },
  input: EvidenceInput,
  language: string,
  allowed: Allowed,
): Analysis {
  const { manifest, set } = model;
  const seen = restrict(input, set, allowed);
  const basis = evidenceBasis(set, seen);
  const situation = situationOf(basis, set.columns[0]);
  const targets: TargetAnalysis[] = [];
  manifest.targets.forEach((target, t) => {
    const knowledge = set.targets[t] as TargetKnowledge;
    const source = targets.find((other) => other.target.name === target.source)?.probabilities ?? null;
    const known = scoreTarget(set, knowledge, basis, allowed, source);
    const { temperature, levels } = calibrationFor(target, situation, language);
    const choice = choiceOf(knowledge, basis, set.columns);
    const { fusion, row } = fusionFor(target.fusion, target.fusions, known);
    const scores = fuse(fusion, row, input.text.length, choice);
    const probabilities = target.multi
      ? scores.map((score) => sigmoid(temperature.scale * score))
      : probabilitiesOf(scores, temperature);
    const level = levelOf(probabilities, levels, language);
    const { scale } = temperature;
    targets.push({ target, knowledge, row, fusion, choice, probabilities, scale, situation, levels, level });
  });
  return { basis, targets };
}

/** Leaves out what no allowed evidence reads, so that the situation is told rightly and nothing is computed in vain. */
function restrict(input: EvidenceInput, set: EvidenceSet, allowed: Allowed): EvidenceInput {
  const names = evidenceNames(set.columns);
  if (names.every(allowed)) return input;
  return {
    ...input,
    context: Object.fromEntries(
      Object.entries(input.context).filter(
        ([column]) => allowed(`context:${column}`) || allowed('context:joint') || allowed('crossed'),
      ),
    ),
    vector: allowed('head') || allowed('precedents') ? input.vector : null,
  };
}

export function levelOf(probabilities: Float64Array, levels: LevelThresholds | undefined, language: string): Level {
  if (levels === undefined || language === 'other') return 'manual';
  const three = topIndices(probabilities, 3).map((k) => probabilities[k] as number);
  if ((three[0] ?? 0) >= levels.preselect) return 'preselect';
  return three.reduce((sum, p) => sum + p, 0) >= levels.suggest ? 'suggest' : 'manual';
}
