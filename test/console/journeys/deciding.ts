import { describe, expect, it } from 'vitest';
import { appealWhen, openAppeal, openQueue, pageOf, readAppeal, readQueue, type Stage } from '../lib/stage.ts';

/** Confirm, correct, reject, undo, many at once: mostly by keyboard. */
export function deciding(stage: Stage): void {
  describe('deciding', () => {
    it('confirms 20 in a row by keyboard only', async () => {
      await using page = await pageOf(stage);
      await openQueue(page, '?level=preselect');
      await page.keyboard.press('j');
      const confirmed: string[] = [];
      while (confirmed.length < 20) {
        const id = await openAppeal(page, confirmed.at(-1));
        confirmed.push(id);
        await page.keyboard.press('Enter');
      }
      expect(new Set(confirmed).size).toBe(20);
      for (const id of confirmed) {
        const { decision, suggestion, history } = await appealWhen(stage, id, ({ state }) => state === 'decided');
        expect(decision).toMatchObject({ kind: 'confirm', rank: 1, by: 'dispatcher:development' });
        expect(decision?.category).toBe(suggestion?.candidates[0]?.category);
        expect(history.map(({ event }) => event)).toContain('decided');
      }
    });

    it('decides nothing by Enter where nothing is preselected, and takes 1–3 instead', async () => {
      await using page = await pageOf(stage);
      const id = await withSecondCandidate(stage);
      await page.goto(`/console/queue/${id}?level=suggest`);
      await openAppeal(page);
      await page.keyboard.press('Enter');
      await page.getByText('Выберите категорию клавишами 1–3').waitFor();
      expect((await readAppeal(stage, id)).state).toBe('suggested');
      await page.keyboard.press('2');
      await openAppeal(page, id);
      const { decision } = await appealWhen(stage, id, ({ state }) => state === 'decided');
      expect(decision).toMatchObject({ kind: 'correct', rank: 2 });
    });

    it('corrects through search in Kyrgyz, on a Russian keyboard without Kyrgyz letters', async () => {
      await using page = await pageOf(stage, { language: 'ky' });
      await openQueue(page, '?level=suggest');
      await page.keyboard.press('j');
      const id = await openAppeal(page);
      await page.keyboard.press('/');
      const search = page.getByRole('combobox', { name: 'Категория табуу' });
      await search.waitFor();
      await page.keyboard.type('кочо жарыг');
      const first = page.getByRole('option').first();
      await expect.poll(() => first.getAttribute('data-id')).toBe('lighting.street');
      await page.keyboard.press('Enter');
      await openAppeal(page, id);
      const { decision } = await appealWhen(stage, id, ({ state }) => state === 'decided');
      expect(decision?.category).toBe('lighting.street');
    });

    it('sends department, co-department and note along', async () => {
      await using page = await pageOf(stage);
      await openQueue(page, '?level=preselect');
      await page.keyboard.press('j');
      const id = await openAppeal(page);
      await page.keyboard.press('d');
      await page.getByRole('combobox', { name: 'Выбрать отдел' }).fill('зеленхоз');
      await page.keyboard.press('Enter');
      await page.keyboard.press('c');
      await page.getByRole('combobox', { name: 'Соисполнители' }).fill('тазалык');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.keyboard.press('n');
      await page.getByRole('textbox', { name: 'Заметка' }).fill('Во дворе злая собака');
      await page.keyboard.press('Control+Enter');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.keyboard.press('Enter');
      await openAppeal(page, id);
      const { decision } = await appealWhen(stage, id, ({ state }) => state === 'decided');
      expect(decision).toMatchObject({ kind: 'correct', department: 'zelenhoz', note: 'Во дворе злая собака' });
      expect(decision?.coDepartments).toContain('tazalyk');
    });

    it('rejects with a reason', async () => {
      await using page = await pageOf(stage);
      await openQueue(page);
      await page.keyboard.press('j');
      const id = await openAppeal(page);
      await page.keyboard.press('r');
      await page.getByRole('dialog').getByRole('radio').first().waitFor();
      await page.keyboard.press('3');
      await page.keyboard.press('Enter');
      await openAppeal(page, id);
      const { decision } = await appealWhen(stage, id, ({ state }) => state === 'rejected');
      expect(decision?.note).toBe('Не в ведении города');
    });

    it('takes a decision back with u and opens the appeal again', async () => {
      await using page = await pageOf(stage);
      await openQueue(page, '?level=preselect');
      await page.keyboard.press('j');
      const id = await openAppeal(page);
      await page.keyboard.press('Enter');
      await openAppeal(page, id);
      await page.keyboard.press('u');
      await page.locator(`article[data-appeal="${id}"]`).waitFor();
      const { state, decision, history } = await appealWhen(stage, id, (appeal) => appeal.state === 'suggested');
      expect({ state, decision }).toEqual({ state: 'suggested', decision: null });
      expect(history.map(({ event }) => event)).toContain('undone');
      await page.locator(`li a[href*="${id}"]`).waitFor();
    });

    it('confirms a selection of one category after a look at each', async () => {
      const { counts } = await readQueue(stage, 'level=preselect&limit=1');
      const [category] = Object.entries(counts?.category ?? {}).sort((a, b) => b[1] - a[1])[0] ?? [''];
      await using page = await pageOf(stage);
      await openQueue(page, `?level=preselect&category=${category}`);
      const boxes = page.getByRole('checkbox');
      for (const index of [0, 1, 2]) await boxes.nth(index).check();
      await page.getByText('Выбрано 3 обращения').waitFor();
      await page.getByRole('button', { name: /Проверить и подтвердить/u }).click();
      const sheet = page.getByRole('dialog');
      await sheet.getByRole('checkbox').nth(2).uncheck();
      const before = (await readQueue(stage, `level=preselect&category=${category}&limit=1`)).counts?.total ?? 0;
      await sheet.getByRole('button', { name: 'Подтвердить 2 обращения' }).click();
      await page.getByText('Подтверждено 2 обращения').waitFor();
      const after = (await readQueue(stage, `level=preselect&category=${category}&limit=1`)).counts?.total ?? 0;
      expect(before - after).toBe(2);
    });

    it('works by touch as by keys', async () => {
      await using page = await pageOf(stage, { width: 390, height: 844 });
      await openQueue(page, '?level=preselect');
      await page.locator('li a').first().click();
      const id = await openAppeal(page);
      await page.getByRole('button', { name: 'Подтвердить' }).click();
      await openAppeal(page, id);
      await page.getByRole('button', { name: 'Отменить' }).click();
      await page.locator(`article[data-appeal="${id}"]`).waitFor();
      expect((await readAppeal(stage, id)).state).toBe('suggested');
      await page.getByRole('button', { name: 'К очереди' }).click();
      await page.locator('li a').first().waitFor();
    });
  });
}

/** An appeal with more than one candidate: the surest words name one category only. */
async function withSecondCandidate(stage: Stage): Promise<string> {
  const { items } = await readQueue(stage, 'level=suggest&limit=50');
  for (const { id } of items) if (((await readAppeal(stage, id)).suggestion?.candidates.length ?? 0) > 1) return id;
  throw new Error('no appeal has a second candidate');
}
