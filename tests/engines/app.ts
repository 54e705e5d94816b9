// The app as a learner uses it, in any browser: what is to be seen, and the ways through a burst.

import { expect, type Page } from '@playwright/test';
import type { Rating } from '../browser/app.ts';
import { reviews } from '../browser/database.ts';
import type { Served } from '../browser/served.ts';
import type { Browser } from './browser.ts';
import { locate, type Role } from './locate.ts';

export async function tap(
  browser: Browser,
  role: Role,
  name: RegExp,
  within = 'body',
): Promise<void> {
  await browser.tap(await browser.evaluate(locate, { role, name: name.source, within }));
}

/** One visit; then nobody answers any more, and the page is loaded again. */
export async function openInTheTunnel(browser: Browser, served: Served): Promise<void> {
  await browser.open(served.url);
  await see(browser, /ready offline/);
  await screensAreHere(browser);
  await served.kill();
  await browser.reload();
  await see(browser, /ready offline/);
}

/** Screens that were fetched in a quiet moment; Firefox complains of a fetch that a reload breaks off. */
const FETCHED_LAST = ['Settings', 'Guide', 'Progress', 'Search', 'Mock', 'Licences', 'Help'];

async function screensAreHere(browser: Browser): Promise<void> {
  const missing = (names: readonly string[]) => {
    const entries = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
    const here = entries.filter(({ responseEnd }) => responseEnd > 0).map(({ name }) => name);
    return names.filter((name) => !here.some((url) => url.includes(`/${name}-`)));
  };
  await expect.poll(() => browser.evaluate(missing, FETCHED_LAST)).toEqual([]);
}

/** Waits until the page shows this, whatever the letters' case is made by CSS. */
export async function see(browser: Browser, text: RegExp): Promise<void> {
  await expect
    .poll(() => browser.evaluate(() => document.body.innerText, null))
    .toMatch(new RegExp(text.source, 'i'));
}

/** The text of the first such element, or `null`. */
export function textOf(browser: Browser, selector: string): Promise<string | null> {
  return browser.evaluate(
    (asked) => document.querySelector<HTMLElement>(asked)?.innerText ?? null,
    selector,
  );
}

export const QUESTION = 'article[data-layer=top] h1';
const ANSWER = 'article[data-layer=top] [aria-label=Answer]';

export async function startBurst(browser: Browser): Promise<void> {
  await tap(browser, 'button', /^Start a (new )?\d+-minute burst$/);
  await seeCard(browser, 1);
}

/** Waits until this card of the burst is up, 1 being the first, and all before it are on disk. */
export async function seeCard(browser: Browser, number: number): Promise<void> {
  const receipt = number > 1 ? '[\\s\\S]*\\bsaved\\b' : '';
  await expect
    .poll(() => textOf(browser, 'main > header'))
    .toMatch(new RegExp(`\\bcard ${number}\\b${receipt}`));
  await expect.poll(() => textOf(browser, QUESTION)).toMatch(/\w/);
}

export async function reveal(browser: Browser): Promise<void> {
  await tap(browser, 'button', /^I know this$/);
  await seeAnswer(browser);
}

export async function seeAnswer(browser: Browser): Promise<void> {
  await expect.poll(() => textOf(browser, ANSWER)).toMatch(/\w/);
}

/** @param from the number of the card that is up, 1 for the first of the burst */
export async function rateCards(
  browser: Browser,
  ratings: readonly Rating[],
  from = 1,
): Promise<void> {
  for (const [index, rating] of ratings.entries()) {
    await reveal(browser);
    await tap(browser, 'button', new RegExp(`^${rating}\\b`));
    await seeCard(browser, from + index + 1);
  }
}

/** What of a browser the database's readers and writers need of a Playwright page. */
export function pageOf({ evaluate }: Browser): Page {
  return { evaluate } as unknown as Page;
}

/** Confidences in the order they were given, those taken back too. */
export async function ratings(browser: Browser): Promise<readonly number[]> {
  return (await reviews(pageOf(browser))).map(({ confidence }) => confidence);
}
