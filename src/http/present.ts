import type { AppealRecord } from '../store/appeals.ts';
import type { Appeal as AppealRow, HistoryEntry } from '../store/schema.ts';
import type { Appeal, AppealSummary } from './schemas/appeal.ts';

/** Longest snippet of a text in a list, in characters. */
const SNIPPET = 200;

/** A row of a list. */
export function presentSummary(row: AppealRow, now: Date): AppealSummary {
  const text = row.text.replaceAll(/\s+/gu, ' ').trim();
  return { ...common(row, now), snippet: text.length > SNIPPET ? `${text.slice(0, SNIPPET - 1).trimEnd()}…` : text };
}

/** An appeal with its suggestion as shown, its decision and its history. */
export function presentAppeal({ appeal, suggestion, decision, history }: AppealRecord, now: Date): Appeal {
  return {
    ...common(appeal, now),
    text: appeal.text,
    location: { lat: appeal.lat, lon: appeal.lon, address: appeal.address, district: appeal.givenDistrict },
    attachments: appeal.attachments,
    receivedAt: appeal.receivedAt.toISOString(),
    suggestion: suggestion?.shown ?? null,
    decision: decision && {
      kind: decision.kind,
      category: decision.category,
      department: decision.department,
      coDepartments: decision.coDepartments,
      note: decision.note,
      rank: decision.rank,
      by: decision.decidedBy,
      at: decision.decidedAt.toISOString(),
    },
    history: history.map(presentHistory),
  };
}

function presentHistory(entry: HistoryEntry): Appeal['history'][number] {
  return { at: entry.at.toISOString(), event: entry.kind, by: entry.actor, data: entry.data };
}

function common(row: AppealRow, now: Date): Omit<AppealSummary, 'snippet'> {
  const claimed = row.claimedBy !== null && row.claimedUntil !== null && row.claimedUntil > now;
  return {
    id: row.id,
    externalId: row.externalId,
    state: row.state,
    version: row.version,
    language: row.language,
    level: row.level,
    urgency: row.urgency,
    category: row.category,
    department: row.department,
    unit: row.unit,
    confidence: row.confidence,
    district: row.district ?? row.givenDistrict,
    declaredCategory: row.declaredCategory,
    channel: row.channel,
    submittedAt: row.submittedAt.toISOString(),
    dueAt: row.dueAt?.toISOString() ?? null,
    claim:
      claimed && row.claimedUntil !== null ? { by: row.claimedBy ?? '', until: row.claimedUntil.toISOString() } : null,
  };
}
