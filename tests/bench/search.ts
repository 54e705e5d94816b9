// How long a letter typed into the search takes until what it finds is on the screen.

import type { Page } from '@playwright/test';
import { startHost } from './host.ts';
import { install, SLOWDOWN, withLab } from './lab.ts';
import { type Measure, measure, medianAtMost } from './measure.ts';

/** From the bank's topics, code and points, one with a slip of the finger. */
const QUERIES = ['session cookie', 'before_request', 'selectinload', 'bluprint', 'csrf'];

const FIELD = 'Search questions, points, code and topics';

export async function measureSearch(app: string): Promise<readonly Measure[]> {
  const host = await startHost({ mounts: { '/': app } });
  return withLab(host.url, async ({ page, slowDown }) => {
    await install(page, host.url);
    await host.stop();
    await page.goto('about:blank');
    await watchTyping(page);
    await page.goto(`${host.url}#/search/`);
    const field = page.getByRole('searchbox', { name: FIELD });
    // The index is there.
    await field.fill('flask');
    await page.locator('main ol a').first().waitFor();
    await slowDown(SLOWDOWN);
    const before = (await readTyping(page)).length;
    for (const query of QUERIES) {
      await field.fill('');
      await field.pressSequentially(query, { delay: 150 });
    }
    const typed = (await readTyping(page)).slice(before);
    return [measure('search: a letter to its results painted', 'ms', typed, medianAtMost(50))];
  });
}

async function watchTyping(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const typed: number[] = [];
    Object.assign(globalThis, { typed });
    addEventListener(
      'input',
      ({ timeStamp }) => {
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => typed.push(performance.now() - timeStamp);
          port2.postMessage(null);
        });
      },
      { capture: true },
    );
  });
}

function readTyping(page: Page): Promise<readonly number[]> {
  return page.evaluate(() => (globalThis as unknown as { readonly typed: number[] }).typed);
}
