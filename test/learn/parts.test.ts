import { describe, expect, it } from 'vitest';
import { packArrays, unpackArrays } from '../../src/classify/container.ts';
import { foldCase, forEachNgram } from '../../src/classify/ngram/features.ts';
import { ngramModel } from '../../src/classify/ngram/model.ts';
import { nearestPlaces } from '../../src/classify/place.ts';
import { logSoftmax, probabilitiesOf, topIndices } from '../../src/classify/scores.ts';
import { indexVectors, nearestVectors } from '../../src/classify/vectors.ts';
import { precedentVote } from '../../src/classify/vote.ts';
import { fitScale, fitTemperature } from '../../src/learn/calibrate.ts';
import { seededRandom } from '../../src/learn/dual-descent.ts';
import { minimise } from '../../src/learn/lbfgs.ts';
import { binomialTail, chooseThreshold, NEVER } from '../../src/learn/thresholds.ts';
import { trainNgram } from '../../src/learn/train-ngram.ts';

const spec = { words: 2, charsFrom: 2, charsTo: 5, stem: 4 };

describe('n-grams', () => {
  it.each([
    ['Ёлка', 'елка'],
    ['ҢӨҮ', 'ноу'],
    ['İstanbul', 'İstanbul'.slice(0, 1).concat('stanbul')],
  ])('%s and %s are the same to the model, letter by letter', (written, folded) => {
    expect(foldCase(written)).toBe(folded);
    expect(foldCase(written)).toHaveLength(written.length);
  });

  it('lie inside the text and cover the words they stand for', () => {
    const text = 'Яма у дома 15!';
    const spans = new Set<string>();
    forEachNgram(text, spec, (_hash, _block, start, end) => {
      expect(start).toBeGreaterThanOrEqual(0);
      expect(end).toBeLessThanOrEqual(text.length);
      expect(start).toBeLessThan(end);
      spans.add(text.slice(start, end));
    });
    expect([...spans]).toEqual(expect.arrayContaining(['Яма', 'Яма у', 'дома', 'дома 15', 'до', 'ома']));
  });

  it('explain a score exactly: contributions and bias sum to it', async () => {
    const texts = ['яма на дороге', 'большая яма', 'нет света', 'света нет совсем'];
    const known = Uint8Array.of(1, 1, 1, 1);
    const outputs = [
      { positive: [0, 1], known },
      { positive: [2, 3], known },
    ];
    const training = { spec, cost: 1, minDf: 1, maxColumns: 1e5, maxBytes: 1e6, seed: 1, threads: 1 };
    const weights = await trainNgram(texts, outputs, new Float32Array(4).fill(1), training);
    const model = ngramModel(weights, spec);
    const { scores } = model.score('огромная яма на углу');
    expect(scores[0]).toBeGreaterThan(scores[1] as number);
    for (const output of [0, 1]) {
      const sum = model.explain('огромная яма на углу', output).reduce((total, { amount }) => total + amount, 0);
      expect(sum + (weights.biases[output] as number)).toBeCloseTo(scores[output] as number, 9);
    }
  });
});

describe('thresholds with a promise', () => {
  it('knows the binomial tail', () => {
    expect(binomialTail(10, 0, 0.5)).toBeCloseTo(1 / 1024, 12);
    expect(binomialTail(10, 5, 0.5)).toBeCloseTo(638 / 1024, 12);
    expect(binomialTail(10, 10, 0.5)).toBe(1);
  });

  it('never selects where nothing keeps the precision, and everything where all is right', () => {
    const rows = (right: boolean) => Array.from({ length: 1000 }, (_, i) => ({ confidence: i / 1000, right }));
    expect(chooseThreshold(rows(false), 0.97, 0.1).threshold).toBe(NEVER);
    expect(chooseThreshold(rows(true), 0.97, 0.1).coverage).toBe(1);
  });

  it('breaks its promise in no more than delta of many draws', () => {
    const delta = 0.1;
    let broken = 0;
    for (let draw = 0; draw < 300; draw++) {
      const random = seededRandom(1000 + draw);
      // Right with probability = confidence: precision above t is (1 + t) / 2, so 0.9 needs t = 0.8.
      const rows = Array.from({ length: 600 }, () => {
        const confidence = random();
        return { confidence, right: random() < confidence };
      });
      const { threshold } = chooseThreshold(rows, 0.9, delta);
      if (threshold < 0.8) broken++;
    }
    expect(broken / 300).toBeLessThanOrEqual(delta);
    expect(broken).toBeGreaterThan(0);
  });
});

