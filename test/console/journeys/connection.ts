import { describe, expect, it } from 'vitest';
import { openAppeal, openQueue, pageOf, readAppeal, type Stage } from '../lib/stage.ts';

/** Live changes, and what happens when they stop. */
export function connection(stage: Stage): void {
  const send = (externalId: string) =>
    stage.service.call('backend', 'POST', '/v1/appeals', {
      externalId,
      text: 'Прорвало трубу во дворе, вода заливает подвал',
      channel: 'app',
    });

  describe('the connection', () => {
    it('brings new appeals into the list by itself', async () => {
      await using page = await pageOf(stage);
      await page.goto('/console/queue?search=live-1');
      await page.getByText('Ничего не нашлось').waitFor();
      await page.getByText('На связи').waitFor();
      await send('live-1');
      await page.getByRole('heading', { name: '1 обращение' }).waitFor();
      await page.locator('li a').first().click();
      await page.getByRole('heading', { name: 'live-1' }).waitFor();
    });

    it('says when it is gone, decides nothing meanwhile, and catches up when it is back', async () => {
      await using page = await pageOf(stage);
      await openQueue(page, '?level=preselect');
      await page.keyboard.press('j');
      const id = await openAppeal(page);
      await page.getByText('На связи').waitFor();
      await page.context().setOffline(true);
      await page.getByText('Нет сети. Показано то, что было известно').waitFor();
      await page.keyboard.press('Enter');
      await page.getByText('Нет связи: решение не сохранится').waitFor();
      expect(await openAppeal(page)).toBe(id);
      expect((await readAppeal(stage, id)).state).toBe('suggested');

      await page.context().setOffline(false);
      await page.getByText('Связь восстановлена').waitFor();
      await page.keyboard.press('Enter');
      await openAppeal(page, id);
    });

    it('shows what came while it was gone', async () => {
      await using page = await pageOf(stage);
      await page.goto('/console/queue?search=live-2');
      await page.getByText('На связи').waitFor();
      await page.context().setOffline(true);
      await page.getByText('Нет сети. Показано то, что было известно').waitFor();
      await send('live-2');
      await page.context().setOffline(false);
      await page.getByRole('heading', { name: '1 обращение' }).waitFor();
    });

    it('asks for another key when this one was revoked', async () => {
      const { id, key } = await stage.service.call<{ id: string; key: string }>('admin', 'POST', '/v1/admin/keys', {
        role: 'dispatcher',
        name: 'Бакыт',
      });
      await using page = await pageOf(stage, { key });
      await openQueue(page);
      await stage.service.call('admin', 'DELETE', `/v1/admin/keys/${id}`);
      await page.locator('li a').first().click();
      await page.getByRole('textbox', { name: 'Ключ доступа' }).waitFor();
    });

    it('logs in with a key and refuses what is none', async () => {
      await using page = await pageOf(stage, { key: '' });
      await page.goto('/console/');
      const key = page.getByRole('textbox', { name: 'Ключ доступа' });
      await key.fill('nonsense');
      await page.keyboard.press('Enter');
      await page.getByText('Такого ключа нет, или он отозван.').waitFor();
      await key.fill(stage.service.keys.backend);
      await page.keyboard.press('Enter');
      await page.getByText('Этот ключ не для консоли').waitFor();
      await key.fill(stage.service.keys.dispatcher);
      await page.keyboard.press('Enter');
      await page.locator('li a').first().waitFor();
    });
  });
}
