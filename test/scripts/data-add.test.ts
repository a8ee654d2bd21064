import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readCorpus, SPLITS } from '../../scripts/data/appeal-row.ts';

const draft = (text: string, change: object = {}): string =>
  JSON.stringify({ text, language: 'ru', category: 'roads.ditch', style: 'short', mood: 'grim', ...change });

describe('npm run data:add', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'appeals-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function add(lines: readonly string[]) {
    const file = join(folder, 'drafts.jsonl');
    writeFileSync(file, lines.join('\n'));
    return spawnSync(process.execPath, ['scripts/data/data-add.ts', file, '--to', folder], { encoding: 'utf8' });
  }
  const rows = () => SPLITS.flatMap((split) => readCorpus(folder)[split]).sort((a, b) => (a.id < b.id ? -1 : 1));

  it('gives ids and departments, keeps nothing that is not a field, and deals rows once', () => {
    const lines = Array.from({ length: 20 }, (_unused, i) => draft(`арык номер ${i} забит`));
    expect(add(lines).stdout).toContain('20 added, 0 were there already; now train 14, calibration 3, gold 3');
    expect(rows()[0]).toEqual({
      id: 'bsh-00001',
      text: 'арык номер 0 забит',
      language: 'ru',
      category: 'roads.ditch',
      department: 'district-administration',
      acceptable: [],
      district: null,
      style: 'short',
      emergency: false,
    });
    const before = SPLITS.map((split) => readFileSync(join(folder, `${split}.jsonl`), 'utf8'));
    expect(add(lines).stdout).toContain('0 added, 20 were there already');
    expect(SPLITS.map((split) => readFileSync(join(folder, `${split}.jsonl`), 'utf8'))).toEqual(before);
    add([draft('совсем другой арык разрушен')]);
    expect(rows().at(-1)?.id).toBe('bsh-00021');
  });

  it.each([
    ['an unknown category', { category: 'roads.moon' }, 'no category "roads.moon"'],
    ['an unknown district', { district: 'north' }, 'no district "north"'],
    ['a second topic in another style', { secondTopic: 'gas.leak' }, 'secondTopic stands exactly'],
    ['an unknown style', { style: 'poem' }, 'drafts.jsonl:2'],
  ])('adds nothing when one draft has %s', (_what, change, message) => {
    const result = add([draft('арык забит'), draft('арык разбит', change)]);
    expect(result.status).not.toBe(0);
    expect(result.stderr).toContain(message);
    expect(() => readCorpus(folder)).toThrow();
  });
});