describe('numbers', () => {
  it('minimises the Rosenbrock function', () => {
    const best = minimise(
      (x, gradient) => {
        const [a, b] = x as unknown as [number, number];
        gradient[0] = -2 * (1 - a) - 400 * a * (b - a * a);
        gradient[1] = 200 * (b - a * a);
        return (1 - a) ** 2 + 100 * (b - a * a) ** 2;
      },
      Float64Array.of(-1.2, 1),
      { maxIterations: 200, tolerance: 1e-14 },
    );
    expect(best[0]).toBeCloseTo(1, 4);
    expect(best[1]).toBeCloseTo(1, 4);
  });

  it('finds the temperature that scores were made with', () => {
    const random = seededRandom(4);
    const scores: Float64Array[] = [];
    const truths: number[] = [];
    for (let i = 0; i < 4000; i++) {
      const row = Float64Array.from({ length: 4 }, () => 6 * random());
      const p = logSoftmax(row, 0.5).map(Math.exp);
      const drawn = random();
      truths.push(p.findIndex((_, k) => drawn < p.slice(0, k + 1).reduce((sum, share) => sum + share, 0)));
      scores.push(row);
    }
    expect(fitScale(scores, truths)).toBeCloseTo(0.5, 1);
  });

  it('finds how often labels are wrong beside the temperature', () => {
    const random = seededRandom(5);
    const scores: Float64Array[] = [];
    const truths: number[] = [];
    for (let i = 0; i < 6000; i++) {
      const row = Float64Array.from({ length: 6 }, () => 12 * random());
      const p = probabilitiesOf(row, { scale: 1.5, doubt: 0.2, flat: 0.4 });
      const drawn = random();
      truths.push(p.findIndex((_, k) => drawn < p.slice(0, k + 1).reduce((sum, share) => sum + share, 0)));
      scores.push(row);
    }
    const found = fitTemperature(scores, truths);
    expect(found.doubt).toBeGreaterThan(0.05);
    const surest = scores.map((row) => Math.max(...probabilitiesOf(row, found)));
    const right = scores.filter((row, i) => topIndices(row, 1)[0] === truths[i]).length / scores.length;
    // Rows of one draw: two standard errors of a share among them.
    expect(Math.abs(surest.reduce((a, b) => a + b, 0) / surest.length - right)).toBeLessThan(0.025);
  });

  it('gives the largest first and keeps the order of ties', () => {
    expect(topIndices([1, 3, 3, 2], 3)).toEqual([1, 2, 3]);
    expect(topIndices([1], 3)).toEqual([0]);
  });

  it('stores arrays of every kind and finds them again', () => {
    const arrays = { a: Int8Array.of(-1, 2, 3), b: Float32Array.of(0.5), c: Uint16Array.of(7), d: Int16Array.of(-9) };
    const read = unpackArrays(packArrays(arrays));
    expect(read.get('a', 'i8')).toEqual(arrays.a);
    expect(read.get('b', 'f32')).toEqual(arrays.b);
    expect(read.get('c', 'u16')).toEqual(arrays.c);
    expect(read.get('d', 'i16')).toEqual(arrays.d);
    expect(() => read.get('a', 'u8')).toThrow(/no array/);
    expect(() => unpackArrays(Uint8Array.of(1, 2, 3))).toThrow(/not one of ours/);
  });
});

describe('neighbours', () => {
  it('by place are the nearest ones, the appeal itself left out', () => {
    const index = {
      lat: Float32Array.of(42.87, 42.9, Number.NaN, 42.871),
      lon: Float32Array.of(74.6, 74.6, 74.6, 74.6),
    };
    expect(nearestPlaces(index, 42.87, 74.6, 2).map(({ row }) => row)).toEqual([0, 3]);
    expect(nearestPlaces(index, 42.87, 74.6, 2, 0).map(({ row }) => row)).toEqual([3, 1]);
  });

  it('by meaning are those of the highest cosine', () => {
    const index = indexVectors(Float32Array.of(1, 0, 0, 1, 0.8, 0.6), 2);
    const found = nearestVectors(index, [1, 0], 2);
    expect(found.map(({ row }) => row)).toEqual([0, 2]);
    expect(found[1]?.similarity).toBeCloseTo(0.8, 2);
    expect(nearestVectors(index, [1, 0], 2, 0).map(({ row }) => row)).toEqual([2, 1]);
  });

  it('by meaning are found by the shortlist as by looking at all', () => {
    const random = seededRandom(3);
    const dimension = 64;
    const unit = (values: number[]) => {
      const norm = Math.hypot(...values);
      return values.map((value) => value / norm);
    };
    // Topics with many appeals each, all pulled the same way, as embeddings of one language are.
    const draw = () => Array.from({ length: dimension }, () => random() - 0.5);
    const topics = Array.from({ length: 30 }, draw);
    const rows = Array.from({ length: 3_000 }, (_, i) => {
      const noise = draw();
      return unit((topics[i % 30] as number[]).map((value, d) => 0.3 + value + 0.8 * (noise[d] as number)));
    });
    const index = indexVectors(Float32Array.from(rows.flat()), dimension);
    const cosine = (a: number[], b: number[]) => a.reduce((sum, value, d) => sum + value * (b[d] as number), 0);
    const recalls = rows.slice(0, 60).map((query, own) => {
      const all = topIndices(
        rows.map((row, r) => (r === own ? -1 : cosine(query, row))),
        10,
      );
      const found = new Set(nearestVectors(index, query, 10, own).map(({ row }) => row));
      return all.filter((row) => found.has(row)).length / 10;
    });
    expect(recalls.reduce((a, b) => a + b, 0) / recalls.length).toBeGreaterThan(0.95);
  });

  it('vote by similarity: a near-duplicate outweighs many loose matches', () => {
    const prior = [1 / 3, 1 / 3, 1 / 3];
    const loose = Array.from({ length: 8 }, () => ({ label: 1, similarity: 0.7 }));
    const vote = precedentVote([{ label: 0, similarity: 0.99 }, ...loose], prior);
    expect(topIndices(vote ?? [], 1)).toEqual([0]);
    expect(precedentVote([], prior)).toBeNull();
  });
});
