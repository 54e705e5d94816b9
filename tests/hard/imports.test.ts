// Page or browser dies in the middle of an import: all of it is there, or all is as it was.

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
const KILLS = 10;
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

/** The browser lives on, so that all of its storage does. */
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

/** Chromium may lose the whole database when it is killed in a large write; the app has a copy then. */
async function bringBackIfLost(page: Page): Promise<boolean> {
  const lost = page.getByRole('heading', { name: 'Your ratings are gone from this device' });
  // The copy holds what was rated, and not the burst that was under way.
  const home = page.getByRole('button', {
    name: /^Go on where you were|^Start a \d+-minute burst/,
  });
  await expect(lost.or(home)).toBeVisible();
  if (!(await lost.isVisible())) return false;
  await page.getByRole('button', { name: 'Bring the app’s own copy back' }).click();
  await page.getByRole('button', { name: 'Add them' }).click();
  await expect(page.getByRole('link', { name: 'Study', exact: true })).toBeVisible();
  return true;
}

test(`${KILLS} kills of the browser in the middle of an import of ${SIZE} ratings`, async ({
  phone,
  served,
}) => {
  await withChance(async (chance) => {
    await openOffline(phone.page, served.url);
    await startBurst(phone.page);
    await rateCards(phone.page, ['Solid', 'Blank']);
    await phone.page.goBack();
    await openSettings(phone.page);
    const longest = await timeOfImport(phone.page);
    const count = { asItWas: 0, whole: 0, broughtBack: 0 };
    for (let kill = 1; kill <= KILLS; kill += 1) {
      const name = `kill-${kill}`;
      const add = await chooseCopy(phone.page, name);
      const before = await contents(phone.page);
      await add.click();
      await wait(chance.below(longest));
      await phone.kill();
      const page = await phone.relaunch();
      await page.goto(served.url);
      const wasLost = await bringBackIfLost(page);
      const { events } = await contents(page);
      const kept = events.filter(({ id }) => !id.startsWith(`${name}-`));
      expect(kept, name).toEqual(before.events);
      const brought = events.length - kept.length;
      expect([0, SIZE], name).toContain(brought);
      if (wasLost) count.broughtBack += 1;
      else count[brought === 0 ? 'asItWas' : 'whole'] += 1;
      await expectFolded(page);
      await openSettings(page);
    }
    note(
      `${KILLS} kills of the browser during an import: ${count.asItWas} times all as it was, ${count.whole} times all ${SIZE} ratings, ${count.broughtBack} times the browser lost its database and the app’s own copy brought all back`,
    );
  });
});
