/** Labelled appeals as training sees them, from JSONL(.gz) or CSV of any city. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Language } from '../classify/contract.ts';
import { problem } from '../errors.ts';
import { prepareText } from '../intake/intake.ts';
import { readRows as readTable } from '../table-file.ts';

/** The column of a second category, beside `category`: no target, but what second topics are learned from. */
export const SECOND_TOPIC = 'secondTopic';

export interface TrainingRow {
  /** Masked and normalised. */
  text: string;
  language: Language;
  /** Labels by target; several for a multi-label target, none where unlabelled. */
  labels: Readonly<Record<string, readonly string[]>>;
  context: Readonly<Record<string, string | undefined>>;
  lat?: number | undefined;
  lon?: number | undefined;
  at?: string | undefined;
  /** Importance when training, 1 as usual. */
  weight: number;
  /** False: teaches the other evidences, but never votes as a precedent. */
  precedent?: boolean | undefined;
}

/** Which columns of a file mean what. */
export interface Columns {
  text: string;
  labels: readonly string[];
  /** Categorical columns, and by their names `lat`, `lon` (degrees) and `created_at` (ISO local time). */
  context: readonly string[];
}

export interface DataFile {
  name: string;
  sha256: string;
  rows: TrainingRow[];
  /** Rows left out, and why. */
  skipped: Readonly<Record<string, number>>;
}

const PLACE = ['lat', 'lon'];
const TIME = 'created_at';

/** The categorical ones among the context columns. */
export function categoricalColumns(context: readonly string[]): string[] {
  return context.filter((column) => !PLACE.includes(column) && column !== TIME);
}

/**
 * Reads a file of labelled appeals. Rows without text or without any label are counted in `skipped`.
 * @throws Problem `invalid-data` naming the file and line, or a column that no row has
 */
export async function readRows(path: string, columns: Columns): Promise<DataFile> {
  if (!existsSync(path)) throw problem('invalid-data', `There is no file ${path}`);
  const sha256 = createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
  const missing = new Set([columns.text, ...columns.labels, ...columns.context]);
  const skipped: Record<string, number> = {};
  const rows: TrainingRow[] = [];
  for await (const record of readTable(path)) {
    if ('error' in record) throw problem('invalid-data', `${basename(path)} line ${record.line} ${record.error}`);
    for (const column of missing) if (column in record.fields) missing.delete(column);
    const row = toRow(record.fields, columns);
    if (typeof row === 'string') skipped[row] = (skipped[row] ?? 0) + 1;
    else rows.push(row);
  }
  if (missing.size > 0 && rows.length + Object.keys(skipped).length > 0)
    throw problem('invalid-data', `${basename(path)} has no column "${[...missing].join('", "')}"`);
  return { name: basename(path), sha256, rows, skipped };
}

const filled = (value: unknown): string | undefined => {
  const text =
    typeof value === 'string' ? value.trim() : ['number', 'boolean'].includes(typeof value) ? String(value) : '';
  return text === '' ? undefined : text;
};

function toRow(record: Record<string, unknown>, columns: Columns): TrainingRow | string {
  const raw = filled(record[columns.text]);
  if (raw === undefined) return 'no text';
  const labels: Record<string, string[]> = {};
  for (const column of columns.labels) {
    const value = record[column];
    const all = (Array.isArray(value) ? value : [value]).flatMap((label) => filled(label) ?? []);
    if (all.length > 0) labels[column] = [...new Set(all)];
  }
  if (Object.keys(labels).length === 0) return 'no label';
  const prepared = prepareText(raw);
  const number = (name: string) => {
    const value = columns.context.includes(name) ? filled(record[name]) : undefined;
    return value !== undefined && Number.isFinite(Number(value)) ? Number(value) : undefined;
  };
  return {
    text: prepared.text,
    language: prepared.language,
    labels,
    context: Object.fromEntries(categoricalColumns(columns.context).map((name) => [name, filled(record[name])])),
    lat: number('lat'),
    lon: number('lon'),
    at: columns.context.includes(TIME) ? filled(record[TIME]) : undefined,
    weight: 1,
  };
}
