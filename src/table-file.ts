import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';

/** A row of a file: its line number (from 1) and its fields, or why it could not be read. */
export type FileRow =
  | { line: number; fields: Record<string, unknown>; raw: string }
  | { line: number; error: string; raw: string };

/**
 * Reads JSONL or CSV (with a header line), plain or gzipped, one row at a time; the kind is told by the name
 * (`.jsonl`, `.ndjson`, `.csv`, each with or without `.gz`). A bad row is given as such and does not end the reading.
 * @throws Error of the file system; bytes that are not gzip
 */
export async function* readRows(path: string): AsyncGenerator<FileRow> {
  const bare = path.replace(/\.gz$/u, '');
  const input = path.endsWith('.gz') ? createReadStream(path).pipe(createGunzip()) : createReadStream(path);
  if (bare.endsWith('.csv')) {
    const parser = input.pipe(
      parse({ columns: true, bom: true, relax_column_count: true, skip_empty_lines: true, info: true }),
    );
    for await (const { record, info } of parser as AsyncIterable<{
      record: Record<string, string>;
      info: { lines: number };
    }>)
      yield { line: info.lines, fields: withoutEmpty(record), raw: JSON.stringify(record) };
    return;
  }
  let line = 0;
  for await (const raw of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    line += 1;
    if (raw.trim() !== '') yield parseLine(line, raw);
  }
}

function parseLine(line: number, raw: string): FileRow {
  try {
    const fields: unknown = JSON.parse(raw);
    if (typeof fields === 'object' && fields !== null && !Array.isArray(fields))
      return { line, fields: fields as Record<string, unknown>, raw };
    return { line, error: 'is not a JSON object', raw };
  } catch (error) {
    return { line, error: error instanceof Error ? error.message : String(error), raw };
  }
}

/** CSV knows no null: an empty cell is an absent field. */
function withoutEmpty(record: Record<string, string>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== ''));
}
