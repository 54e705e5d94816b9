// Every screen has an address that works without a server, after a reload, and by Back.

import type { Page } from '@playwright/test';
import { addresses } from './addresses.ts';
import { openOffline } from './app.ts';
import { expect, test } from './fixtures.ts';

/** By its name in the window too, and with the focus where one goes on: at its top, or in an empty search. */
async function expectScreen(page: Page, hash: string, heading: string): Promise<void> {
  const title = page.getByRole('heading', { level: 1, name: heading, exact: true });
  await expect(title, hash).toBeVisible();
  await expect(page, hash).toHaveTitle(`${heading} · Pocket Flask`);
  const start = hash === '#/search/' ? page.getByRole('searchbox') : title;
  await expect(start, hash).toBeFocused();
}

const SIZES = [
  { width: 412, height: 892 },
  { width: 1280, height: 800 },
] as const;

for (const size of SIZES) {
  test(`each screen by its address, ${size.width} px wide`, async ({ phone, served }) => {
    await openOffline(phone.page, served.url);
    await served.kill();
    phone.tolerate(/ERR_CONNECTION_REFUSED/);
    const page = await phone.context.newPage();
    await page.setViewportSize(size);
    for (const [hash, heading] of addresses()) {
      await page.goto('about:blank');
      await page.goto(served.url + hash);
      await expectScreen(page, hash, heading);
      await page.reload();
      await expectScreen(page, hash, heading);
      await page.getByRole('link', { name: 'Study', exact: true }).click();
      await expect(page.getByRole('button', { name: /^Start a/ }), hash).toBeVisible();
      await expect(page, hash).toHaveTitle('Pocket Flask');
      await expect(page.getByRole('heading', { level: 1 }), hash).toBeFocused();
      await page.goBack();
      await expectScreen(page, hash, heading);
      expect(new URL(page.url()).hash).toBe(hash);
    }
  });
}
