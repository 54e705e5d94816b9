// What a learner does, in engines that are not Chromium: one visit, the server gone for good, and a burst.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contents, isReview, isUndo } from '../browser/database.ts';
import {
  openInTheTunnel,
  pageOf,
  QUESTION,
  rateCards,
  ratings,
  reveal,
  see,
  seeAnswer,
  seeCard,
  startBurst,
  tap,
  textOf,
} from './app.ts';
import { type Browser, DOWNLOADS } from './browser.ts';
import { expect, test } from './fixtures.ts';
import { until } from './processes.ts';

const TABS = 'nav[aria-label=Main]';

function annotate(type: string, description: string): void {
  test.info().annotations.push({ type, description });
}

test('a burst of three cards by taps; the browser is killed; all is there and it goes on', async ({
  phone,
  served,
}) => {
  const first = phone.browser;
  await openInTheTunnel(first, served);
  await first.evaluate(() => {
    window.addEventListener('click', (event) => {
      document.documentElement.dataset['tappedBy'] = (event as PointerEvent).pointerType;
    });
  }, null);
  await startBurst(first);
  await rateCards(first, ['Solid', 'Blank', 'Nailed']);
  expect(await ratings(first)).toEqual([3, 1, 4]);
  const tappedBy = await first.evaluate(() => document.documentElement.dataset['tappedBy'], null);
  annotate('taps by', tappedBy ?? 'nothing');
  const before = await contents(pageOf(first));
  const asked = await textOf(first, QUESTION);

  const again = await phone.restart();
  await again.open(served.url);
  await see(again, /ready offline/);
  expect(await contents(pageOf(again))).toEqual(before);
  await tap(again, 'link', /^Settings$/, TABS);
  await see(again, /\b3 ratings\b.* on this device/);
  await tap(again, 'link', /^Study$/, TABS);
  await tap(again, 'button', /^Go on where you were/);
  await seeCard(again, 4);
  expect(await textOf(again, QUESTION)).toBe(asked);
  await rateCards(again, ['Shaky'], 4);
  expect(await ratings(again)).toEqual([3, 1, 4, 2]);
});

test('a rating is taken back by the button, and given again', async ({
  phone: { browser },
  served,
}) => {
  await openInTheTunnel(browser, served);
  await startBurst(browser);
  const asked = await textOf(browser, QUESTION);
  await rateCards(browser, ['Solid']);
  await tap(browser, 'button', /^undo solid$/i);
  await seeCard(browser, 1);
  await seeAnswer(browser);
  expect(await textOf(browser, QUESTION)).toBe(asked);
  await tap(browser, 'button', /^Blank\b/);
  await seeCard(browser, 2);
  expect(await ratings(browser)).toEqual([3, 1]);
  const { events } = await contents(pageOf(browser));
  const solid = events.find((event) => isReview(event) && event.confidence === 3);
  expect(events.filter(isUndo)).toMatchObject([{ undoes: solid?.id }]);
});

test('a burst whose time is over ends with its summary', async ({ phone: { browser }, served }) => {
  await openInTheTunnel(browser, served);
  await startBurst(browser);
  await rateCards(browser, ['Nailed']);
  await browser.evaluate(letTimePass, 300_000);
  await see(browser, /last card/);
  await reveal(browser);
  await tap(browser, 'button', /^Solid\b/);
  await see(browser, /Burst done/);
  await tap(browser, 'button', /^Done for now$/);
  await tap(browser, 'button', /^Start a \d+-minute burst$/);
  await seeCard(browser, 1);
  expect(await ratings(browser)).toEqual([4, 3]);
  annotate('has no', (await lacks(browser)).join(', '));
});

/**
 * In the page: moves its clock on while the learner looks at it again and again, because the app
 * takes a longer jump for sleep of the phone.
 */
function letTimePass(ms: number): void {
  const { Date: Clock, document: page } = window as typeof globalThis & Window;
  const real = Clock.now;
  const step = 4000;
  for (let passed = step; passed < ms + step; passed += step) {
    const ahead = passed;
    Clock.now = () => real() + ahead;
    page.dispatchEvent(new Event('visibilitychange'));
  }
}

/** What the app would use at some point of a burst, where there is such a thing. */
function lacks(browser: Browser): Promise<readonly string[]> {
  const wanted = ['setAppBadge', 'vibrate', 'storage', 'wakeLock'];
  return browser.evaluate((names) => names.filter((name) => !(name in navigator)), wanted);
}

