/** report.html, report.md and report.json of a run. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SuiteRun } from '../run-suite.ts';
import { summaryOf } from '../write.ts';
import { htmlReport } from './html.ts';
import { markdownReport } from './markdown.ts';
import { worstErrors } from './pick.ts';

/** Writes the three; the folder is made. */
export function writeReport(run: SuiteRun, folder: string, now: Date): void {
  mkdirSync(folder, { recursive: true });
  const last = run.main.at(-1);
  const worst = last === undefined ? [] : worstErrors(last.result, run.suite.headline);
  writeFileSync(join(folder, 'report.html'), htmlReport(run, now.toISOString().slice(0, 16).replace('T', ' ')));
  writeFileSync(join(folder, 'report.md'), markdownReport(run));
  const report = { ...summaryOf(run), learning: run.learning, worst };
  writeFileSync(join(folder, 'report.json'), `${JSON.stringify(report, null, 1)}\n`);
}
