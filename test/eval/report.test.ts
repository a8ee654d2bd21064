import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { costView } from '../../eval/cost.ts';
import { html, Markup } from '../../eval/report/html-text.ts';
import { confusionHeat, shortLabel, worstErrors } from '../../eval/report/pick.ts';
import { writeReport } from '../../eval/report/report.ts';
import { runSuite, type SuiteRun } from '../../eval/run-suite.ts';
import { timing } from '../../eval/speed/measure.ts';
import type { Suite } from '../../eval/suites/suite.ts';
import { terminalReport } from '../../eval/table.ts';
import type { Example, Outcome, System } from '../../eval/types.ts';
import { writeResults } from '../../eval/write.ts';

const LABELS = ['road/pothole', 'light', 'dogs & <cats>'];
const folder = mkdtempSync(join(tmpdir(), 'bagyt-report-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** 90 rows; each ninth went wrong in the city's own process and took four days longer. */
const examples = Array.from({ length: 90 }, (_, i): Example => {
  const label = LABELS[i % 3] as string;
  const passed = i % 9 === 0;
  return {
    id: `row-${i}`,
    text: i === 4 ? '<script>alert("x")</script> яма' : `текст номер ${i}`,
    labels: { reason: [label] },
    context: {},
    slices: { language: i < 50 ? 'ru' : 'ky' },
    process: { declared: passed ? 'light' : label, reroutes: passed ? 1 : 0, daysToAnswer: passed ? 6 : 2 },
  };
});
const suite: Suite = {
  name: 'made',
  title: 'A made-up city',
  testFile: '',
  dataset: { name: 'made', hash: 'abc', examples, targets: [{ name: 'reason', multi: false }], skipped: {} },
  views: [{ name: 'text', columns: [] }],
  headline: 'reason',
  training: null,
};

function system(name: string, wrongEvery: number): System {
  return {
    name,
    version: `${name}-1`,
    hash: null,
    complete: false,
    answer: async (rows) =>
      rows.map((row, i): Outcome => {
        const truth = row.labels.reason?.[0] as string;
        const wrong = i % wrongEvery === 4;
        const said = wrong ? (LABELS[(i + 1) % 3] as string) : truth;
        const level = wrong ? 'suggest' : 'preselect';
        const parts = { ngram: [{ label: truth, probability: 0.6 }] };
        const ranked = [
          { label: said, probability: wrong ? 0.5 : 0.9 },
          { label: wrong ? truth : 'light', probability: 0.05 },
        ];
        return { answer: { targets: { reason: { ranked, level, parts } } } };
      }),
  };
}

describe('a run with its reports', () => {
  let run: SuiteRun;
  beforeAll(async () => {
    const entrant = (name: string, wrongEvery: number) => ({ name, open: async () => system(name, wrongEvery) });
    const missing = {
      name: 'fasttext',
      open: async (): Promise<System> => {
        throw new Error('needs the program fasttext: apt-get install fasttext');
      },
    };
    run = await runSuite(suite, entrant('bagyt', 10), [entrant('peer', 5), missing], {
      seed: 1,
      resamples: 200,
      codeHash: 'code',
      progress: () => ({ update: () => undefined, stop: () => undefined }),
    });
    await writeResults(run, folder);
    writeReport(run, folder, new Date('2026-11-22T12:00:00Z'));
  });
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');

  it('lists a peer that could not run, with how to install it', () => {
    expect(run.notRun).toEqual([{ system: 'fasttext', why: 'needs the program fasttext: apt-get install fasttext' }]);
    for (const text of [terminalReport(run), read('report.md'), read('report.html')])
      expect(text).toContain('apt-get install fasttext');
  });

  it('writes a summary in the shape that is promised', () => {
    const summary = JSON.parse(read('summary.json')) as Record<string, unknown>;
    const interval = { value: expect.any(Number), low: expect.any(Number), high: expect.any(Number) };
    expect(summary).toMatchObject({
      model: 'bagyt-1',
      dataHash: 'abc',
      n: 90,
      targets: {
        reason: {
          n: 90,
          top1: { ...interval, value: 0.9 },
          top3: interval,
          macroF1: interval,
          weightedF1: interval,
          ece: interval,
        },
      },
    });
  });

  it('writes one line of predictions per row, without the text', () => {
    const lines = read('predictions.jsonl').trim().split('\n');
    expect(lines).toHaveLength(90);
    expect(JSON.parse(lines[4] as string)).toMatchObject({
      id: 'row-4',
      targets: { reason: { truth: ['light'], predicted: 'dogs & <cats>', correct: false, confidence: 0.5 } },
    });
    expect(read('predictions.jsonl')).not.toContain('alert');
  });

  it('is one HTML file that loads nothing and shows texts as texts', () => {
    const page = read('report.html');
    expect(page).not.toMatch(/<script|<link|<iframe|@import|url\((?!#)|\ssrc=|\shref="http/iu);
    expect(page).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;');
    expect(page.match(/<svg /gu)?.length).toBeGreaterThanOrEqual(4);
    for (const heading of ['Summary', 'What it means for the city', 'Confusions', 'Slices', 'The surest errors'])
      expect(page).toContain(heading);
    expect(page).not.toMatch(/NaN|undefined|\[object/u);
  });

  it('says the same in Markdown and JSON', () => {
    expect(read('report.md')).toContain('| reason | bagyt | 90 | 0.900 (');
    expect(read('report.md')).not.toMatch(/NaN|undefined/u);
    const { worst } = JSON.parse(read('report.json')) as { worst: { id: string }[] };
    expect(worst).toHaveLength(9);
  });

  it('compares in pairs', () => {
    const [comparison] = run.comparisons;
    expect(comparison).toMatchObject({ first: 'peer', second: 'bagyt', mcnemar: { onlyFirst: 0, onlySecond: 9 } });
    expect(comparison?.difference.value).toBeCloseTo(0.1, 12);
  });

  it('counts what it means for the city', () => {
    const cost = costView(suite, run.main);
    expect(cost?.levels).toMatchObject({ preselect: { share: 0.9, right: 1 }, suggest: { share: 0.1, right: 1 } });
    // 0.9 × 6 s + 0.1 × 15 s
    expect(cost?.minutesPer1000).toBeCloseTo((1_000 * 6.9) / 60, 9);
    expect(cost?.misroutesPer1000).toBe(0);
    expect(cost?.city?.reroutedPer1000).toBeCloseTo(1_000 / 9, 9);
    expect(cost?.city?.daysPerReroute).toBeCloseTo(4, 12);
    expect(cost?.city?.declaredWrongPer1000).toBeCloseTo(1_000 / 9, 9);
  });

  it('finds the surest errors and what is confused', () => {
    const result = run.main[0]?.result;
    if (result === undefined) throw new Error('There is no result');
    expect(worstErrors(result, 'reason', 2)).toMatchObject([
      { id: 'row-4', evidence: [{ name: 'ngram', label: 'light', right: true }] },
      { id: 'row-14' },
    ]);
    const heat = confusionHeat(result.rows, 'reason');
    expect(heat?.counts.flat().reduce((a, b) => a + b, 0)).toBe(9);
  });
});

describe('HTML', () => {
  it('escapes what it is given, and passes markup', () => {
    expect(html`<p>${'<b>'}${new Markup('<i>')}${[1, '&']}${undefined}${false}</p>`.text).toBe(
      '<p>&lt;b&gt;<i>1&amp;</p>',
    );
  });
  it.each([
    ['short', 'short'],
    ['Дом/Содержание многоквартирного дома/Неисправность лифта', 'Неисправность лифта'],
    ['a'.repeat(60), `${'a'.repeat(47)}…`],
  ])('shortens %s', (label, expected) => expect(shortLabel(label)).toBe(expected));
});

describe('a stopwatch', () => {
  it('gives median and 95th percentile', () => {
    expect(timing(Array.from({ length: 100 }, (_, i) => 99 - i))).toEqual({ median: 50, p95: 95, calls: 100 });
  });
});
