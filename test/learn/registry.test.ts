import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readManifest } from '../../src/classify/load-model.ts';
import { compareModels, findModel, listModels, previousVersion } from '../../src/learn/registry.ts';
import { writeTinyEncoder } from '../classify/tiny-encoder.ts';
import { migratedFolder } from '../helpers/folders.ts';
import { asJsonLines, madeUpCity } from './made-up-city.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'bagyt-registry-'));
let data: string;

/** Runs a script as `npm run` does. */
async function run(script: string, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const env = { ...process.env, DATA_DIR: data, MODEL: join(folder, 'models', 'first'), PORT: '1', LOG_LEVEL: 'error' };
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [join(ROOT, script), ...args], { env });
    return { code: 0, out: stdout, err: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, out: stdout, err: stderr };
  }
}
const models = (...args: string[]) => run('scripts/models/models.ts', ...args);
const train = (out: string, rows: number) => {
  const from = join(folder, `${rows}.jsonl.gz`);
  writeFileSync(from, asJsonLines(madeUpCity(rows, rows)));
  const options = ['--data', from, '--labels', 'kind', '--context', 'declared,area', '--encoder', 'none'];
  return run('scripts/train.ts', ...options, '--out', out);
};

beforeAll(async () => {
  data = await migratedFolder('registry');
  mkdirSync(join(folder, 'models'));
  for (const [name, rows] of [
    ['first', 150],
    ['second', 260],
  ] as const) {
    const { code, err } = await train(join(folder, 'models', name), rows);
    expect(err.includes('Error') ? err : '').toBe('');
    expect(code).toBe(0);
  }
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(data, { recursive: true, force: true });
});

describe('models on disk', () => {
  it('are listed newest first, and found by version or folder', () => {
    const found = listModels([join(folder, 'models'), join(folder, 'nowhere')]);
    expect(found.map((model) => model.manifest.version.split('-')[0])).toEqual(['second', 'first']);
    expect(findModel(found, found[1]?.manifest.version ?? '')).toBe(found[1]);
    expect(() => findModel(found, 'third')).toThrow(/no model third; there is: second-/);
  });

  it('are compared figure by figure', () => {
    const [second, first] = listModels([join(folder, 'models')]);
    const differences = compareModels(first?.manifest ?? never(), second?.manifest ?? never());
    expect(differences.map(({ figure }) => figure)).toContain('top1');
    expect(differences.every(({ a, b }) => Number.isFinite(a) && Number.isFinite(b))).toBe(true);
  });
});

function never(): never {
  throw new TypeError('missing');
}

describe('the version to go back to', () => {
  const list = (...versions: string[]) => versions.map((version) => ({ version }));
  it.each([
    [list('b', 'a'), 'b', 's', 'a'],
    [list('b', 'b', 'a'), 'b', 's', 'a'],
    [list('b'), 'b', 's', 's'],
    [list('a', 'b', 'a'), 'a', 's', 'b'],
  ])('of %j with %s active is the one before', (activations, active, settings, expected) => {
    expect(previousVersion(activations, active, settings)).toBe(expected);
  });

  it('may not exist', () => {
    expect(() => previousVersion([], 's', 's')).toThrow(/No model was active/);
  });
});

describe('npm run models', () => {
  it('lists and shows', async () => {
    const listed = await models('list');
    expect(listed.out).toContain('kind (6)');
    const version = readManifest(join(folder, 'models', 'second')).version;
    expect((await models('show', version)).out).toContain('150.jsonl.gz'.replace('150', '260'));
    expect((await models('show', 'third')).code).toBe(1);
    expect((await models('dance')).code).toBe(2);
  });

  it('activates only past the gate, or by force with a note, and rolls back', async () => {
    const [first, second] = ['first', 'second'].map((name) => readManifest(join(folder, 'models', name)).version);
    const refused = await models('activate', second ?? '');
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('no passing release gate')]);
    writeFileSync(join(folder, 'models', 'second', 'gate.json'), JSON.stringify({ passed: true }));
    expect((await models('activate', second ?? '')).out).toContain(`${second} is active`);
    expect((await models('rollback')).out).toContain(`${second} → ${first}`);
    expect((await models('rollback')).out).toContain(`${first} → ${second}`);
    const forced = await models('activate', first ?? '', '--force', '--note', 'for the demonstration');
    expect(forced.out).toContain(`${first} is active`);
    // Five processes, each opening the embedded database: slow on a busy machine.
  }, 240_000);
});

describe('npm run models:pull', () => {
  it('fetches an encoder file by file from a hub, whole or not at all', async () => {
    writeTinyEncoder(join(folder, 'hub', 'tiny'), { words: ['яма'], table: [[1, 0]] });
    const asked: string[] = [];
    const hub = createServer((request, answer) => {
      const path = (request.url ?? '').replace('/resolve/main', '');
      asked.push(path);
      const file = join(folder, 'hub', path);
      if (existsSync(file)) answer.end(readFileSync(file));
      else answer.writeHead(404).end();
    });
    await new Promise<void>((done) => hub.listen(0, '127.0.0.1', done));
    try {
      const url = `http://127.0.0.1:${(hub.address() as AddressInfo).port}`;
      const pulled = await run('scripts/models/pull.ts', 'tiny', '--hub', url);
      expect(pulled.out).toContain('2 dimensions, mean pooling, fp32');
      expect(readFileSync(join(data, 'encoders', 'tiny', 'onnx', 'model.onnx'))).toEqual(
        readFileSync(join(folder, 'hub', 'tiny', 'onnx', 'model.onnx')),
      );
      expect(asked).toContain('/tiny/tokenizer.json');
      expect((await run('scripts/models/pull.ts', 'tiny', '--hub', url)).err).toContain('is there already');
      expect((await run('scripts/models/pull.ts', 'missing', '--hub', url)).err).toContain('no config.json');
      expect(existsSync(join(data, 'encoders', 'missing'))).toBe(false);
    } finally {
      await new Promise((done) => hub.close(done));
    }
  });
});
