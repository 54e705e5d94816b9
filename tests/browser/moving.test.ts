// Where one is on a screen is never lost: the focus stays in the page, the scroll comes back.

import type { Locator, Page } from '@playwright/test';
import { leaveBurst, openOffline, rateByKeys, rateCards, startBurst } from './app.ts';
import { wholeBank } from './bank.ts';
import { failingWrites, setFault } from './broken.ts';
import { expect, test } from './fixtures.ts';
import { dayFromNow } from './time.ts';

const scrollY = (page: Page) => page.evaluate(() => Math.round(window.scrollY));

async function tab(page: Page, name: 'Study' | 'Topics' | 'Settings'): Promise<void> {
  await page.getByRole('link', { name, exact: true }).click();
}

test('after “No date” the focus is on the date', async ({ phone: { page }, served }) => {
  await openOffline(page, served.url);
  await tab(page, 'Settings');
  await page.getByLabel('Interview').fill(dayFromNow(3));
  await page.getByRole('button', { name: 'No date' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'No date' })).toHaveCount(0);
  await expect(page.getByLabel('Interview')).toBeFocused();
});

for (const place of ['in a burst', 'at home'] as const) {
  test(`after “Try again” has saved, the focus is on the heading, ${place}`, async ({
    phone: { page },
    served,
  }) => {
    await page.addInitScript(failingWrites);
    await openOffline(page, served.url);
    await startBurst(page);
    await setFault(page, { failAll: true });
    await rateByKeys(page, 2);
    if (place === 'at home') await leaveBurst(page);
    const again = page.getByRole('button', { name: 'Try again' });
    await again.focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert')).toContainText('2 ratings are not saved yet');
    await expect(again).toBeFocused();
    await setFault(page, { failAll: false });
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert')).toHaveCount(0);
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
    // Space on the question still reveals.
    if (place === 'in a burst') await rateCards(page, ['Solid']);
  });
}

const TALL = { width: 412, height: 892 };
/** On this one even a topic with few cards scrolls. */
const SHORT = { width: 412, height: 500 };

for (const size of [TALL, SHORT]) {
  test(`Back from a card to the topics finds them where they were, ${size.height} px high`, async ({
    phone: { page },
    served,
  }) => {
    const title = page.getByRole('heading', { level: 1 });
    const links = page.getByRole('main').getByRole('link');
    const { topics } = wholeBank().bank;
    await page.setViewportSize(size);
    await openOffline(page, served.url);
    await tab(page, 'Topics');
    await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(topics.length);
    const onTopics = await open(page, links.last());
    expect(onTopics).toBeGreaterThan(500);
    expect(topics.map((topic) => topic.title)).toContain(await title.textContent());
    await expect.poll(() => scrollY(page)).toBe(0);
    const topic = (await title.textContent()) ?? '';
    const onTopic = await open(page, links.last());
    await expect(page.getByRole('heading', { name: 'Sources' })).toBeVisible();
    await expect.poll(() => scrollY(page)).toBe(0);
    // Further than the topic could.
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    await expect.poll(() => scrollY(page)).toBeGreaterThan(onTopic + 300);

    await page.goBack();
    await expect(title).toHaveText(topic);
    await expectRestAt(page, onTopic);
    await page.goBack();
    await expect(title).toHaveText('Topics');
    await expectRestAt(page, onTopics);
    await page.goForward();
    await expect(title).toHaveText(topic);
    await expectRestAt(page, onTopic);
  });

  test(`a screen that is opened anew starts at its top, ${size.height} px high`, async ({
    phone: { page },
    served,
  }) => {
    await page.setViewportSize(size);
    await openOffline(page, served.url);
    for (const name of ['Topics', 'Settings', 'Topics', 'Study', 'Settings'] as const) {
      await tab(page, name);
      const title = name === 'Study' ? 'Pocket Flask' : name;
      await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
      await expectRestAt(page, 0);
      await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    }
  });
}

/** Brings a link into sight and opens it; says how far down that was. */
async function open(page: Page, link: Locator): Promise<number> {
  await link.scrollIntoViewIfNeeded();
  const left = (await page.getByRole('heading', { level: 1 }).textContent()) ?? '';
  // Where it is then: Playwright scrolls to and fro before it clicks.
  const clickedAt = link.evaluate(
    (one) =>
      new Promise<number>((tell) => one.addEventListener('click', () => tell(window.scrollY))),
  );
  await link.click();
  const y = await clickedAt;
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(left);
  return y;
}

/** Not only on its way past there. */
async function expectRestAt(page: Page, y: number): Promise<void> {
  await expect.poll(() => scrollY(page)).toBe(y);
  await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100))),
  );
  expect(await scrollY(page)).toBe(y);
}
