import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REPORTS } from '../../src/report/all.ts';
import { historyOf } from '../../src/store/history.ts';
import { startTestService, type TestService } from '../http/service.ts';
import { tell } from './city.ts';

let test: TestService;
let ids: string[];
beforeAll(async () => {
  test = await startTestService();
  ids = await tell(test.service.store.db, [
    {
      submitted: '2026-03-02 09:00',
      channel: '=HYPERLINK("x")',
      decisions: [{ kind: 'confirm', at: '2026-03-02 10:00' }],
    },
    { submitted: '2026-03-04 09:00', department: 'tazalyk', district: 'leninsky' },
  ]);
});
afterAll(() => test.close());

const period = 'from=2026-03-01&to=2026-03-04';

async function get(path: string, role: 'ml' | 'dispatcher' | 'backend' = 'dispatcher', accept?: string) {
  return await test.app.inject({
    url: `/v1/reports/${path}`,
    headers: { authorization: `Bearer ${test.keys[role]}`, ...(accept && { accept }) },
  });
}

async function report(body: object, role: 'backend' | 'dispatcher' = 'backend', id = ids[0]) {
  return await test.app.inject({
    method: 'POST',
    url: `/v1/appeals/${id}/outcomes`,
    headers: { authorization: `Bearer ${test.keys[role]}` },
    payload: body,
  });
}

describe('reports over HTTP', () => {
  it.each(Object.values(REPORTS).map(({ name, dimensions }) => [name, dimensions] as const))(
    '%s answers for each of its dimensions, as JSON and CSV',
    async (name, dimensions) => {
      for (const by of [undefined, ...dimensions]) {
        const query = [name === 'backlog' ? '' : period, by === undefined ? '' : `by=${by}`].filter(Boolean).join('&');
        const json = await get(`${name}?${query}`, 'ml');
        expect([json.statusCode, json.json().report, json.json().by]).toEqual([200, name, by ?? null]);
        const csv = await get(`${name}?${query}&format=csv`);
        const lines = csv.body.trimEnd().split('\r\n');
        expect(lines.length - 1).toBe(by === undefined ? 1 : json.json().rows.length);
      }
    },
  );

  it('has a row for each day, days without appeals included', async () => {
    const { rows, total, from, to } = (await get(`inflow?${period}&by=day`)).json();
    expect({ from, to, total }).toEqual({ from: '2026-03-01', to: '2026-03-04', total: { appeals: 2, emergency: 0 } });
    expect(rows.map((row: { key: string; appeals: number }) => [row.key, row.appeals])).toEqual([
      ['2026-03-01', 0],
      ['2026-03-02', 1],
      ['2026-03-03', 0],
      ['2026-03-04', 1],
    ]);
  });

  it('gives CSV to callers who accept it first, with names, for a spreadsheet', async () => {
    const answer = await get(`inflow?${period}&by=department&split=channel`, 'ml', 'text/csv, application/json;q=0.5');
    expect(answer.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="inflow-2026-03-01-2026-03-04.csv"',
    });
    expect(answer.body).toBe(
      [
        '\ufeffdepartment,departmentNameRu,departmentNameKy,channel,appeals,emergency',
        'asphalt-service,МП «Бишкекасфальтсервис»,«Бишкекасфальтсервис» МИ,"\'=HYPERLINK(""x"")",1,0',
        'tazalyk,МП «Тазалык»,«Тазалык» МИ,,1,0',
        '',
      ].join('\r\n'),
    );
    expect((await get('inflow', 'ml', 'application/json, text/csv')).json().report).toBe('inflow');
    expect((await get('inflow', 'ml', '*/*')).json().report).toBe('inflow');
  });

  it('lists the activations of models', async () => {
    expect((await get(`models?${period}`)).json().activations).toEqual([]);
  });

  it.each([
    ['inflow?from=2026-03-05&to=2026-03-04', '/querystring/from'],
    ['inflow?from=2026-02-30', '/querystring/from'],
    ['inflow?from=2000-01-01&to=2026-01-01', '/querystring/from'],
    ['inflow?from=2026-01-01&to=2026-05-01&by=hour', '/querystring/from'],
    ['inflow?by=weather', '/querystring/by'],
    ['inflow?split=channel', '/querystring/split'],
    ['inflow?by=day&split=day', '/querystring/split'],
    ['inflow?departement=tazalyk', '/querystring/departement'],
    ['backlog?from=2026-03-01', '/querystring/from'],
  ])('refuses %s', async (path, where) => {
    const answer = await get(path);
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'invalid-request']);
    expect(answer.json().errors[0].path).toBe(where);
  });

  it('is not for the backend’s key', async () => {
    expect((await get('inflow', 'backend')).statusCode).toBe(403);
  });

  it('describes each report with its formula', async () => {
    const { paths } = (await test.app.inject('/openapi.json')).json();
    for (const { name, definition } of Object.values(REPORTS)) {
      const { description, responses } = paths[`/v1/reports/${name}`].get;
      expect(description).toContain(definition);
      expect(Object.keys(responses[200].content)).toEqual(['application/json', 'text/csv']);
    }
  });
});

describe('outcomes over HTTP', () => {
  const rated = { kind: 'rated', rating: 2, occurredAt: '2026-03-03T10:00:00+06:00' };

  it('are stored once, however often they are sent', async () => {
    const first = await report(rated);
    expect([first.statusCode, first.json()]).toMatchObject([201, { appealId: ids[0], kind: 'rated', rating: 2 }]);
    const again = await report({ ...rated, occurredAt: '2026-03-03T04:00:00Z' });
    expect([again.statusCode, again.json().id]).toEqual([200, first.json().id]);
    expect((await get(`satisfaction?${period}`)).json().total).toMatchObject({ n: 1, mean: 2, lowShare: 1 });
    const history = await historyOf(test.service.store.db, ids[0] ?? '');
    expect(history.map(({ kind, actor, data }) => ({ kind, actor, data }))).toEqual([
      {
        kind: 'outcome',
        actor: 'backend:test',
        data: { kind: 'rated', rating: 2, department: null, occurredAt: '2026-03-03T04:00:00.000Z' },
      },
    ]);
  });

  it('conflict when the same outcome comes with another rating', async () => {
    const answer = await report({ ...rated, rating: 5 });
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'outcome-conflict']);
  });

  it.each([
    [{ kind: 'rated', occurredAt: rated.occurredAt }, '/body/rating'],
    [{ ...rated, rating: 6 }, '/body/rating'],
    [{ kind: 'resolved', rating: 5, occurredAt: rated.occurredAt }, '/body/rating'],
    [{ kind: 'resolved', department: 'tazalyk', occurredAt: rated.occurredAt }, '/body/department'],
    [{ kind: 'rerouted', department: 'nobody', occurredAt: rated.occurredAt }, '/body/department'],
    [{ kind: 'resolved', occurredAt: '2999-01-01T00:00:00Z' }, '/body/occurredAt'],
    [{ kind: 'lost', occurredAt: rated.occurredAt }, '/body/kind'],
  ])('refuse %j', async (body, path) => {
    const answer = await report(body);
    expect([answer.statusCode, answer.json().errors?.[0]?.path]).toEqual([422, path]);
  });

  it('are the backend’s to report, about appeals that exist', async () => {
    expect((await report(rated, 'dispatcher')).statusCode).toBe(403);
    expect((await report(rated, 'backend', '0198f2f0-0000-7000-8000-000000000000')).statusCode).toBe(404);
  });
});
