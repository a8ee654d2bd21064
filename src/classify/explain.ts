/**
 * What spoke for a candidate. Weights are in nats and additive: how far an evidence moved the candidate's
 * log-probability against the average of the leading candidates.
 */
import type { TargetAnalysis } from './analyse.ts';
import type { Evidence, Span } from './contract.ts';
import type { EvidenceBasis } from './evidence-set.ts';
import { choiceBonus, evidencePart, evidenceWeights } from './fusion.ts';
import type { Lexicon } from './keywords/lexicon.ts';
import { scoreKeywords } from './keywords/score.ts';
import type { NgramModel } from './ngram/model.ts';
import type { PrecedentHit } from './precedents.ts';
import { topIndices } from './scores.ts';

/** Words, precedents and keywords that are shown at most. */
const SHOWN = { words: 4, precedents: 3, keywords: 3 } as const;
/** Candidates whose average an evidence is measured against. */
const LEADING = 10;
/** Less than this (nats) is not worth a dispatcher's glance. */
const LEAST = 0.05;

export interface ExplainInput {
  analysis: TargetAnalysis;
  basis: EvidenceBasis;
  ngram: NgramModel;
  lexicon: Lexicon | null;
  hits: readonly PrecedentHit[];
  /** Context column that holds the citizen's own choice, and the one that holds the district. */
  roles: { declared: string | null; district: string | null };
}

/** Evidence for one label, strongest first. */
export function explainLabel(input: ExplainInput, label: number): Evidence[] {
  const { analysis, basis } = input;
  const names = analysis.fusion.evidence;
  const leading = topIndices(analysis.probabilities, LEADING);
  const length = basis.input.text.length;
  const moved = (e: number) => {
    const part = evidencePart(analysis.fusion, analysis.row, length, e);
    const { choice, fusion, row } = analysis;
    // What the citizen's choice adds beside its table is shown with it.
    if (choice >= 0 && names[e] === `context:${input.roles.declared}`)
      part[choice] = (part[choice] as number) + choiceBonus(fusion, row, choice);
    const mean = leading.reduce((sum, k) => sum + (part[k] as number), 0) / leading.length;
    return analysis.scale * ((part[label] as number) - mean);
  };
  const found = names.flatMap((name, e): Evidence[] => {
    const evidence = analysis.row[e];
    if (evidence === null || evidence === undefined) return [];
    const weight = moved(e);
    const kind = kindOf(name, input.roles);
    if (kind === 'ngram') return words(input, label);
    if (kind === 'keywords') return keywords(input, label, e);
    if (kind === 'precedents') return precedents(input, label, weight);
    if (Math.abs(weight) < LEAST) return [];
    if (kind === 'head') return [{ kind: 'head', probability: Math.exp(evidence[label] as number), weight }];
    if (kind === 'declared')
      return [{ kind: 'declared', category: basis.input.context[input.roles.declared ?? ''] ?? '', weight }];
    return [{ kind: 'place', name: basis.input.context[input.roles.district ?? ''] ?? name, weight }];
  });
  return found.sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
}

function kindOf(name: string, roles: ExplainInput['roles']): string {
  if (name === `context:${roles.declared}` || ['context:joint', 'crossed', 'precedents:choice'].includes(name))
    return 'declared';
  return name.startsWith('context:') || name.startsWith('linked') ? 'place' : name;
}

/** n-gram contributions summed by the words they lie in; a pair of words is shared between the two. */
function words({ analysis, basis, ngram }: ExplainInput, label: number): Evidence[] {
  const { text } = basis.input;
  const at = analysis.fusion.evidence.indexOf('ngram');
  const weight = evidenceWeights(analysis.fusion, analysis.row, text.length)[at] ?? 0;
  const factor = weight * analysis.scale * analysis.knowledge.ngramScale;
  const spans = [...text.matchAll(/[\p{L}\p{M}]+|\p{N}+/gu)].map((m): Span => [m.index, m.index + m[0].length]);
  const sums = new Float64Array(spans.length);
  for (const { span, amount } of ngram.explain(text, analysis.knowledge.firstOutput + label)) {
    const inside = spans.flatMap(([start, end], i) => (start < span[1] && end > span[0] ? [i] : []));
    for (const i of inside) sums[i] = (sums[i] as number) + (amount * factor) / inside.length;
  }
  const strongest = topIndices(sums.map(Math.abs), SHOWN.words);
  return strongest
    .filter((i) => Math.abs(sums[i] as number) >= LEAST)
    .map((i) => {
      const span = spans[i] as Span;
      return { kind: 'ngram', term: text.slice(...span), span, weight: sums[i] as number };
    });
}

function keywords({ analysis, basis, lexicon }: ExplainInput, label: number, e: number): Evidence[] {
  if (lexicon === null) return [];
  const name = analysis.target.labels[label] ?? '';
  const weight = (evidenceWeights(analysis.fusion, analysis.row, basis.input.text.length)[e] ?? 0) * analysis.scale;
  const hits = scoreKeywords(lexicon, basis.input.text).evidence.get(name) ?? [];
  return hits.slice(0, SHOWN.keywords).map((hit) => ({ ...hit, weight: hit.weight * weight }));
}

/** The precedents' part, shared among the hits of this label by their similarity. */
function precedents({ analysis, hits }: ExplainInput, label: number, weight: number): Evidence[] {
  const own = hits.filter(({ category }) => category === analysis.target.labels[label]).slice(0, SHOWN.precedents);
  const total = own.reduce((sum, { similarity }) => sum + Math.max(0, similarity), 0);
  return own.map(({ appealId, similarity, snippet }) => ({
    kind: 'precedent',
    appealId,
    similarity,
    snippet,
    weight: total > 0 ? (weight * Math.max(0, similarity)) / total : 0,
  }));
}
