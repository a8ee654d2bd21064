import { describe, expect, it } from 'vitest';
import { appealWhen, openAppeal, openQueue, pageOf, readAppeal, type Stage } from '../lib/stage.ts';

/** Earlier journeys may have left a claim behind. */
const FREE = '?level=preselect&claimed=nobody';

/** Two dispatchers in two browsers. */
export function conflicts(stage: Stage): void {
  describe('two dispatchers', () => {
    it('see both versions when they decide the same appeal, and neither is overwritten', async () => {
      await using first = await pageOf(stage);
      await using second = await pageOf(stage, { key: stage.secondKey });
      // The second does not hear of what the first does: that is how two come to decide at once.
      await second.route('**/v1/review/stream', () => undefined);
      for (const page of [first, second]) await page.route('**/v1/review/*/claim', (route) => route.abort());
      await openQueue(first, FREE);
      await first.keyboard.press('j');
      const id = await openAppeal(first);
      await second.goto(`/console/queue/${id}`);
      await openAppeal(second);
      await first.keyboard.press('Enter');
      const confirmed = await appealWhen(stage, id, ({ state }) => state === 'decided');

      await second.keyboard.press('r');
      await second.getByRole('dialog').getByRole('radio').first().waitFor();
      await second.keyboard.press('Enter');
      const dialog = second.getByRole('dialog', { name: 'Обращение изменилось, пока вы решали' });
      await dialog.waitFor();
      const mine = dialog.getByRole('region', { name: 'Ваше решение' });
      const theirs = dialog.getByRole('region', { name: 'Сейчас в системе' });
      expect(await mine.textContent()).toContain('Айгуль');
      expect(await mine.textContent()).toContain('Отклонить');
      expect(await theirs.textContent()).toContain('development');
      expect(await theirs.textContent()).toContain('Подтвердить');
      await dialog.getByRole('button', { name: 'Оставить как есть' }).click();
      expect((await readAppeal(stage, id)).decision).toEqual(confirmed.decision);
    });

    it('see who works on an appeal, and cannot decide it meanwhile', async () => {
      await using first = await pageOf(stage, { key: stage.secondKey });
      await using second = await pageOf(stage);
      await openQueue(first, FREE);
      await first.keyboard.press('j');
      const id = await openAppeal(first);
      await second.goto(`/console/queue/${id}?level=preselect`);
      await second.getByText('Айгуль работает с этим обращением').waitFor();
      await expect.poll(() => second.locator('button[data-category]').first().isDisabled()).toBe(true);
      await second.locator(`li:has(a[href*="${id}"])`).getByText('Айгуль').waitFor();
      // Leaving gives it back, and the other sees that too.
      await first.keyboard.press('j');
      await expect.poll(() => second.locator('button[data-category]').first().isDisabled()).toBe(false);
    });
  });
}
