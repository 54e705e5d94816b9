// A new version on its way into an app that runs.

import { expect, type Page } from '@playwright/test';
import { DIST } from './build.ts';
import { precached } from './files.ts';
import type { Served } from './served.ts';

/** How often a document was loaded since now. */
export function countLoads(page: Page): () => number {
  let loads = 0;
  page.on('load', () => {
    loads += 1;
  });
  return () => loads;
}

/** From here on a running app asks for none of its version's files any more. */
export async function expectComplete(page: Page): Promise<void> {
  const loaded = () =>
    page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .map(({ name }) => name)
        .join(),
    );
  // Of this build or another; all but the cards, which a burst brings, and what only a start needs.
  const names = precached(DIST).flatMap((file) => /^.+-(?=.{8}\.js$)/.exec(file) ?? []);
  for (const name of names.filter((one) => !/\/(topic|volatile)-/.test(one))) {
    await expect.poll(loaded).toContain(name);
  }
}

/** What the app does when one comes back to it: it looks for a new version. */
export async function comeBack(page: Page): Promise<void> {
  await page.evaluate(() => void document.dispatchEvent(new Event('visibilitychange')));
}

/** How far new workers are. */
export function newWorkers(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const { installing, waiting } = (await navigator.serviceWorker.getRegistration()) ?? {};
    return [installing, waiting].flatMap((worker) => worker?.state ?? []);
  });
}

/** The app looks for a new version, and gets it. */
export async function findUpdate(page: Page, served: Served, next: string): Promise<void> {
  await served.deploy(next);
  await comeBack(page);
  await expect.poll(() => newWorkers(page), { timeout: 20_000 }).toEqual(['installed']);
}

export async function shownVersion(page: Page): Promise<string | undefined> {
  await page.getByRole('link', { name: 'Settings' }).click();
  const shown = await page.getByText(/bank [0-9a-f]{12}/).textContent();
  return /bank (\w+)/.exec(shown ?? '')?.[1];
}
