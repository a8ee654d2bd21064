/** The peers that Bagyt is measured against, on the same rows, in the same run. */
import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readRows } from '../../src/table-file.ts';
import { fileHash, folderHash, ROOT } from '../hashes.ts';
import type { Training } from '../suites/suite.ts';
import type { Outcome, System, TargetAnswer } from '../types.ts';

export interface Peer {
  name: string;
  script: string;
  args: readonly string[];
  /** Python modules and programs that it needs, and the Debian packages that bring them. */
  modules: readonly string[];
  programs: readonly string[];
  install: string;
}

const sklearn = { modules: ['sklearn'], programs: [], install: 'apt-get install python3-sklearn' } as const;

export const PEERS: readonly Peer[] = [
  { name: 'tfidf-svm', script: 'tfidf.py', args: ['--kind', 'svm'], ...sklearn },
  { name: 'tfidf-logreg', script: 'tfidf.py', args: ['--kind', 'logreg'], ...sklearn },
  {
    name: 'fasttext',
    script: 'fasttext.py',
    args: [],
    modules: ['numpy'],
    programs: ['fasttext'],
    install: 'apt-get install fasttext python3-numpy',
  },
  {
    name: 'signalen',
    script: 'signalen.py',
    args: [],
    modules: ['sklearn', 'snowballstemmer'],
    programs: [],
    install: 'apt-get install python3-sklearn python3-snowballstemmer',
  },
];

const INTERPRETERS = ['python3', '/usr/bin/python3'];
const run = promisify(execFile);

/** An interpreter that has all that the peer needs, or what to install. */
export async function interpreterFor(peer: Peer): Promise<{ python: string } | { missing: string }> {
  for (const program of peer.programs)
    if (!(await works('which', [program]))) return { missing: `needs the program ${program}: ${peer.install}` };
  for (const python of INTERPRETERS)
    if (await works(python, ['-c', peer.modules.map((name) => `import ${name}`).join('\n')])) return { python };
  return { missing: `needs Python with ${peer.modules.join(', ')}: ${peer.install}` };
}

async function works(program: string, args: string[]): Promise<boolean> {
  return await run(program, args).then(
    () => true,
    () => false,
  );
}

export interface PeerJob {
  training: Training;
  /** File of the rows to answer. */
  test: string;
  /** Columns that the peer sees beside the text. */
  columns: readonly string[];
  seed: number;
  /** Folder for answers of earlier runs. */
  cache: string;
  /** Receives what the script prints about its progress. */
  log: (line: string) => void;
}

/**
 * Trains a peer and reads its answers; a run on the same files with the same script is not repeated.
 * @param ids of the rows of the test file, in their order
 * @throws Error with the script's last words when it fails
 */
export async function peerSystem(peer: Peer, python: string, job: PeerJob): Promise<System> {
  const { columns, seed, test, training } = job;
  const files = training.calibration === null ? training.files : [...training.files, training.calibration];
  const code = folderHash(join(ROOT, 'eval/peers'));
  const key = createHash('sha256')
    .update(JSON.stringify([peer.name, columns, seed, training.labels, code, [...files, test].map(fileHash)]))
    .digest('hex');
  const out = join(job.cache, `${peer.name}-${key.slice(0, 16)}.jsonl`);
  if (!existsSync(out)) {
    mkdirSync(job.cache, { recursive: true });
    const draft = `${out}.${process.pid}`;
    const context = columns.filter((name) => !['lat', 'lon', 'created_at'].includes(name));
    const flags = ['--train', ...files, '--test', test, '--text', training.text, '--labels', training.labels.join(',')];
    const rest = ['--context', context.join(','), '--seed', String(seed), '--out', draft];
    await runScript(python, ['-B', join(ROOT, 'eval/peers', peer.script), ...peer.args, ...flags, ...rest], job.log);
    renameSync(draft, out);
  }
  return await systemFromAnswers(peer.name, key, out, test);
}

async function systemFromAnswers(name: string, key: string, out: string, test: string): Promise<System> {
  const answers = readFileSync(out, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, PeerAnswer>);
  const byId = new Map<string, Record<string, PeerAnswer>>();
  let i = 0;
  for await (const row of readRows(test)) {
    const id = 'fields' in row && row.fields.id !== undefined ? String(row.fields.id) : `line-${row.line}`;
    const answer = answers[i++];
    if (answer !== undefined) byId.set(id, answer);
  }
  return {
    name,
    version: key.slice(0, 16),
    hash: key,
    complete: false,
    answer: async (examples) =>
      examples.map(({ id }): Outcome => {
        const own = byId.get(id);
        if (own === undefined) return { failure: 'no answer' };
        const targets = Object.entries(own).map(([target, answer]) => [target, toAnswer(answer)]);
        return { answer: { targets: Object.fromEntries(targets) as Record<string, TargetAnswer> } };
      }),
  };
}

type Pairs = [label: string, probability: number][];
type PeerAnswer = Pairs | { ranked: Pairs; labels: string[] };

function toAnswer(answer: PeerAnswer): TargetAnswer {
  const ranked = (pairs: Pairs) => pairs.map(([label, probability]) => ({ label, probability }));
  return Array.isArray(answer) ? { ranked: ranked(answer) } : { ranked: ranked(answer.ranked), labels: answer.labels };
}

async function runScript(python: string, args: string[], log: (line: string) => void): Promise<void> {
  await new Promise<void>((done, fail) => {
    const child = spawn(python, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let words = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      words = (words + text).slice(-4_000);
      log(text.trim());
    });
    child.on('error', fail);
    child.on('close', (code) =>
      code === 0 ? done() : fail(new Error(`${python} ended with ${code}: ${words.trim()}`)),
    );
  });
}
