// Small things that people expect: keys, a screen that stays on, a tick, a badge, paper, a calm motion.

import type { Page } from '@playwright/test';
import { leaveBurst, openOffline, question, rateCards, startBurst } from './app.ts';
import { wholeBank } from './bank.ts';
import { write } from './database.ts';
import { expect, test } from './fixtures.ts';

/** Counts what the app asks of the browser, under names of our own. */
function watchBrowser(): void {
  const asked: Record<string, number[]> = {
    lock: [],
    release: [],
    vibrate: [],
    badge: [],
    fade: [],
  };
  Object.assign(globalThis, { asked });
  Object.defineProperty(Navigator.prototype, 'wakeLock', {
    value: {
      request: async () => {
        asked['lock']?.push(1);
        return { release: async () => void asked['release']?.push(1) };
      },
    },
  });
  Navigator.prototype.vibrate = (pattern) => {
    asked['vibrate']?.push(Number(pattern));
    return true;
  };
  Object.assign(Navigator.prototype, {
    setAppBadge: async (count: number) => void asked['badge']?.push(count),
  });
  const fade = Document.prototype.startViewTransition;
  Document.prototype.startViewTransition = function (this: Document, ...args) {
    asked['fade']?.push(1);
    return fade.apply(this, args);
  };
}

function asked(page: Page, what: string): Promise<readonly number[]> {
  return page.evaluate(
    (name) => (globalThis as unknown as { asked: Record<string, number[]> }).asked[name] ?? [],
    what,
  );
}

test('? tells the keys, / opens search, and neither takes what one types', async ({
  phone: { page },
  served,
}) => {
  await openOffline(page, served.url);
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keys' });
  await expect(help.getByRole('heading', { name: 'Keys' })).toBeFocused();
  await expect(help.getByRole('heading', { level: 3 })).toHaveText([
    'In a burst',
    'In a mock interview',
    'After one of them',
    'In the search',
    'Everywhere',
  ]);
  await expect(help).toContainText('Search, but not in a burst or an interview');
  await page.keyboard.press('Escape');
  await expect(help).toHaveCount(0);
  await startBurst(page);
  await page.keyboard.press('?');
  await expect(help).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await expect(question(page)).toBeVisible();
  await leaveBurst(page);
  await page.keyboard.press('/');
  const field = page.getByRole('searchbox');
  await expect(field).toBeFocused();
  await page.keyboard.type('g/?');
  await expect(field).toHaveValue('g/?');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('the screen stays on during a burst, and only then', async ({ phone: { page }, served }) => {
  await page.addInitScript(watchBrowser);
  await openOffline(page, served.url);
  expect(await asked(page, 'lock')).toEqual([]);
  await startBurst(page);
  await expect.poll(() => asked(page, 'lock')).toEqual([1]);
  expect(await asked(page, 'release')).toEqual([]);
  await leaveBurst(page);
  await expect.poll(() => asked(page, 'release')).toEqual([1]);
});

test('a rating is felt, unless that is switched off', async ({ phone: { page }, served }) => {
  await page.addInitScript(watchBrowser);
  await openOffline(page, served.url);
  await startBurst(page);
  await rateCards(page, ['Solid']);
  await expect.poll(async () => (await asked(page, 'vibrate')).length).toBe(1);
  await write(page, { settings: { haptics: false } });
  await page.reload();
  await rateCards(page, ['Solid']);
  expect(await asked(page, 'vibrate')).toEqual([]);
});

test('the icon counts the weak topics that were begun', async ({ phone: { page }, served }) => {
  await page.addInitScript(watchBrowser);
  await openOffline(page, served.url);
  expect((await asked(page, 'badge')).at(-1)).toBe(0);
  const [first] = wholeBank().cards;
  const common = { type: 'review', burst: 'b', prediction: 'none', tookMs: 1, confidence: 1 };
  await write(page, { events: [{ ...common, id: 'one', at: Date.now(), card: first?.id }] });
  await page.reload();
  await expect.poll(async () => (await asked(page, 'badge')).at(-1)).toBe(1);
});

test('screens fade into each other, but not for those who want no motion', async ({
  phone: { page },
  served,
}) => {
  await page.addInitScript(watchBrowser);
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await openOffline(page, served.url);
  await page.getByRole('link', { name: 'Topics', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Topics' })).toBeFocused();
  expect((await asked(page, 'fade')).length).toBe(1);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeFocused();
  expect((await asked(page, 'fade')).length).toBe(1);
});

for (const hash of ['#/guide', `#/card/${'CARD'}`]) {
  test(`on paper there are words and no controls: ${hash}`, async ({ phone: { page }, served }) => {
    await openOffline(page, served.url);
    await write(page, { settings: { theme: 'dark' } });
    const [card] = wholeBank().cards;
    await page.goto(served.url + hash.replace('CARD', card?.id ?? ''));
    await page.reload();
    await expect(page.getByRole('heading', { level: 2 }).first()).toBeVisible();
    expect(await paper(page)).toBe('rgb(17, 23, 27)');
    await page.emulateMedia({ media: 'print' });
    expect(await paper(page)).toBe('rgb(247, 245, 240)');
    await expect(page.getByRole('navigation', { name: 'Main' })).toBeHidden();
    const controls = page.locator('button, input, select, textarea, form, summary');
    expect(await controls.filter({ visible: true }).count()).toBe(0);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.getByRole('heading', { name: 'My note' })).toHaveCount(0);
  });
}

test('a note on paper is its words under their heading', async ({ phone: { page }, served }) => {
  const [card] = wholeBank().cards;
  const text = Array.from({ length: 9 }, (_, line) => `line ${line}`).join('\n');
  await openOffline(page, served.url);
  const note = { id: 'note', type: 'note', at: Date.now(), card: card?.id, text };
  await write(page, { events: [note] });
  await page.goto(`${served.url}#/card/${card?.id}`);
  await page.reload();
  await expect(page.getByRole('textbox', { name: 'My note' })).toHaveValue(text);
  const printed = page.getByText(text, { exact: true });
  await expect(printed).toBeHidden();
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('heading', { name: 'My note' })).toBeVisible();
  await expect(printed).toHaveText(text, { useInnerText: true });
  await expect(page.getByRole('textbox')).toHaveCount(0);
});

/** The colour of the page. */
function paper(page: Page): Promise<string> {
  return page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
}
