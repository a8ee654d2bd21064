import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowToAppeal } from '../../scripts/import/row.ts';
import { deriveTaxonomy } from '../../scripts/taxonomy/derive-taxonomy.ts';
import { type FileRow, readRows } from '../../src/table-file.ts';
import { parseTaxonomy } from '../../src/taxonomy/load.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bagyt-import-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function rowsOf(name: string, content: string | Buffer): Promise<FileRow[]> {
  const path = join(folder, name);
  writeFileSync(path, content);
  return Array.fromAsync(readRows(path));
}

describe('a file of past appeals', () => {
  it('is read line by line; a bad line is reported with its number', async () => {
    const rows = await rowsOf('a.jsonl', '{"id":1,"text":"яма"}\n\n{"id":2,\n[3]\n{"id":4,"text":"люк"}\n');
    expect(rows.map((row) => [row.line, 'error' in row])).toEqual([
      [1, false],
      [3, true],
      [4, true],
      [5, false],
    ]);
  });

  it('may be gzipped', async () => {
    const rows = await rowsOf('b.jsonl.gz', gzipSync('{"id":1,"text":"суу жок"}\n'));
    expect(rows).toMatchObject([{ line: 1, fields: { text: 'суу жок' } }]);
  });

  it('may be CSV with line breaks inside a field', async () => {
    const rows = await rowsOf('c.csv', 'id,text,lat\n1,"нет\nводы",\n2,яма,42.87\n');
    expect(rows).toMatchObject([{ fields: { text: 'нет\nводы' } }, { fields: { lat: '42.87' } }]);
    expect(rows[0]).not.toHaveProperty('fields.lat');
  });
});

describe('a row becomes an appeal', () => {
  const names = { category: (name: string) => `c:${name}`, district: (name: string) => `d:${name}` };
  const options = { columns: {}, offset: '+06:00', names };

  it('by the usual names of columns', () => {
    const row = {
      id: 7,
      text: 'яма',
      created_at: '2026-03-01 10:00:00',
      declared_reason: 'Дорога',
      lat: '42,87',
      lon: 74.6,
    };
    expect(rowToAppeal(row, options)).toEqual({
      externalId: '7',
      text: 'яма',
      channel: 'import',
      submittedAt: '2026-03-01T10:00:00+06:00',
      declaredCategory: 'c:Дорога',
      location: { lat: 42.87, lon: 74.6 },
    });
  });

  it('by columns that the caller names', () => {
    const row = { номер: 'A-1', жалоба: 'суу жок' };
    expect(rowToAppeal(row, { ...options, columns: { externalId: 'номер', text: 'жалоба' } })).toMatchObject({
      externalId: 'A-1',
      text: 'суу жок',
    });
  });

  it('keeps what is wrong, for the service to refuse with the field’s path', () => {
    expect(rowToAppeal({ id: 1, lat: 'north', lon: 74 }, options)).toMatchObject({ location: { lat: 'north' } });
  });
});

describe('a taxonomy derived from a log', () => {
  const options = {
    category: 'reason',
    group: 'category',
    department: 'unit',
    district: 'district',
    declared: 'declared_reason',
    city: 'Город N',
    workingDays: 14,
  };
  const rows = [
    { reason: 'Двор / Яма', category: 'Двор', unit: 'Администрация {район} района', district: 'Северный' },
    { reason: 'Двор / Яма', category: 'Двор', unit: 'Дорожная служба', district: 'Южный' },
    { reason: 'Двор / Яма', category: 'Двор', unit: 'Администрация {район} района' },
    { reason: 'Двор - яма', category: 'Двор', unit: null, declared_reason: 'Свет' },
  ];

  it('is valid, and names what the log names', () => {
    const taxonomy = parseTaxonomy(deriveTaxonomy(rows, options), 'test');
    expect(taxonomy.categories.map((category) => category.name.ru)).toEqual(['Двор - яма', 'Двор / Яма', 'Свет']);
    expect(new Set(taxonomy.categories.map((category) => category.id)).size).toBe(3);
    expect(taxonomy.districts).toHaveLength(2);
  });

  it('gives each category the department that acted most often', () => {
    const taxonomy = deriveTaxonomy(rows, options);
    const office = taxonomy.departments.find((department) => department.scope === 'district');
    expect(office?.name.ru).toBe('Администрация {district} района');
    expect(taxonomy.categories.find((category) => category.name.ru === 'Двор / Яма')?.department).toBe(office?.id);
  });

  it('is the same for the same log', () => {
    expect(deriveTaxonomy(rows, options)).toEqual(deriveTaxonomy(rows, options));
  });
});
