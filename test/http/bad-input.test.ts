import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countByState } from '../../src/store/appeals.ts';
import { startTestService, type TestService } from './service.ts';

let test: TestService;
beforeAll(async () => {
  test = await startTestService();
});
afterAll(() => test.close());

interface ProblemBody {
  status: number;
  code: string;
  detail: string;
  errors?: { path: string }[];
}

async function send(payload: string | Buffer | object, contentType = 'application/json') {
  const answer = await test.app.inject({
    method: 'POST',
    url: '/v1/appeals',
    headers: { authorization: `Bearer ${test.keys.backend}`, 'content-type': contentType },
    payload,
  });
  return { answer, body: answer.json<ProblemBody>() };
}
const appeal = (part: Record<string, unknown>) => ({ externalId: 'bad', text: 'Яма на дороге', ...part });
const DAY = 86_400_000;

describe('a bad appeal is refused with the path of the field', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['without text', { text: undefined }, '/body/text'],
    ['with an empty text', { text: '' }, '/body/text'],
    ['with a text of white space', { text: ' \n\t\u00a0' }, '/body/text'],
    ['longer than 20,000 characters', { text: 'а'.repeat(20_001) }, '/body/text'],
    ['with a NUL character', { text: 'яма\u0000' }, '/body/text'],
    ['with half a surrogate pair', { text: 'яма \ud83d' }, '/body/text'],
    ['with a text that is a number', { text: 5 }, '/body/text'],
    ['without an external id', { externalId: undefined }, '/body/externalId'],
    ['with spaces in the external id', { externalId: 'a b' }, '/body/externalId'],
    ['of a category that is not there', { declaredCategory: 'water.magic' }, '/body/declaredCategory'],
    ['in a district that is not there', { location: { district: 'atlantis' } }, '/body/location/district'],
    ['north of the pole', { location: { lat: 91, lon: 74 } }, '/body/location/lat'],
    ['with half a place', { location: { lat: 42.8 } }, '/body/location/lat'],
    ['from the future', { submittedAt: new Date(Date.now() + DAY).toISOString() }, '/body/submittedAt'],
    ['with a time that is none', { submittedAt: 'вчера' }, '/body/submittedAt'],
    [
      'with an attachment that is no address',
      { attachments: [{ name: 'a.jpg', url: 'a.jpg' }] },
      '/body/attachments/0/url',
    ],
    ['with a NUL in another field', { channel: 'app\u0000' }, '/body/channel'],
    ['with a field that is not known', { priority: 1 }, '/body/priority'],
  ])('%s', async (_, part, path) => {
    const { answer, body } = await send(appeal(part));
    expect(answer.statusCode).toBe(422);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/u);
    expect(body.errors?.map((error) => error.path)).toContain(path);
  });

  it.each<[string, string | Buffer, string, number, string]>([
    ['JSON that breaks off', '{"externalId":', 'application/json', 400, 'malformed-json'],
    ['an empty body', '', 'application/json', 400, 'malformed-json'],
    [
      'bytes that are not UTF-8',
      Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]),
      'application/json',
      400,
      'invalid-utf8',
    ],
    [
      'a prototype in disguise',
      '{"__proto__":{"a":1},"externalId":"x","text":"y"}',
      'application/json',
      400,
      'malformed-json',
    ],
    ['a form', 'text=яма', 'application/x-www-form-urlencoded', 415, 'unsupported-media-type'],
    ['plain text', 'яма', 'text/plain', 415, 'unsupported-media-type'],
    ['5 MB', JSON.stringify(appeal({ text: 'a'.repeat(5_000_000) })), 'application/json', 413, 'body-too-large'],
  ])('%s', async (_, payload, contentType, status, code) => {
    const { answer, body } = await send(payload, contentType);
    expect([answer.statusCode, body.code]).toEqual([status, code]);
  });

  it('and nothing of it is stored', async () => {
    expect(await countByState(test.service.store.db)).toEqual({ received: 0, suggested: 0, decided: 0, rejected: 0 });
  });
});

describe('strange but honest texts are taken', () => {
  it.each([
    ['only emojis', '😡😡🔥'],
    ['only digits', '102'],
    ['another language', 'Please repair the pavement near the opera house'],
  ])('%s go to people', async (_, text) => {
    const answer = await test.app.inject({
      method: 'POST',
      url: '/v1/route',
      headers: { authorization: `Bearer ${test.keys.backend}` },
      payload: { text },
    });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ level: 'manual' });
  });
});

describe('everything else that is wrong', () => {
  it.each([
    ['a page of the queue that is none', '/v1/review?cursor=abc', 422],
    ['a limit that is too large', '/v1/review?limit=1000', 422],
    ['a level that is not known', '/v1/review?level=sure', 422],
    ['a NUL in a search', '/v1/review?search=a%00b', 422],
    ['an id that is none', '/v1/appeals/1', 422],
    ['an id of nothing', '/v1/appeals/01a20322-1a73-7290-9c1a-93ac8c321a4b', 404],
    ['a route that is not there', '/v1/nothing', 404],
  ])('%s is a problem document', async (_, url, status) => {
    const answer = await test.app.inject({ url, headers: { authorization: `Bearer ${test.keys.dispatcher}` } });
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toMatchObject({ status, code: expect.any(String), detail: expect.any(String) });
  });

  it('never shows internals of a failure', async () => {
    const broken = await startTestService();
    await sql`ALTER TABLE appeals RENAME TO gone`.execute(broken.service.store.db);
    const answer = await broken.app.inject({
      url: '/v1/review',
      headers: { authorization: `Bearer ${broken.keys.admin}` },
    });
    expect(answer.statusCode).toBe(500);
    expect(answer.json()).toMatchObject({ code: 'internal' });
    expect(answer.body).not.toMatch(/relation|appeals|sql|stack|\.ts/iu);
    await broken.close();
  });
});
