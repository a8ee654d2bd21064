/** Which situation an appeal is in, and the same appeal as if less were known of it. */
import type { EvidenceBasis, EvidenceSet } from './evidence-set.ts';
import type { LevelThresholds, Situation, TargetManifest } from './manifest.ts';
import type { Temperature } from './scores.ts';

/** @param declaredColumn the first context column, if the model has any */
export function situationOf(basis: EvidenceBasis, declaredColumn: string | undefined): Situation {
  const encoder = basis.head !== null;
  const declared = declaredColumn !== undefined && basis.input.context[declaredColumn] !== undefined;
  if (encoder) return declared ? 'full' : 'text';
  return declared ? 'no-encoder' : 'no-encoder-text';
}

/** The appeal as it looks in a poorer situation: without context, without the encoder, or both. */
export function reduceTo(basis: EvidenceBasis, situation: Situation): EvidenceBasis {
  const context = situation === 'full' || situation === 'no-encoder';
  const encoder = situation === 'full' || situation === 'text';
  const input = { ...basis.input };
  if (!context) {
    input.context = {};
    input.lat = undefined;
    input.lon = undefined;
    input.at = undefined;
  }
  if (!encoder) {
    input.vector = null;
    input.precedents = {};
  }
  return {
    input,
    ngram: basis.ngram,
    head: encoder ? basis.head : null,
    crossed: context ? basis.crossed : null,
    near: encoder ? basis.near : [],
    nearChoice: encoder && context ? basis.nearChoice : [],
    around: context ? basis.around : [],
  };
}

/** The appeal as it looks where nothing but the citizen's own choice stands beside the text. */
export function onlyChoice(basis: EvidenceBasis, { columns, crossed }: EvidenceSet): EvidenceBasis {
  const column = columns[0] ?? '';
  const choice = basis.input.context[column];
  const { text } = basis.input;
  const context = choice === undefined ? {} : { [column]: choice };
  return {
    ...basis,
    input: { ...basis.input, context, lat: undefined, lon: undefined, at: undefined },
    crossed: crossed?.score({ text, values: columns.map((name) => (name === column ? choice : undefined)) }) ?? null,
    around: [],
  };
}

/** Temperature and thresholds for an appeal; languages without thresholds of their own take those of all. */
export function calibrationFor(
  target: TargetManifest,
  situation: Situation,
  language: string,
): { temperature: Temperature; levels: LevelThresholds | undefined } {
  const calibration = target.calibration[situation] ?? target.calibration.full;
  return {
    temperature: { scale: calibration?.scale ?? 1, doubt: calibration?.doubt ?? 0, flat: calibration?.flat ?? 1 },
    levels: calibration?.levels[language] ?? calibration?.levels.all,
  };
}
