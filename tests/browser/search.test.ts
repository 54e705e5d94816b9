// Search as one types: what it finds, how one moves through it, and how little work a letter is.

import type { Page } from '@playwright/test';
import { openOffline } from './app.ts';
import { wholeBank } from './bank.ts';
import { expect, test } from './fixtures.ts';

const field = (page: Page) => page.getByRole('searchbox', { name: /^Search questions/ });
const results = (page: Page) => page.locator('main ol a');
const status = (page: Page) => page.locator('main').getByRole('status');

async function openSearch(page: Page, url: string): Promise<void> {
  await openOffline(page, url);
  await page.getByRole('link', { name: 'Topics', exact: true }).click();
  await page.getByRole('link', { name: 'Search' }).click();
  await expect(field(page)).toBeFocused();
}

/** What a screen reader says of a result. */
async function firstQuestion(page: Page): Promise<string> {
  return (await results(page).first().innerText()).split('\n')[0] ?? '';
}

test('finds a card in spite of typing errors, with the hits marked in its own words', async ({
  phone: { page },
  served,
}) => {
  await openSearch(page, served.url);
  await page.keyboard.type('bluepirnt');
  await expect(status(page)).toHaveText(/^(?:The best \d+ of )?\d+ cards?$/);
  await expect(results(page).first().locator('mark').first()).toHaveText('blueprint');
  const questions = wholeBank().cards.map(({ plainQuestion }) => plainQuestion);
  expect(questions).toContain(await firstQuestion(page));
});

test('finds a name in code, and shows its line', async ({ phone: { page }, served }) => {
  await openSearch(page, served.url);
  await page.keyboard.type('SESSION_COOKIE_SAMES');
  const hit = results(page).locator('mark', { hasText: 'SESSION_COOKIE_SAMESITE' });
  await expect(hit.first()).toBeVisible();
});

