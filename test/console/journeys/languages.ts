import { describe, expect, it } from 'vitest';
import { openQueue, pageOf, readQueue, type Stage } from '../lib/stage.ts';

/** Russian and Kyrgyz, plural rules, the city's clock. */
export function languages(stage: Stage): void {
  describe('languages', () => {
    it('switch in the header and are remembered', async () => {
      await using page = await pageOf(stage);
      await openQueue(page);
      await page.getByRole('link', { name: 'Новое обращение' }).waitFor();
      await page.getByText('Кыр', { exact: true }).click();
      await page.getByRole('link', { name: 'Жаңы кайрылуу' }).waitFor();
      expect(await page.locator('html').getAttribute('lang')).toBe('ky');
      expect(await page.evaluate(() => localStorage.getItem('bagyt-language'))).toBe('ky');
      await page.getByText('Рус', { exact: true }).click();
      await page.getByRole('link', { name: 'Новое обращение' }).waitFor();
    });

    it('count by their own plural rules', async () => {
      const { counts } = await readQueue(stage, 'limit=1');
      const total = counts?.total ?? 0;
      const form = { one: 'обращение', few: 'обращения', many: 'обращений' }[
        new Intl.PluralRules('ru').select(total) as 'one' | 'few' | 'many'
      ];
      await using russian = await pageOf(stage);
      await openQueue(russian);
      await russian.getByRole('heading', { name: `${total} ${form}` }).waitFor();
      await using kyrgyz = await pageOf(stage, { language: 'ky' });
      await openQueue(kyrgyz);
      await kyrgyz.getByRole('heading', { name: `${total} кайрылуу` }).waitFor();
    });

    it('show the city’s time wherever the browser is', async () => {
      const { items } = await readQueue(stage, 'limit=1');
      const submitted = new Date(Date.parse(items[0]?.submittedAt ?? '') + 6 * 3_600_000).toISOString();
      const [year, month, day] = submitted.slice(0, 10).split('-');
      await using page = await pageOf(stage);
      await page.goto(`/console/queue/${items[0]?.id}`);
      await page
        .getByText(`${day}.${month}.${year}, ${submitted.slice(11, 16)}`)
        .first()
        .waitFor();
    });
  });
}
