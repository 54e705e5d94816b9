// The app's process dies in the middle of an import: all of it is there, or every byte is as it was.

import type { Locator, Page } from '@playwright/test';
import { openOffline, rateCards, startBurst } from '../browser/app.ts';
import { wholeBank } from '../browser/bank.ts';
import { choose, copyOf, openSettings, ratings } from '../browser/copies.ts';
import { contents, everything } from '../browser/database.ts';
import { expect, test } from '../browser/fixtures.ts';
import type { Phone } from '../browser/phone.ts';
import { expectFolded } from '../browser/underFault.ts';
import { wait, withChance } from './chance.ts';
import { note } from './note.ts';

const CRASHES = 10;
const SIZE = 3000;
const CARDS = wholeBank().cards.map(({ id }) => String(id));

/** Chooses a copy with ratings of its own, which can then be added. */
async function chooseCopy(page: Page, name: string): Promise<Locator> {
  await choose(page, copyOf(ratings(name, SIZE, CARDS)));
  const add = page.getByRole('button', { name: 'Add them' });
  await expect(add).toBeVisible();
  return add;
}

async function timeOfImport(page: Page): Promise<number> {
  const add = await chooseCopy(page, 'whole');
  const started = performance.now();
  await add.click();
  await expect(page.getByText(/^Done: /)).toBeVisible();
  return performance.now() - started;
}

/** The browser lives on; what it does to its own files when it is killed is not ours. */
async function crash(phone: Phone, page: Page): Promise<Page> {
  const devtools = await phone.context.newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  // A page that has crashed answers no more.
  void devtools.send('Page.crash').catch(() => undefined);
  await crashed;
  const next = await phone.context.newPage();
  await page.close();
  return next;
}

test(`${CRASHES} crashes in the middle of an import of ${SIZE} ratings`, async ({
  phone,
  served,
}) => {
  await withChance(async (chance) => {
    let { page } = phone;
    await openOffline(page, served.url);
    await startBurst(page);
    await rateCards(page, ['Solid', 'Blank']);
    await page.goBack();
    await openSettings(page);
    const longest = await timeOfImport(page);
    const count = { asItWas: 0, whole: 0 };
    for (let crashes = 1; count.asItWas < CRASHES; crashes += 1) {
      expect(crashes, 'crashes that came too late').toBeLessThanOrEqual(3 * CRASHES);
      const name = `crash-${crashes}`;
      const add = await chooseCopy(page, name);
      const before = await everything(page);
      const had = (await contents(page)).events.length;
      await add.click();
      await wait(chance.below(longest / 2));
      page = await crash(phone, page);
      await page.goto(served.url);
      await expect(page.getByRole('button', { name: /^Go on where you were/ })).toBeVisible();
      const { events } = await contents(page);
      const brought = events.filter(({ id }) => id.startsWith(`${name}-`)).length;
      if (brought === 0) {
        count.asItWas += 1;
        expect(await everything(page), name).toBe(before);
      } else {
        count.whole += 1;
        expect([brought, events.length], name).toEqual([SIZE, had + SIZE]);
      }
      await expectFolded(page);
      await openSettings(page);
    }
    note(
      `crashes during an import: ${count.asItWas} times every byte as it was, ${count.whole} times all ${SIZE} ratings`,
    );
  });
});
