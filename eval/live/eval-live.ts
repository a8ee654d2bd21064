/**
 * `npm run eval:live -- --since 7d [--reference 30d] [--out DIR] [--metrics FILE]`: every model version against what
 * dispatchers decided, and drift of what came in. Exits 1 when a drift alert is raised.
 */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../../src/config.ts';
import { runCommand } from '../../src/run-command.ts';
import { openStore } from '../../src/store/open.ts';
import { fixed, textTable } from '../table.ts';
import { type DriftSignal, driftMetrics, driftSignals, LEAST_ROWS } from './drift.ts';
import { scoreVersions, type VersionScore } from './score.ts';
import { sinceOf } from './since.ts';
import { commonEncoder, intakeOf, judgedSuggestions } from './window.ts';

async function main(): Promise<number> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: { since: { ...text, default: '7d' }, reference: { ...text, default: '30d' }, out: text, metrics: text },
  });
  const now = new Date();
  const from = sinceOf(values.since, now);
  const before = sinceOf(values.reference, from);
  const store = await openStore(readConfig(process.env, process.cwd()));
  try {
    const versions = scoreVersions(await judgedSuggestions(store.db, { from, to: now }));
    const encoder = await commonEncoder(store.db);
    const signals = driftSignals(
      await intakeOf(store.db, { from: before, to: from }, encoder),
      await intakeOf(store.db, { from, to: now }, encoder),
    );
    process.stdout.write(`${versionTable(versions)}\n\n${driftTable(signals)}\n`);
    if (values.metrics !== undefined) replace(values.metrics, driftMetrics(signals));
    if (values.out !== undefined) {
      const live = {
        from: from.toISOString(),
        to: now.toISOString(),
        reference: before.toISOString(),
        versions,
        drift: signals,
      };
      replace(join(values.out, 'live.json'), `${JSON.stringify(live, null, 1)}\n`);
    }
    return signals.some(({ alert }) => alert) ? 1 : 0;
  } finally {
    await store.close();
  }
}

function versionTable(versions: readonly VersionScore[]): string {
  if (versions.length === 0) return 'No decisions in this time.';
  return textTable(
    [
      'model',
      'shown',
      'decided',
      'accepted',
      'among 3',
      'changed',
      'preselected',
      'right of those',
      'outcomes',
      'agreed',
    ],
    versions.map((own) => [
      own.version,
      own.shadow ? 'in shadow' : 'yes',
      String(own.decided),
      fixed(own.accepted),
      fixed(own.among3),
      fixed(1 - own.accepted),
      fixed(own.preselected.share),
      fixed(own.preselected.accepted),
      String(own.outcomes.n),
      fixed(own.outcomes.agreed),
    ]),
  );
}

function driftTable(signals: readonly DriftSignal[]): string {
  if (signals.length === 0)
    return `Drift: fewer than ${LEAST_ROWS} appeals in one of the two times; nothing can be said.`;
  const rows = signals.map(({ alert, limit, meaning, name, value }) => [
    name,
    alert ? 'ALERT' : 'ok',
    fixed(value),
    fixed(limit),
    meaning,
  ]);
  return textTable(['drift', 'verdict', 'value', 'limit', 'what it is'], rows);
}

/** Whoever reads the file sees the old or the new one, never half of it. */
function replace(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.next`, content);
  renameSync(`${path}.next`, path);
}

await runCommand(main, 2);
