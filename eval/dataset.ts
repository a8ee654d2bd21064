/** Labelled files as datasets. */
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { problem } from '../src/errors.ts';
import { readRows } from '../src/table-file.ts';
import { fileHash } from './hashes.ts';
import type { Dataset, Example } from './types.ts';

export interface FileShape {
  text: string;
  labels: readonly string[];
  /** Columns that systems may see beside the text. */
  context?: readonly string[];
  /** Columns that are reported as slices. */
  slices?: readonly string[];
  /** What else a row holds. */
  more?: (fields: Record<string, unknown>, example: Example) => Partial<Example>;
}

export interface LoadOptions {
  /** Take only so many rows, evenly spaced; absent: all. */
  limit?: number;
  /** Texts of the training rows, so that duplicates are told apart. */
  trainedOn?: ReadonlySet<string>;
  name?: string;
}

/** A value as a label or a category: text or number, trimmed; undefined where there is none. */
export function filled(value: unknown): string | undefined {
  const text = typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
  return text === '' ? undefined : text;
}

/**
 * Reads a labelled file, JSONL or CSV, plain or gzipped. Rows without text or labels are counted as skipped.
 * @throws Problem `invalid-data` when the file or a column is not there
 */
export async function loadDataset(path: string, shape: FileShape, options: LoadOptions = {}): Promise<Dataset> {
  if (!existsSync(path)) throw problem('invalid-data', `There is no file ${path}`);
  const missing = new Set([shape.text, ...shape.labels, ...(shape.context ?? [])]);
  const skipped: Record<string, number> = {};
  const examples: Example[] = [];
  let several = new Set<string>();
  for await (const row of readRows(path)) {
    const made = 'error' in row ? 'not readable' : toExample(row.fields, row.line, shape, options.trainedOn);
    if ('fields' in row) for (const column of missing) if (column in row.fields) missing.delete(column);
    if (typeof made === 'string') skipped[made] = (skipped[made] ?? 0) + 1;
    else examples.push(made);
    if ('fields' in row)
      several = several.union(new Set(shape.labels.filter((name) => Array.isArray(row.fields[name]))));
  }
  if (missing.size > 0) throw problem('invalid-data', `${basename(path)} has no column "${[...missing].join('", "')}"`);
  return {
    name: options.name ?? basename(path),
    hash: fileHash(path),
    examples: sample(examples, options.limit),
    targets: shape.labels.map((name) => ({ name, multi: several.has(name) })),
    skipped,
  };
}

function toExample(
  fields: Record<string, unknown>,
  line: number,
  shape: FileShape,
  trainedOn: ReadonlySet<string> | undefined,
): Example | string {
  const text = filled(fields[shape.text]);
  if (text === undefined) return 'no text';
  const labels: Record<string, string[]> = {};
  for (const name of shape.labels) {
    const own = [fields[name]].flat().flatMap((value) => filled(value) ?? []);
    if (own.length > 0) labels[name] = [...new Set(own)];
  }
  if (Object.keys(labels).length === 0) return 'no label';
  const column = (name: string) => {
    const value = fields[name];
    return typeof value === 'number' ? value : filled(value);
  };
  const example: Example = {
    id: filled(fields.id) ?? `line-${line}`,
    text,
    labels,
    context: Object.fromEntries((shape.context ?? []).map((name) => [name, column(name)])),
    slices: Object.fromEntries(
      (shape.slices ?? []).flatMap((name) => {
        const value = filled(fields[name]);
        return value === undefined ? [] : [[name, value]];
      }),
    ),
    ...(trainedOn !== undefined && { seen: trainedOn.has(text) }),
  };
  return { ...example, ...shape.more?.(fields, example) };
}

/** Every n-th row, so that a sample covers the whole time of the file. */
function sample(examples: Example[], limit: number | undefined): Example[] {
  if (limit === undefined || limit >= examples.length) return examples;
  return Array.from({ length: limit }, (_, i) => examples[Math.floor((i * examples.length) / limit)] as Example);
}

/** Trimmed texts of files, for telling duplicates. */
export async function textsOf(paths: readonly string[], column: string): Promise<Set<string>> {
  const texts = new Set<string>();
  for (const path of paths)
    for await (const row of readRows(path)) {
      const text = 'fields' in row ? filled(row.fields[column]) : undefined;
      if (text !== undefined) texts.add(text);
    }
  return texts;
}

/** The same data with only these columns beside the text. */
export function seenThrough(dataset: Dataset, columns: readonly string[]): Dataset {
  return {
    ...dataset,
    examples: dataset.examples.map((example) => ({
      ...example,
      context: Object.fromEntries(Object.entries(example.context).filter(([name]) => columns.includes(name))),
    })),
  };
}
