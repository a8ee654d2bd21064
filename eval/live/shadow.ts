/** A candidate on live appeals: its suggestions are stored beside those that were shown, and shown to nobody. */
import { sql } from 'kysely';
import { newId } from '../../src/store/ids.ts';
import type { Db } from '../../src/store/open.ts';
import { suggestionColumns } from '../../src/store/suggestions.ts';
import type { Triage, TriageInput } from '../../src/triage.ts';

export interface ShadowOptions {
  /** Version of the candidate. */
  version: string;
  triage: Triage;
  /** Appeals received from this time on. */
  since: Date;
  now(): Date;
  onProgress?: (done: number) => void;
}

interface ShadowedAppeal {
  id: string;
  text: string;
  language: TriageInput['language'] | null;
  declaredCategory: string | null;
  givenDistrict: string | null;
  address: string | null;
  lat: number | null;
  lon: number | null;
  submittedAt: Date;
}

/** Appeals per step: one transaction each, so that an interrupted run loses little. */
const BATCH = 64;

/**
 * Gives every appeal since then a suggestion of the candidate, once; may be repeated and interrupted at will.
 * Queue, history, webhooks and events see nothing of it.
 * @returns how many suggestions were stored
 */
export async function runShadow(db: Db, options: ShadowOptions): Promise<number> {
  const { now, onProgress, since, triage, version } = options;
  let stored = 0;
  for (;;) {
    const appeals = await waiting(db, version, since);
    if (appeals.length === 0) return stored;
    const triaged = await triage(appeals.map(inputOf));
    await db
      .insertInto('suggestions')
      .values(
        appeals.map(({ id }, i) => {
          const suggestion = triaged[i]?.suggestion;
          if (suggestion === undefined) throw new Error('Triage gave fewer answers than it was asked for');
          return {
            id: newId(),
            appealId: id,
            createdAt: now(),
            ...suggestionColumns(suggestion),
            // What the model calls itself when it fails would not be found again.
            modelVersion: version,
            shadow: true,
          };
        }),
      )
      .execute();
    stored += appeals.length;
    onProgress?.(stored);
  }
}

async function waiting(db: Db, version: string, since: Date): Promise<ShadowedAppeal[]> {
  const { rows } = await sql<ShadowedAppeal>`
    SELECT a.id, a.text, a.language, a.declared_category, a.given_district, a.address, a.lat, a.lon, a.submitted_at
    FROM appeals a
    WHERE a.received_at >= ${since} AND a.suggestion_id IS NOT NULL AND a.text <> ''
      AND NOT EXISTS (SELECT 1 FROM suggestions s
        WHERE s.appeal_id = a.id AND s.shadow AND s.model_version = ${version})
    ORDER BY a.received_at, a.id LIMIT ${BATCH}`.execute(db);
  return rows;
}

function inputOf(appeal: ShadowedAppeal): TriageInput {
  return {
    appealId: appeal.id,
    text: appeal.text,
    submittedAt: appeal.submittedAt,
    ...(appeal.language !== null && appeal.language !== undefined && { language: appeal.language }),
    ...(appeal.declaredCategory !== null && { declaredCategory: appeal.declaredCategory }),
    ...(appeal.givenDistrict !== null && { district: appeal.givenDistrict }),
    ...(appeal.address !== null && { address: appeal.address }),
    ...(appeal.lat !== null && appeal.lon !== null && { lat: appeal.lat, lon: appeal.lon }),
  };
}
