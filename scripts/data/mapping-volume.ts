/**
 * `npm run data:mapping -- [FOLDER]`: how many St Petersburg appeals the mapping carries over, by volume.
 * FOLDER holds train, calibration and test.jsonl.gz (default ../shared/benchmarks/spb); they are not part of the project.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { loadTaxonomy } from '../../src/taxonomy/load.ts';
import { loadMapping } from '../../src/taxonomy/mapping.ts';

const Row = z.object({ reason: z.string(), declared_reason: z.string() });
const WANTED_SHARE = 0.9;

function countReasons(folder: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const split of ['train', 'calibration', 'test']) {
    const lines = gunzipSync(readFileSync(join(folder, `${split}.jsonl.gz`)))
      .toString('utf8')
      .split('\n');
    for (const line of lines) {
      if (line === '') continue;
      const { reason, declared_reason } = Row.parse(JSON.parse(line));
      counts.set(reason, (counts.get(reason) ?? 0) + 1);
      if (!counts.has(declared_reason)) counts.set(declared_reason, 0);
    }
  }
  return counts;
}

function main(): number {
  const folder = process.argv[2] ?? '../shared/benchmarks/spb';
  if (!existsSync(folder)) {
    console.error(`${folder} is not here: the benchmark is needed to count volumes`);
    return 2;
  }
  const mapping = loadMapping('data/mappings/spb-to-bishkek.json', loadTaxonomy('data/taxonomy/bishkek.json'));
  const counts = countReasons(folder);
  const unlisted = [...counts.keys()].filter((reason) => !mapping.has(reason));
  let total = 0;
  let mapped = 0;
  let sure = 0;
  const perCategory = new Map<string, number>();
  for (const [reason, count] of counts) {
    const entry = mapping.get(reason);
    total += count;
    if (entry === undefined || entry.category === null) continue;
    mapped += count;
    if (entry.weight >= 0.7) sure += count;
    perCategory.set(entry.category, (perCategory.get(entry.category) ?? 0) + count);
  }
  const share = (count: number): string => `${((100 * count) / total).toFixed(1)}%`;
  for (const [category, count] of [...perCategory].sort((a, b) => b[1] - a[1])) {
    console.log(`${String(count).padStart(7)}  ${category}`);
  }
  const used = [...counts.values()].filter((count) => count > 0).length;
  console.log(
    `${used} reasons used as labels, ${counts.size} with those only declared; ${unlisted.length} not in the mapping`,
  );
  console.log(
    `${total} appeals: ${share(mapped)} map, ${share(sure)} with weight ≥ 0.7; ${perCategory.size} categories reached`,
  );
  for (const reason of unlisted) console.log(`not in the mapping: ${reason}`);
  return unlisted.length === 0 && mapped / total >= WANTED_SHARE ? 0 : 1;
}

process.exitCode = main();
