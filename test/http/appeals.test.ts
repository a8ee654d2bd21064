import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Appeal } from '../../src/http/schemas/appeal.ts';
import { recordSuggestions } from '../../src/store/suggestions.ts';
import { startTestService, type TestService } from './service.ts';

let test: TestService;
beforeAll(async () => {
  test = await startTestService();
});
afterAll(() => test.close());

function call(role: 'backend' | 'dispatcher', method: 'GET' | 'POST', url: string, payload?: object, headers = {}) {
  const authorization = `Bearer ${test.keys[role]}`;
  return test.app.inject({ method, url, headers: { authorization, ...headers }, ...(payload && { payload }) });
}
const send = (externalId: string, text: string, headers = {}) =>
  call('backend', 'POST', '/v1/appeals', { externalId, text }, headers);

/** What the worker does, without a queue in between. */
async function triageAll(ids: string[]): Promise<void> {
  const { service } = test;
  for (const id of ids) {
    const { text } = (await call('backend', 'GET', `/v1/appeals/${id}`)).json<Appeal>();
    const [triaged] = await service.triage([{ text, submittedAt: new Date(), appealId: id }]);
    if (triaged)
      await recordSuggestions(
        service.store.db,
        [{ appealId: id, maskedText: triaged.masked, suggestion: triaged.suggestion }],
        new Date(),
      );
  }
}

async function suggested(externalId: string, text = 'Открытый люк на улице Токтогула'): Promise<Appeal> {
  const { id } = (await send(externalId, text)).json<Appeal>();
  await triageAll([id]);
  return (await call('dispatcher', 'GET', `/v1/appeals/${id}`)).json<Appeal>();
}

describe('sending an appeal', () => {
  it('answers 202 with its address, and can be repeated', async () => {
    const first = await send('again', 'Нет света во дворе');
    const second = await send('again', 'Нет света во дворе');
    expect([first.statusCode, second.statusCode]).toEqual([202, 202]);
    expect(first.headers.location).toBe(`/v1/appeals/${first.json<Appeal>().id}`);
    expect(second.json<Appeal>().id).toBe(first.json<Appeal>().id);
  });

  it('conflicts with another body under the same external id', async () => {
    await send('taken', 'Нет света');
    const answer = await send('taken', 'Нет воды');
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([409, 'external-id-conflict']);
  });

  it('waits for the suggestion as long as it is asked to', async () => {
    const pending = send('waiting', 'Суу жок, экинчи күн', { prefer: 'wait=10' });
    let id: string | undefined;
    while (id === undefined) {
      const found = await call('backend', 'GET', '/v1/appeals?externalId=waiting');
      if (found.statusCode === 200) id = found.json<Appeal>().id;
    }
    await triageAll([id]);
    const answer = await pending;
    expect(answer.statusCode).toBe(200);
    expect(answer.json<Appeal>().suggestion?.candidates.length).toBeGreaterThan(0);
  });

  it('answers 202 when the suggestion is not there in time', async () => {
    const answer = await send('too-slow', 'Яма', { prefer: 'wait=1' });
    expect([answer.statusCode, answer.json<Appeal>().suggestion]).toEqual([202, null]);
  });

  it('in a batch answers each item on its own', async () => {
    const appeals = [
      { externalId: 'b1', text: 'Яма' },
      { externalId: 'b2', text: '' },
      { externalId: 'b1', text: 'Яма' },
      { externalId: 'b1', text: 'Люк' },
      'nonsense',
    ];
    const answer = await call('backend', 'POST', '/v1/appeals/batch', { appeals });
    const body = answer.json<{ results: { status: number }[]; accepted: number; known: number; refused: number }>();
    expect(body.results.map((result) => result.status)).toEqual([202, 422, 200, 409, 422]);
    expect([body.accepted, body.known, body.refused]).toEqual([1, 1, 3]);
  });
});

describe('a suggestion alone', () => {
  it('has candidates with evidence in the text as written, and stores nothing', async () => {
    const text = 'Меня зовут Айгуль Асанова. Открытый люк у школы!';
    const before = (await call('dispatcher', 'GET', '/v1/review?state=received')).json<{ counts: { total: number } }>();
    const answer = await call('backend', 'POST', '/v1/route', { text });
    const { candidates, degraded } = answer.json<NonNullable<Appeal['suggestion']>>();
    expect(candidates[0]).toMatchObject({ rank: 1, category: 'water.manhole', department: 'vodokanal' });
    const [hit] = candidates[0]?.evidence ?? [];
    expect(hit?.kind === 'keyword' && text.slice(...hit.span)).toBe('Открытый люк');
    expect(degraded).toBe('no-model');
    const after = (await call('dispatcher', 'GET', '/v1/review?state=received')).json<{ counts: { total: number } }>();
    expect(after.counts.total).toBe(before.counts.total);
  });
});