test('screens that start-up does not bring are there too', async ({
  phone: { browser },
  served,
}) => {
  await openInTheTunnel(browser, served);
  await tap(browser, 'link', /^Topics$/, TABS);
  await seePlace(browser, /^#\/topics$/);
  await tap(browser, 'link', /./, 'main li');
  await seePlace(browser, /^#\/topics\/./);
  await tap(browser, 'link', /./, 'main li');
  await seePlace(browser, /^#\/card\/./);
  await see(browser, /Points to hit[\s\S]+Sources/);
  await tap(browser, 'link', /^Topics$/, TABS);
  await tap(browser, 'link', /^Cheat sheet$/);
  await see(browser, /How to answer/);
  for (const name of await tabNames(browser)) {
    await tap(browser, 'link', new RegExp(`^${name}$`), TABS);
    await expect.poll(() => textOf(browser, `${TABS} [aria-current=page]`)).toContain(name);
    await expect.poll(() => textOf(browser, 'main h1')).toMatch(/\w/);
    expect(await textOf(browser, 'main h1')).not.toMatch(/not loaded/i);
  }
});

async function seePlace(browser: Browser, hash: RegExp): Promise<void> {
  await expect.poll(() => browser.evaluate(() => location.hash, null)).toMatch(hash);
}

async function tabNames(browser: Browser): Promise<readonly string[]> {
  const names = (await textOf(browser, TABS))?.split('\n') ?? [];
  expect(names.length).toBeGreaterThan(2);
  return names;
}

test('a rating with its tick and its tone, where there are such things', async ({
  phone: { browser },
  served,
}) => {
  await openInTheTunnel(browser, served);
  await tap(browser, 'link', /^Settings$/, TABS);
  // Switching it on gives a sample, whichever way it was.
  await tap(browser, 'checkbox', /^Haptics\b/);
  await tap(browser, 'checkbox', /^Haptics\b/);
  await tap(browser, 'checkbox', /^Sound\b/);
  await expect
    .poll(async () => (await contents(pageOf(browser))).settings)
    .toMatchObject({ sound: true });
  await tap(browser, 'link', /^Study$/, TABS);
  await startBurst(browser);
  await rateCards(browser, ['Solid', 'Blank']);
  expect(await ratings(browser)).toEqual([3, 1]);
});

test('the dark theme is dark, also after a restart', async ({ phone, served }) => {
  await openInTheTunnel(phone.browser, served);
  const day = await colors(phone.browser);
  expect(day.paper).toBeGreaterThan(day.ink + 0.5);
  await tap(phone.browser, 'link', /^Settings$/, TABS);
  await tap(phone.browser, 'radio', /^Dark$/);
  await expect.poll(async () => (await colors(phone.browser)).paper).toBeLessThan(0.2);
  const { browser } = phone;
  await expect
    .poll(async () => (await contents(pageOf(browser))).settings)
    .toMatchObject({ theme: 'dark' });

  const again = await phone.restart();
  await again.open(served.url);
  await see(again, /ready offline/);
  const night = await colors(again);
  expect(night.ink).toBeGreaterThan(night.paper + 0.5);
  expect(night.bar).toEqual([night.paper, night.paper]);
});

/** How light the page, its text and the browser's bar in its two media are, from 0 to 1. */
async function colors(browser: Browser) {
  const found = await browser.evaluate(() => {
    const { backgroundColor, color } = getComputedStyle(document.body.parentElement as Element);
    const metas = document.querySelectorAll<HTMLMetaElement>('meta[name=theme-color]');
    return { backgroundColor, color, bar: [...metas].map(({ content }) => content) };
  }, null);
  return {
    paper: lightness(found.backgroundColor),
    ink: lightness(found.color),
    bar: found.bar.map(lightness),
  };
}

function lightness(color: string): number {
  const parts = color.match(/\d+/g)?.slice(0, 3).map(Number) ?? [];
  return parts.reduce((sum, part) => sum + part, 0) / (3 * 255);
}

test('the export is a file with every rating', async ({ phone: { browser, profile }, served }) => {
  await openInTheTunnel(browser, served);
  await startBurst(browser);
  await rateCards(browser, ['Solid', 'Shaky']);
  const { events } = await contents(pageOf(browser));
  await tap(browser, 'button', /^Leave the burst/);
  await tap(browser, 'link', /^Settings$/, TABS);
  await tap(browser, 'button', /^Export my data$/);
  const file = await until('the download', async () => parsed(join(profile, DOWNLOADS)));
  expect(file).toMatchObject({ app: 'pocket-flask', events });
});

/** What the one file in a folder says, once all of it is there. */
function parsed(folder: string): unknown {
  const [name] = readdirSync(folder).filter((each) => each.endsWith('.json'));
  if (!name) return undefined;
  try {
    return JSON.parse(readFileSync(join(folder, name), 'utf8'));
  } catch {
    return undefined;
  }
}

test('what goes wrong in a page is seen here', async ({ phone, served }) => {
  phone.tolerate(/./);
  await phone.browser.open(served.url);
  await see(phone.browser, /ready offline/);
  await phone.browser.evaluate(() => {
    setTimeout(() => {
      throw new Error('Thrown.');
    });
    void Promise.reject(new Error('Rejected.'));
    void fetch('http://localhost:9/').catch(() => undefined);
  }, null);
  const troubles = async () => (await phone.troubles()).join('\n');
  await expect.poll(troubles).toMatch(/Thrown\./);
  await expect.poll(troubles).toMatch(/Rejected\./);
  await expect.poll(troubles).toMatch(/localhost:9.*connect-src|connect-src.*localhost:9/);
});
