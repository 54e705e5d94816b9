// A burst on the slow phone: its ratings and its swipes.

import type { Page } from '@playwright/test';
import { question } from '../browser/app.ts';
import { startHost } from './host.ts';
import { install, type Lab, SLOWDOWN, withLab } from './lab.ts';
import type { Measure } from './measure.ts';
import { rateBySwipes, ratingMeasures } from './rating.ts';
import { measureSwipes } from './swipe.ts';
import { type Log, watchRatings } from './watch.ts';

/** On any machine they are rated before the ten minutes are over, after which there is no next card. */
const CARDS_A_BURST = 25;

export async function measureBurst(
  app: string,
  { cards, swipes }: { readonly cards: number; readonly swipes: number },
): Promise<readonly Measure[]> {
  const host = await startHost({ mounts: { '/': app } });
  return withLab(host.url, async (lab) => {
    const { page } = lab;
    await install(page, host.url);
    await host.stop();
    await watchRatings(page);
    const logs: Log[] = [];
    for (let left = cards; left > 0; left -= CARDS_A_BURST) {
      await startBurst(lab, host.url);
      logs.push(await rateBySwipes(lab, Math.min(left, CARDS_A_BURST)));
    }
    return [...ratingMeasures(logs), ...(await measureSwipes(lab, swipes))];
  });
}

/** A new one, on a document of its own, which is slow once the first question is there. */
export async function startBurst({ page, slowDown }: Lab, url: string): Promise<void> {
  await slowDown(1);
  await forgetBursts(page, url);
  await page.goto('about:blank');
  await page.goto(`${url}#/start/10`);
  await question(page).waitFor();
  await slowDown(SLOWDOWN);
}

/** So that the shortcut starts a burst instead of going on with the one before. */
export async function forgetBursts(page: Page, url: string): Promise<void> {
  // A file of the app's own origin, without the app.
  await page.goto(`${url}icon.svg`);
  await page.evaluate(async () => {
    const open = indexedDB.open('pocket-flask');
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      open.onsuccess = () => resolve(open.result);
      open.onerror = () => reject(open.error);
    });
    const transaction = db.transaction('settings', 'readwrite');
    transaction.objectStore('settings').delete(IDBKeyRange.bound('burst', 'burst\uffff'));
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
    db.close();
  });
}
