import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReviewPage, Similar } from '../../src/console/api/types.ts';
import { startWorkers, type Workers } from '../../src/workers.ts';
import { startTestService, type TestService } from './service.ts';

const LEAK = 'Прорвало трубу во дворе на улице Киевской, вода заливает подвал второй день';

let test: TestService;
let workers: Workers;
beforeAll(async () => {
  test = await startTestService();
  workers = await startWorkers(test.service);
  await send('one', LEAK);
  await send('two', `${LEAK.toUpperCase()}!!!`);
  await send('three', 'Прорвало трубу во дворе на Киевской, вода заливает подвал третий день подряд');
  await send('four', 'Собаки у школы кусают детей');
}, 120_000);
afterAll(async () => {
  await workers.close();
  await test.close();
});

/** Sends an appeal and waits for its suggestion. */
async function send(externalId: string, text: string): Promise<void> {
  const answer = await test.app.inject({
    method: 'POST',
    url: '/v1/appeals',
    headers: { authorization: `Bearer ${test.keys.backend}`, prefer: 'wait=10' },
    payload: { externalId, text },
  });
  expect(answer.statusCode).toBe(200);
}

async function get<T>(url: string, role: 'dispatcher' | 'backend' = 'dispatcher'): Promise<T> {
  const answer = await test.app.inject({ method: 'GET', url, headers: { authorization: `Bearer ${test.keys[role]}` } });
  return answer.json() as T;
}

describe('what the console asks beside the queue', () => {
  it('counts the appeals with the same text, whatever case and punctuation', async () => {
    const { items } = await get<ReviewPage>('/v1/review');
    const duplicates = Object.fromEntries(items.map((item) => [item.externalId, item.duplicates]));
    expect(duplicates).toEqual({ one: 1, two: 1, three: 0, four: 0 });
  });

  it('finds near-duplicates, the most alike first, and nothing else', async () => {
    const { items } = await get<ReviewPage>('/v1/review');
    const one = items.find((item) => item.externalId === 'one');
    const { near } = await get<Similar>(`/v1/review/${one?.id}/similar`);
    expect(near.map((each) => each.externalId)).toEqual(['two', 'three']);
    expect(near[0]?.similarity).toBe(1);
    expect(near[1]?.similarity).toBeGreaterThan(0.5);
  });

  it('says whose key this is', async () => {
    expect(await get('/v1/me')).toEqual({ role: 'dispatcher', name: 'test', actor: 'dispatcher:test' });
    expect(await get('/v1/me', 'backend')).toMatchObject({ role: 'backend' });
  });
});
