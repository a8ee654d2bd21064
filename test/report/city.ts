import type { Degraded, Language, Level, Urgency } from '../../src/classify/contract.ts';
import { newId } from '../../src/store/ids.ts';
import type { Db } from '../../src/store/open.ts';
import type { AppealsTable, DecisionKind, OutcomeKind } from '../../src/store/schema.ts';
import { URGENCY_RANK } from '../../src/store/suggestions.ts';

/** One appeal of a hand-made city, as short as a test needs it. Times are local: «2026-03-02 09:30». */
export interface Told {
  submitted: string;
  /** Default: when it was submitted. */
  received?: string;
  due?: string;
  category?: string;
  department?: string;
  district?: string;
  language?: Language;
  channel?: string;
  level?: Level;
  urgency?: Urgency;
  model?: string;
  degraded?: Degraded;
  /** The first candidate where it differs from what stands on the appeal. */
  suggested?: { category?: string; department?: string };
  decisions?: { kind: DecisionKind; at: string; rank?: number; undone?: string }[];
  outcomes?: { kind: OutcomeKind; at: string; rating?: number; department?: string }[];
}

/** Instant of a local time of Bishkek, which is six hours ahead of UTC all year. */
export function local(time: string): Date {
  return new Date(`${time.replace(' ', 'T')}:00+06:00`);
}

/** Stores appeals with their suggestions, decisions and outcomes as they are told. */
export async function tell(db: Db, appeals: readonly Told[]): Promise<string[]> {
  const ids: string[] = [];
  for (const told of appeals) ids.push(await tellOne(db, told));
  return ids;
}

async function tellOne(db: Db, told: Told): Promise<string> {
  const id = newId();
  const suggestionId = newId();
  const { category = 'road-pothole', department = 'asphalt-service', level = 'suggest', urgency = 'normal' } = told;
  const standing = told.decisions?.find((decision) => decision.undone === undefined);
  const state: AppealsTable['state'] =
    standing === undefined ? 'suggested' : standing.kind === 'reject' ? 'rejected' : 'decided';
  const decisionId = standing === undefined ? null : newId();
  await db
    .insertInto('appeals')
    .values({
      id,
      externalId: id,
      bodyHash: 'of-a-test',
      text: 'текст',
      submittedAt: local(told.submitted),
      receivedAt: local(told.received ?? told.submitted),
      state,
      category,
      department,
      level,
      urgency,
      urgencyRank: URGENCY_RANK[urgency],
      district: told.district ?? null,
      language: told.language ?? 'ru',
      channel: told.channel ?? null,
      dueAt: told.due === undefined ? null : local(told.due),
      suggestionId,
      decisionId,
      decidedAt: standing === undefined ? null : local(standing.at),
    })
    .execute();
  await db
    .insertInto('suggestions')
    .values({
      id: suggestionId,
      appealId: id,
      createdAt: local(told.received ?? told.submitted),
      shown: '{}',
      category: told.suggested?.category ?? category,
      department: told.suggested?.department ?? department,
      level,
      reason: 'confident',
      language: told.language ?? 'ru',
      degraded: told.degraded ?? null,
      modelVersion: told.model ?? 'm1',
      taxonomyVersion: 't1',
    })
    .execute();
  for (const decision of told.decisions ?? [])
    await db
      .insertInto('decisions')
      .values({
        id: decision === standing && decisionId !== null ? decisionId : newId(),
        appealId: id,
        suggestionId,
        kind: decision.kind,
        category: decision.kind === 'reject' ? null : category,
        department: decision.kind === 'reject' ? null : department,
        coDepartments: '[]',
        rank: decision.rank ?? null,
        decidedBy: 'dispatcher:test',
        decidedAt: local(decision.at),
        undoneAt: decision.undone === undefined ? null : local(decision.undone),
      })
      .execute();
  for (const outcome of told.outcomes ?? [])
    await db
      .insertInto('outcomes')
      .values({
        id: newId(),
        appealId: id,
        kind: outcome.kind,
        rating: outcome.rating ?? null,
        department: outcome.department ?? null,
        occurredAt: local(outcome.at),
        reportedAt: local(outcome.at),
        reportedBy: 'backend:test',
      })
      .execute();
  return id;
}
