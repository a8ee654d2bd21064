import type { Logger } from 'pino';
import type { Db } from '../store/open.ts';
import type { Appeal } from '../store/schema.ts';
import { appealsToTriage, recordSuggestions } from '../store/suggestions.ts';
import type { Triage, Triaged, TriageInput } from '../triage.ts';
import { TriageJobSchema } from './jobs.ts';

export interface TriageWorkerDeps {
  db: Db;
  triage: Triage;
  /** Answers without any classifier; for appeals whose triage keeps failing. */
  lastResort: Triage;
  logger: Logger;
  now(): Date;
  /** Seconds from receipt to suggestion, for each appeal. */
  onTriaged(seconds: number, degraded: string | undefined): void;
}

/** From this attempt on each appeal is tried alone, and one that still fails goes to a person as it is. */
const LAST_ATTEMPT = 5;

/**
 * Handles a triage job: the appeals that still wait are triaged in one call and put into the review queue. The job
 * may come twice or die half-way; what was stored stays, what was not is done the next time.
 */
export function triageHandler(deps: TriageWorkerDeps): (data: unknown, attempt: number) => Promise<void> {
  return async (data, attempt) => {
    const { appealIds } = TriageJobSchema.parse(data);
    const appeals = await appealsToTriage(deps.db, appealIds);
    if (appeals.length === 0) return;
    const inputs = appeals.map(inputOf);
    const triaged = attempt < LAST_ATTEMPT ? await deps.triage(inputs) : await oneByOne(inputs, deps);
    const results = appeals.map((appeal, i) => ({ appeal, result: triaged[i] }));
    const now = deps.now();
    const stored = new Set(
      await recordSuggestions(
        deps.db,
        results.flatMap(({ appeal, result }) =>
          result === undefined
            ? []
            : [{ appealId: appeal.id, maskedText: result.masked, suggestion: result.suggestion }],
        ),
        now,
      ),
    );
    for (const { appeal, result } of results)
      if (stored.has(appeal.id))
        deps.onTriaged((now.getTime() - appeal.receivedAt.getTime()) / 1_000, result?.suggestion.degraded);
    deps.logger.debug({ appeals: stored.size }, 'triaged');
  };
}

function inputOf(appeal: Appeal): TriageInput {
  return {
    appealId: appeal.id,
    text: appeal.text,
    ...(appeal.language !== null && { language: appeal.language }),
    ...(appeal.declaredCategory !== null && { declaredCategory: appeal.declaredCategory }),
    ...(appeal.givenDistrict !== null && { district: appeal.givenDistrict }),
    ...(appeal.address !== null && { address: appeal.address }),
    ...(appeal.lat !== null && appeal.lon !== null && { lat: appeal.lat, lon: appeal.lon }),
    submittedAt: appeal.submittedAt,
  };
}

async function oneByOne(inputs: readonly TriageInput[], deps: TriageWorkerDeps): Promise<(Triaged | undefined)[]> {
  const triaged: (Triaged | undefined)[] = [];
  for (const input of inputs) {
    const [result] = await deps.triage([input]).catch((error: unknown) => {
      deps.logger.error({ err: error, appealId: input.appealId }, 'triage keeps failing; a person gets the appeal');
      return deps.lastResort([input]);
    });
    triaged.push(result);
  }
  return triaged;
}