test('finds topics by name', async ({ phone: { page }, served }) => {
  const { title, id } = wholeBank().bank.topics.at(-1) ?? { title: '', id: '' };
  await openSearch(page, served.url);
  await field(page).fill(title);
  await page.getByRole('link', { name: title, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeFocused();
  await expect(page).toHaveURL(new RegExp(`#/topics/${id}$`));
});

test('says what to try where nothing is found, and starts afresh with Escape', async ({
  phone: { page },
  served,
}) => {
  await openSearch(page, served.url);
  await page.keyboard.type('kubernetes <b>xylophone</b>');
  await expect(status(page)).toHaveText(
    'Nothing found for “kubernetes <b>xylophone</b>”. Try a single word of it, or a name from the code.',
  );
  await page.keyboard.press('Escape');
  await expect(field(page)).toHaveValue('');
  await expect(field(page)).toBeFocused();
  await expect(status(page)).toHaveText('');
  await page.getByRole('button', { name: 'csrf' }).tap();
  await expect(field(page)).toHaveValue('csrf');
  await expect(results(page).first().locator('mark').first()).toHaveText('CSRF');
  await page.getByRole('button', { name: 'Clear' }).tap();
  await expect(results(page)).toHaveCount(0);
  await expect(field(page)).toBeFocused();
});

test('goes through the results and back by keyboard alone', async ({ phone: { page }, served }) => {
  await openSearch(page, served.url);
  await page.keyboard.type('session');
  const all = page.locator('main section a');
  await expect(all.nth(1)).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expect(all.nth(0)).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(all.nth(1)).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await expect(field(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(all.nth(0)).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(field(page)).toBeFocused();
  await expect(field(page)).toHaveValue('');
});

test('/ leads back to what was typed, ready to be typed over', async ({
  phone: { page },
  served,
}) => {
  await openSearch(page, served.url);
  await page.keyboard.type('session');
  await expect(results(page).first()).toBeVisible();
  await expect(page).toHaveURL(/#\/search\/session$/);
  const entries = await page.evaluate(() => history.length);
  await page.keyboard.press('Enter');
  await expect(field(page)).not.toBeFocused();
  await page.keyboard.press('/');
  await expect(field(page)).toBeFocused();
  await expect(field(page)).toHaveValue('session');
  await expect(results(page).first()).toBeVisible();
  expect(await page.evaluate(() => history.length)).toBe(entries);
  await page.keyboard.type('g/');
  await expect(field(page)).toHaveValue('g/');
});

test('what was typed is in the address: Back, reload and a link find it again', async ({
  phone: { page },
  served,
}) => {
  await openSearch(page, served.url);
  const entries = await page.evaluate(() => history.length);
  await page.keyboard.type('app contxt');
  await expect(results(page).first()).toBeVisible();
  const question = await firstQuestion(page);
  // At once, before the address was due.
  await results(page).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(question);
  expect(await page.evaluate(() => history.length)).toBe(entries + 1);

  await page.goBack();
  await expect(field(page)).toHaveValue('app contxt');
  expect(await firstQuestion(page)).toBe(question);
  await expect(page).toHaveURL(/#\/search\/app%20contxt$/);
  await page.reload();
  await expect(field(page)).toHaveValue('app contxt');
  await expect(results(page).first()).toBeVisible();
  expect(await firstQuestion(page)).toBe(question);

  await page.evaluate(() => {
    location.hash = '#/search/csrf';
  });
  await expect(field(page)).toHaveValue('csrf');
  await page.goBack();
  await expect(field(page)).toHaveValue('app contxt');
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1, name: 'Topics' })).toBeVisible();
});

/** How often each function of the app that has a name was called since the last time. */
async function countCalls(page: Page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Profiler.enable');
  await session.send('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  return async (): Promise<ReadonlyMap<string, number>> => {
    const { result } = await session.send('Profiler.takePreciseCoverage');
    const ours = result.filter(({ url }) => /\/assets\/Search-[^/]*\.js$/.test(url));
    const calls = new Map<string, number>();
    for (const { functionName, ranges } of ours.flatMap(({ functions }) => functions)) {
      calls.set(functionName, (calls.get(functionName) ?? 0) + (ranges[0]?.count ?? 0));
    }
    return calls;
  };
}

test('every card is indexed once, however much is typed and however often one comes back', async ({
  phone: { page },
  served,
}) => {
  const { bank, cards } = wholeBank();
  await openOffline(page, served.url);
  const calls = await countCalls(page);
  await page.getByRole('link', { name: 'Topics', exact: true }).click();
  await page.getByRole('link', { name: 'Search' }).click();
  await expect(field(page)).toBeFocused();
  await page.keyboard.type('url_for');
  await expect(results(page).first()).toBeVisible();
  expect((await calls()).get('add')).toBe(cards.length + bank.topics.length);

  await field(page).fill('');
  await page.keyboard.type('blueprint');
  await expect(results(page).first().locator('mark').first()).toHaveText('blueprint');
  const typed = await calls();
  expect(typed.get('add') ?? 0).toBe(0);
  // One look at the cards and at most three at the titles of the topics, for each letter.
  expect(typed.get('search')).toBeGreaterThanOrEqual('blueprint'.length);
  expect(typed.get('search')).toBeLessThanOrEqual('blueprint'.length * 4);

  await results(page).first().click();
  await expect(page.getByRole('heading', { name: 'Sources' })).toBeVisible();
  await page.goBack();
  await expect(results(page).first()).toBeVisible();
  expect((await calls()).get('add') ?? 0).toBe(0);
});

test('a long fast text does not wear out the address', async ({ phone: { page }, served }) => {
  await openSearch(page, served.url);
  await page.evaluate(() => {
    const replace = history.replaceState;
    Object.assign(globalThis, { replaced: 0 });
    history.replaceState = function (...args) {
      (globalThis as unknown as { replaced: number }).replaced += 1;
      replace.apply(this, args);
    };
  });
  const began = Date.now();
  for (let round = 0; round < 12; round += 1) {
    await page.keyboard.type('blueprint');
    await field(page).fill('');
  }
  await page.keyboard.type('csrf');
  await expect(page).toHaveURL(/#\/search\/csrf$/);
  const replaced = await page.evaluate(
    () => (globalThis as unknown as { replaced: number }).replaced,
  );
  expect(replaced).toBeGreaterThan(0);
  expect(replaced).toBeLessThanOrEqual((Date.now() - began) / 400 + 1);
});

test('says that cards are missing, and finds once they are here', async ({
  phone: { page, tolerate },
  served,
}) => {
  tolerate(/ERR_FAILED/);
  // Without a service worker every file comes over the network.
  await page.addInitScript(() => {
    delete (Navigator.prototype as { serviceWorker?: unknown }).serviceWorker;
  });
  await page.route(/assets\/topic-.*\.js/, (route) => route.abort());
  await page.goto(`${served.url}#/search/csrf`);
  await expect(page.getByRole('alert')).toContainText('The cards could not be loaded.');
  await expect(field(page)).toHaveValue('csrf');
  await page.unroute(/assets\/topic-.*\.js/);
  await page.getByRole('button', { name: 'Try again' }).tap();
  await expect(results(page).first().locator('mark').first()).toHaveText('CSRF');
});

test('finds without a network', async ({ phone, served }) => {
  await openOffline(phone.page, served.url);
  await served.kill();
  phone.tolerate(/ERR_CONNECTION_REFUSED/);
  const tab = await phone.context.newPage();
  await tab.goto(`${served.url}#/search/teardown_appcontext`);
  await expect(
    results(tab).locator('mark', { hasText: 'teardown_appcontext' }).first(),
  ).toBeVisible();
});