describe('the work of a dispatcher', () => {
  it('claims, corrects, and everything is in the history', async () => {
    const appeal = await suggested('work-1');
    const claimed = await call('dispatcher', 'POST', `/v1/review/${appeal.id}/claim`, { version: appeal.version });
    expect(claimed.json()).toMatchObject({ claim: { by: 'dispatcher:test' } });
    const decision = { version: appeal.version + 1, kind: 'correct', category: 'roads.pothole', note: 'яма рядом' };
    const decided = await call('dispatcher', 'POST', `/v1/review/${appeal.id}/decision`, decision);
    expect(decided.json()).toMatchObject({
      state: 'decided',
      category: 'roads.pothole',
      department: 'asphalt-service',
      decision: { kind: 'correct', note: 'яма рядом' },
    });
    const events = decided.json<Appeal>().history.map((entry) => entry.event);
    expect(events).toEqual(['received', 'suggested', 'claimed', 'decided']);
  });

  it('confirms the first candidate with one call', async () => {
    const appeal = await suggested('work-2');
    const decided = await call('dispatcher', 'POST', `/v1/review/${appeal.id}/decision`, {
      version: appeal.version,
      kind: 'confirm',
    });
    expect(decided.json()).toMatchObject({ state: 'decided', category: 'water.manhole', decision: { rank: 1 } });
  });

  it('takes a decision back', async () => {
    const appeal = await suggested('work-3');
    const reject = { version: appeal.version, kind: 'reject', note: 'не обращение' };
    const rejected = (await call('dispatcher', 'POST', `/v1/review/${appeal.id}/decision`, reject)).json<Appeal>();
    expect(rejected.state).toBe('rejected');
    const undone = await call('dispatcher', 'POST', `/v1/review/${appeal.id}/undo`, { version: rejected.version });
    expect(undone.json()).toMatchObject({ state: 'suggested', decision: null, category: 'water.manhole' });
  });

  it.each([
    ['a correction without category or department', { kind: 'correct' }, 422],
    ['a rejection without a reason', { kind: 'reject' }, 422],
    ['a category that is not there', { kind: 'correct', category: 'water.magic' }, 422],
    ['an old version', { kind: 'confirm', version: 1 }, 409],
  ])('refuses %s', async (name, part, status) => {
    const appeal = await suggested(`refuse-${name.replaceAll(' ', '-')}`);
    const body = { version: appeal.version, ...part };
    const answer = await call('dispatcher', 'POST', `/v1/review/${appeal.id}/decision`, body);
    expect(answer.statusCode).toBe(status);
    if (status === 409) expect(answer.json()).toMatchObject({ current: { version: appeal.version } });
  });

  it('confirms many of one category, and refuses what changed meanwhile', async () => {
    const [one, two, other] = [await suggested('m-1'), await suggested('m-2'), await suggested('m-3', 'Яма на дороге')];
    const decisions = [one, { ...two, version: 1 }, other].map(({ id, version }) => ({ id, version }));
    const answer = await call('dispatcher', 'POST', '/v1/review/decisions', { decisions, category: 'water.manhole' });
    expect(answer.json<{ results: { status: number }[] }>().results.map(({ status }) => status)).toEqual([
      200, 409, 409,
    ]);
  });

  it('sees the most urgent first, with counts', async () => {
    const calm = await suggested('calm', 'Когда приведут в порядок тротуар на Боконбаева?');
    const { items, counts } = (await call('dispatcher', 'GET', '/v1/review?limit=200')).json<{
      items: { id: string; urgency: string }[];
      counts: { total: number; urgency: Record<string, number> };
    }>();
    expect(counts.total).toBe(items.length);
    const urgencies = items.map(({ urgency }) => ['emergency', 'high', 'normal'].indexOf(urgency));
    expect(urgencies).toEqual([...urgencies].sort());
    expect(items.some(({ id }) => id === calm.id)).toBe(true);
    const filtered = (await call('dispatcher', 'GET', '/v1/review?urgency=emergency&search=люк')).json<{
      items: { urgency: string }[];
    }>();
    expect(filtered.items.length).toBeGreaterThan(0);
    expect(filtered.items.every(({ urgency }) => urgency === 'emergency')).toBe(true);
  });

  it('pages through the whole queue without gaps or repetitions', async () => {
    const whole = (await call('dispatcher', 'GET', '/v1/review?limit=200')).json<{ items: { id: string }[] }>();
    const ids: string[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined; ) {
      const url = `/v1/review?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`;
      const page: { items: { id: string }[]; next?: string } = (await call('dispatcher', 'GET', url)).json();
      ids.push(...page.items.map(({ id }) => id));
      cursor = page.next;
    }
    expect(ids).toEqual(whole.items.map(({ id }) => id));
  });
});
