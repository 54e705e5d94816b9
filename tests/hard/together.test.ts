// Two tabs rate a hundred cards each at the same time: all of them are there, exactly once.

import type { Page } from '@playwright/test';
import { expectSaved, leaveBurst, openOffline, rateByKeys, startBurst } from '../browser/app.ts';
import { openSettings } from '../browser/copies.ts';
import { reviews } from '../browser/database.ts';
import { expect, test } from '../browser/fixtures.ts';
import { expectFolded } from '../browser/underFault.ts';
import { note } from './note.ts';

const EACH = 100;

/** Readiness on the first screen, and the count of what is saved. */
async function shown(page: Page): Promise<readonly (string | null)[]> {
  await page.bringToFront();
  const flask = page.getByRole('img', { name: /^Flask filled to/ });
  const filled = await flask.getAttribute('aria-label');
  await openSettings(page);
  return [filled, await page.getByText(/on this device$/).textContent()];
}

test('two hundred ratings by two tabs at once', async ({ phone, served }) => {
  const tabs = [phone.page, await phone.context.newPage()];
  for (const tab of tabs) {
    await openOffline(tab, served.url);
    await tab.getByText('10 min', { exact: true }).click();
    await startBurst(tab);
  }
  await Promise.all(tabs.map((tab) => rateByKeys(tab, EACH)));
  for (const tab of tabs) await expectSaved(tab);

  const rated = await reviews(phone.page);
  expect(new Set(rated.map(({ id }) => id)).size).toBe(2 * EACH);
  const ids = [...new Set(rated.map(({ burst }) => burst))];
  const bursts = ids.map((id) => rated.filter(({ burst }) => burst === id));
  expect(bursts.map(({ length }) => length)).toEqual([EACH, EACH]);
  // Neither waited for the other.
  for (const burst of bursts) expect(rated.slice(0, EACH)).not.toEqual(burst);
  await expectFolded(phone.page);

  for (const tab of tabs) await leaveBurst(tab);
  const [one, other] = [await shown(tabs[0] as Page), await shown(tabs[1] as Page)];
  expect(one).toEqual(other);
  expect(one[1]).toContain(`${2 * EACH} ratings`);
  note(`${rated.length} ratings by two tabs at once, each stored once`);
});
