/** `gate.json` beside a model's manifest: what activation asks for. */
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileHash } from '../hashes.ts';
import type { EvalResult } from '../types.ts';
import type { GateResult } from './gate.ts';

export interface GateFile extends GateResult {
  /** Model version that was judged, and the hash of its manifest. */
  version: string;
  manifestHash: string;
  baseline: string | null;
  dataHash: string;
  codeHash: string;
  at: string;
}

/** Writes the verdict into the candidate's folder, in one step. */
export function writeGate(
  folder: string,
  result: GateResult,
  candidate: EvalResult,
  baseline: EvalResult | null,
  now: Date,
): GateFile {
  const file: GateFile = {
    passed: result.passed,
    version: candidate.model,
    manifestHash: fileHash(join(folder, 'manifest.json')),
    baseline: baseline?.model ?? null,
    dataHash: candidate.dataHash,
    codeHash: candidate.codeHash,
    at: now.toISOString(),
    checks: result.checks,
  };
  const path = join(folder, 'gate.json');
  writeFileSync(`${path}.next`, `${JSON.stringify(file, null, 1)}\n`);
  renameSync(`${path}.next`, path);
  return file;
}
