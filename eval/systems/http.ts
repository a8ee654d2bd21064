/** A deployed service, asked over its real API: `POST /v1/route`, which stores nothing. */
import { setTimeout as wait } from 'node:timers/promises';
import { type Suggestion, SuggestionSchema } from '../../src/http/schemas/suggestion.ts';
import type { Example, Outcome, System } from '../types.ts';
import { inBatches } from './batches.ts';
import { answerFromSuggestion } from './suggestion.ts';

export interface HttpSystemOptions {
  /** `https://host`, with or without a path before `/v1`. */
  url: string;
  key: string;
  /** Requests under way at once. */
  parallel?: number;
  /** Column of the examples' context that is the citizen's own choice of category. */
  declared?: string;
}

/** Milliseconds until a request counts as failed, and tries when the service asks to come back later. */
const TIMEOUT_MS = 30_000;
const TRIES = 4;

/** @throws Error when the service does not answer at all, or refuses the key */
export async function httpSystem(options: HttpSystemOptions): Promise<System> {
  const base = options.url.replace(/\/+$/u, '');
  const headers = { authorization: `Bearer ${options.key}`, 'content-type': 'application/json' };
  const ask = async (body: unknown) => {
    for (let attempt = 1; ; attempt++) {
      const response = await fetch(`${base}/v1/route`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      if ((response.status !== 429 && response.status !== 503) || attempt === TRIES) return response;
      await response.body?.cancel();
      await wait(1_000 * Math.min(30, Number(response.headers.get('retry-after') ?? 1) || 1));
    }
  };
  const probe = await ask({ text: 'Яма на дороге' });
  if (!probe.ok) throw new Error(`${base}/v1/route answers ${probe.status}: ${(await probe.text()).slice(0, 300)}`);
  const { modelVersion } = SuggestionSchema.parse(await probe.json());
  return {
    name: base,
    version: modelVersion,
    hash: null,
    complete: false,
    answer: (examples, onProgress) =>
      inBatches(examples, { size: 1, parallel: options.parallel ?? 8, onProgress }, async ([example]) => [
        await outcomeOf(await ask(requestOf(example as Example, options.declared))),
      ]),
  };
}

/** The request that a backend would send for an example: its text, and of the context what the API knows. */
export function requestOf({ context, text }: Example, declared: string | undefined) {
  const { district, lat, lon } = context;
  const choice = declared === undefined ? undefined : context[declared];
  const location = {
    ...(typeof lat === 'number' && typeof lon === 'number' && { lat, lon }),
    ...(typeof district === 'string' && { district }),
  };
  return {
    text,
    ...(typeof choice === 'string' && { declaredCategory: choice }),
    ...(Object.keys(location).length > 0 && { location }),
  };
}

async function outcomeOf(response: Response): Promise<Outcome> {
  if (!response.ok) {
    await response.body?.cancel();
    return { failure: `http-${response.status}` };
  }
  const parsed = SuggestionSchema.safeParse(await response.json());
  return parsed.success ? { answer: answerFromSuggestion(parsed.data as Suggestion) } : { failure: 'not-a-suggestion' };
}
