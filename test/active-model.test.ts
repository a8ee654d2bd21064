import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LoadedModel, MODELS_CHANNEL, type ModelSource, openActiveModel } from '../src/active-model.ts';
import type { Classification } from '../src/classify/contract.ts';
import { problem } from '../src/errors.ts';
import { listen } from '../src/store/listen.ts';
import type { Store } from '../src/store/open.ts';
import { eventually } from './helpers/instance.ts';
import { NOON, stores } from './helpers/stores.ts';

/** A source of classifiers that answer nothing but their version, and notes which were closed. */
function sourceOf(closed: string[], slow: Promise<unknown> = Promise.resolve()): ModelSource {
  return {
    load: async (version = 'from-settings'): Promise<LoadedModel> => {
      if (version === 'missing') throw problem('invalid-model', 'There is no model missing');
      const answer = { ranked: [], level: 'manual', reason: 'no-evidence', modelVersion: version } as Classification;
      return {
        folder: null,
        embedder: null,
        classifier: {
          version,
          classify: async (inputs) => {
            if (inputs[0]?.text === 'slow') await slow;
            return inputs.map(() => answer);
          },
        },
        close: async () => void closed.push(version),
      };
    },
    checkGate: async (version) => {
      if (version !== 'gated') throw problem('state-conflict', 'no passing gate');
    },
  };
}

describe.each(stores())('the active model on $database', ({ missing, open }) => {
  describe.skipIf(missing !== undefined)(missing ?? 'changes without a restart', () => {
    let store: Store;
    beforeAll(async () => {
      store = await open();
    });
    afterAll(() => store.close());

    it('is refused without a passing gate, accepted with one or by force, and other processes follow', async () => {
      const closed: string[] = [];
      const here = await openActiveModel(store.db, sourceOf(closed), () => NOON);
      const there = await openActiveModel(store.db, sourceOf([]), () => NOON);
      const listener = await listen(store, [MODELS_CHANNEL], () => void there.follow());
      expect(here.active()).toEqual({ version: 'from-settings', folder: null });
      await expect(here.activate('weak', 'ml:eva', { force: false })).rejects.toMatchObject({ code: 'state-conflict' });
      await expect(here.activate('missing', 'ml:eva', { force: true })).rejects.toMatchObject({
        code: 'invalid-model',
      });
      expect(here.active().version).toBe('from-settings');

      await here.activate('gated', 'ml:eva', { force: false });
      await here.activate('weak', 'ml:eva', { force: true, note: 'trial' });
      expect(here.active().version).toBe('weak');
      await eventually(
        async () => there.active().version,
        (version) => version === 'weak',
      );
      const rows = await store.db.selectFrom('modelActivations').selectAll().orderBy('id').execute();
      expect(rows.map(({ version, note, activatedBy }) => [version, note, activatedBy])).toEqual([
        ['gated', null, 'ml:eva'],
        ['weak', 'trial', 'ml:eva'],
      ]);
      await here.close();
      expect(closed).toEqual(['from-settings', 'gated', 'weak']);
      await listener.close();
      await there.close();
    });

    it('lets calls under way finish on the model that they started with', async () => {
      const closed: string[] = [];
      const { promise, resolve } = Promise.withResolvers();
      const active = await openActiveModel(store.db, sourceOf(closed, promise), () => NOON);
      const slow = active.classifier.classify([{ text: 'slow', language: 'ru' }]);
      await active.activate('gated', 'ml:eva', { force: false });
      expect(closed).toEqual([]);
      const quick = await active.classifier.classify([{ text: 'quick', language: 'ru' }]);
      expect(quick[0]?.modelVersion).toBe('gated');
      expect(closed).toEqual([]);
      resolve(undefined);
      expect((await slow)[0]?.modelVersion).toBe('weak');
      await active.close();
      expect(closed).toEqual(['weak', 'gated']);
    });
  });
});
