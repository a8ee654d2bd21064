import type { Db } from './open.ts';
import type { HistoryEntry, HistoryKind } from './schema.ts';

export interface NewHistory {
  appealId: string;
  at: Date;
  kind: HistoryKind;
  /** Name of the person or key, or `triage`. */
  actor: string;
  /** Version of the appeal after this. */
  version: number;
  data?: Record<string, unknown>;
}

/** Appends to the record; nothing here can be changed afterwards (a trigger forbids it). */
export async function appendHistory(trx: Db, entries: readonly NewHistory[]): Promise<void> {
  if (entries.length === 0) return;
  await trx
    .insertInto('history')
    .values(entries.map((entry) => ({ ...entry, data: JSON.stringify(entry.data ?? {}) })))
    .execute();
}

/** Everything that happened to an appeal, oldest first. */
export async function historyOf(db: Db, appealId: string): Promise<HistoryEntry[]> {
  return await db.selectFrom('history').selectAll().where('appealId', '=', appealId).orderBy('id').execute();
}
