import { rmSync } from 'node:fs';
import type { Suggestion } from '../../src/http/schemas/suggestion.ts';
import { insertAppeals } from '../../src/store/appeals.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { recordSuggestions } from '../../src/store/suggestions.ts';
import { embeddedIn, migratedFolder } from './folders.ts';
import { newDatabase, services } from './services.ts';

export interface StoreCase {
  database: 'PGlite' | 'PostgreSQL';
  missing: string | undefined;
  /** A store with an empty database of its own; `close` removes both. */
  open(): Promise<Store>;
}

/** One case per database for `describe.each`: SQL must mean the same to both. */
export function stores(): StoreCase[] {
  const found = services();
  return [
    { database: 'PGlite', missing: undefined, open: openEmbedded },
    {
      database: 'PostgreSQL',
      missing: 'missing' in found ? found.missing : undefined,
      open: async () => {
        if ('missing' in found) throw new Error(found.missing);
        const { url, drop } = await newDatabase(found.databaseUrl);
        const store = await openStore({ mode: 'servers', DATABASE_URL: url, DATABASE_POOL: 6, DATA_DIR: '' });
        return closingWith(store, drop);
      },
    },
  ];
}

async function openEmbedded(): Promise<Store> {
  const folder = await migratedFolder('store');
  const store = await openStore(embeddedIn(folder));
  return closingWith(store, async () => rmSync(folder, { recursive: true, force: true }));
}

function closingWith(store: Store, remove: () => Promise<void>): Store {
  return {
    ...store,
    close: async () => {
      await store.close();
      await remove();
    },
  };
}

export const NOON = new Date('2026-03-02T06:00:00Z');

/** `minutes` after noon of the test's day (in Bishkek). */
export const at = (minutes: number): Date => new Date(NOON.getTime() + minutes * 60_000);

export function suggestionOf(parts: Partial<Suggestion> = {}): Suggestion {
  return {
    candidates: [
      { rank: 1, category: 'roads.pothole', department: 'roads', confidence: 0.7, evidence: [] },
      { rank: 2, category: 'waste.dump', department: 'waste', confidence: 0.2, evidence: [] },
    ],
    level: 'suggest',
    reason: 'confident',
    language: 'ru',
    urgency: 'normal',
    dueAt: at(600).toISOString(),
    district: null,
    placeEvidence: [],
    coDepartments: [],
    modelVersion: 'test',
    taxonomyVersion: 'test',
    ...parts,
  };
}

/** Stores appeals with suggestions, ready for review; returns their ids in order. */
export async function queued(
  store: Store,
  appeals: readonly { externalId: string; text?: string; suggestion?: Partial<Suggestion> }[],
): Promise<string[]> {
  const accepted = await insertAppeals(
    store.db,
    appeals.map(({ externalId, text = 'Яма на дороге' }) => ({ externalId, text })),
    'backend:test',
    NOON,
  );
  const ids = accepted.map((each) => {
    if ('conflict' in each) throw each.conflict;
    return each.appeal.id;
  });
  const suggestions = appeals.map(({ suggestion }, i) => ({
    appealId: ids[i] ?? '',
    maskedText: 'Яма на дороге',
    suggestion: suggestionOf(suggestion),
  }));
  await recordSuggestions(store.db, suggestions, at(1));
  return ids;
}
