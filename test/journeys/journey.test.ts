import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, type Instance, startInstance } from '../helpers/instance.ts';
import { modes, type Place } from '../helpers/modes.ts';
import { type Receiver, webhookReceiver } from '../helpers/webhook-receiver.ts';

describe.each(modes())('an appeal from the citizen to the decision: $mode', ({ missing, place: newPlace }) => {
  describe.skipIf(missing !== undefined)(missing ?? 'over HTTP', () => {
    let place: Place;
    let instance: Instance;
    let receiver: Receiver;
    let secret: string;
    let appeal: { id: string; version: number };

    beforeAll(async () => {
      place = await newPlace('journey');
      receiver = await webhookReceiver();
      instance = await startInstance(place, { WEBHOOK_ALLOW_HTTP: '1', WEBHOOK_ALLOW_PRIVATE: '1' });
    });
    afterAll(async () => {
      const codes = await instance?.end('SIGTERM');
      await receiver?.close();
      await place?.remove();
      expect(codes?.every((code) => code === 0)).toBe(true);
    });

    it('the backend registers a webhook and is shown its secret', async () => {
      const { status, json } = await instance.call('backend', 'POST', '/v1/webhooks', { url: receiver.url });
      expect(status).toBe(201);
      secret = json.secret;
    });

    it('an appeal is submitted and answered with its suggestion', async () => {
      const body = { externalId: 'journey-1', text: 'На улице Токтогула третий день не вывозят мусор, баки полные' };
      const { status, json } = await instance.call('backend', 'POST', '/v1/appeals', body, { prefer: 'wait=10' });
      expect(status).toBe(200);
      expect(json).toMatchObject({ externalId: 'journey-1', state: 'suggested', decision: null });
      expect(json.suggestion.candidates[0]).toMatchObject({ rank: 1, category: 'waste.not-collected' });
      expect(json.suggestion.degraded).toBe('no-model');
      appeal = json;
      const again = await instance.call('backend', 'POST', '/v1/appeals', body, { prefer: 'wait=10' });
      expect(again.json.id).toBe(appeal.id);
      const other = await instance.call('backend', 'POST', '/v1/appeals', { ...body, text: 'Другой текст' });
      expect(other).toMatchObject({ status: 409, json: { code: 'external-id-conflict' } });
    });

    it('it stands in the review queue, and a dispatcher claims it', async () => {
      const queue = await instance.call('dispatcher', 'GET', '/v1/review');
      expect(queue.json.items.map((item: { id: string }) => item.id)).toEqual([appeal.id]);
      const claimed = await instance.call('dispatcher', 'POST', `/v1/review/${appeal.id}/claim`, {
        version: appeal.version,
      });
      expect(claimed.status).toBe(200);
      const stale = await instance.call('admin', 'POST', `/v1/review/${appeal.id}/claim`, { version: appeal.version });
      expect(stale).toMatchObject({ status: 409, json: { code: 'claim-conflict', current: { state: 'suggested' } } });
      appeal.version = claimed.json.version;
    });

    it('the dispatcher corrects it, once', async () => {
      const decision = {
        version: appeal.version,
        kind: 'correct',
        category: 'waste.container-site',
        note: 'Баки, а не график',
      };
      const path = `/v1/review/${appeal.id}/decision`;
      const decided = await instance.call('dispatcher', 'POST', path, decision);
      expect(decided).toMatchObject({ status: 200, json: { state: 'decided', category: 'waste.container-site' } });
      const again = await instance.call('dispatcher', 'POST', path, decision);
      expect(again).toMatchObject({ status: 409, json: { code: 'state-conflict', current: { state: 'decided' } } });
      expect((await instance.call('dispatcher', 'GET', '/v1/review')).json.items).toEqual([]);
    });

    it('both webhooks arrive, signed after Standard Webhooks', async () => {
      await eventually(
        async () => receiver.received,
        (received) => received.length >= 2,
      );
      const verified = receiver.received.map(
        ({ body, headers }) =>
          new Webhook(secret).verify(body, headers as Record<string, string>) as {
            type: string;
            data: { id: string; decision: { category: string } | null };
          },
      );
      expect(verified.map(({ type }) => type).sort()).toEqual(['appeal.decided', 'appeal.suggested']);
      const decided = verified.find(({ type }) => type === 'appeal.decided');
      expect(decided?.data).toMatchObject({
        id: appeal.id,
        decision: { kind: 'correct', category: 'waste.container-site' },
      });
      const [first] = receiver.received;
      expect(() => new Webhook(secret).verify(`${first?.body} `, first?.headers as Record<string, string>)).toThrow();
    });

    it('the history is complete, in order, and names who did what', async () => {
      const { json } = await instance.call('backend', 'GET', `/v1/appeals/${appeal.id}`);
      expect(json.history.map((entry: { event: string }) => entry.event)).toEqual([
        'received',
        'suggested',
        'claimed',
        'decided',
      ]);
      expect(json.history.map((entry: { by: string }) => entry.by)).toEqual([
        expect.stringContaining('backend'),
        'triage',
        expect.stringContaining('dispatcher'),
        expect.stringContaining('dispatcher'),
      ]);
      expect(json.decision).toMatchObject({
        kind: 'correct',
        category: 'waste.container-site',
        note: 'Баки, а не график',
      });
    });
  });
});
