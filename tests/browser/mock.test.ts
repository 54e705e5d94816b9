// A mock interview from its set-up to its report: asked, spoken, judged, and kept whatever happens.

import type { Locator, Page } from '@playwright/test';
import type { Card } from '../../src/bank/card.ts';
import type { Review } from '../../src/memory/event.ts';
import { openOffline, type Rating, rate } from './app.ts';
import { wholeBank } from './bank.ts';
import { contents, isUndo, reviews } from './database.ts';
import { expect, test } from './fixtures.ts';
import { setVisible, stopClock } from './time.ts';
import { finger } from './touch.ts';

/** How the learner wants it: the words on the buttons of the set-up. */
type Wish = readonly string[];

const SHORT: Wish = ['Mid', '15 min'];
/** Where the interview is, in its header. */
const NUMBER = /^Question \d+ of \d+$/;
const CONFIDENCE: Readonly<Record<Rating, number>> = { Blank: 1, Shaky: 2, Solid: 3, Nailed: 4 };

/** From home. */
async function openMock(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Pocket Flask' })).toBeVisible();
  await page.evaluate(() => {
    location.hash = '#/mock';
  });
  await expect(page.getByRole('heading', { name: 'Mock interview' })).toBeVisible();
}

async function startMock(page: Page, wish: Wish = SHORT): Promise<void> {
  await openMock(page);
  for (const name of wish) await page.getByText(name, { exact: true }).click();
  await page.getByRole('button', { name: 'Start the interview' }).click();
  await expectNumber(page, 1);
}

function heading(page: Page): Locator {
  return page.getByRole('main').getByRole('heading', { level: 1 });
}

function answer(page: Page): Locator {
  return page.getByRole('group', { name: 'Answer' });
}

async function expectNumber(page: Page, number: number): Promise<void> {
  await expect(page.getByText(new RegExp(`^Question ${number} of \\d+$`))).toBeVisible();
}

async function speak(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'I have answered' }).click();
}

/** Ticks so many points of the answer that is being judged. */
async function tick(page: Page, points: number): Promise<void> {
  for (let index = 0; index < points; index += 1)
    await page.getByRole('checkbox').nth(index).check();
}

/** The card whose question is on screen. */
async function cardUp(page: Page): Promise<Card> {
  const asked = await heading(page).textContent();
  const card = wholeBank().cards.find(({ plainQuestion }) => plainQuestion === asked);
  if (!card) throw new Error(`No card asks “${asked}”.`);
  return card;
}

/** From the question that is up to the rating of its answer. */
async function goThrough(page: Page, ratings: readonly Rating[]): Promise<readonly Card[]> {
  const cards: Card[] = [];
  for (const rating of ratings) {
    const number = Number(/\d+/.exec((await page.getByText(NUMBER).textContent()) ?? ''));
    cards.push(await cardUp(page));
    await speak(page);
    await expect(answer(page)).toBeVisible();
    await rate(page, rating);
    if (number < 7) await expectNumber(page, number + 1);
  }
  return cards;
}

/** The ratings on disk, undone ones too, once there are so many. */
async function savedReviews(page: Page, count: number): Promise<readonly Review[]> {
  await expect.poll(async () => (await reviews(page)).length).toBe(count);
  return reviews(page);
}

async function storedMock(page: Page): Promise<unknown> {
  return (await contents(page)).settings['mock'];
}

const RATINGS: readonly Rating[] = ['Solid', 'Blank', 'Shaky', 'Nailed', 'Blank', 'Solid', 'Shaky'];

test('offline: seven questions, each judged, a report, and reviews that count', async ({
  phone: { page },
  served,
}) => {
  await openOffline(page, served.url);
  const before = await page
    .getByRole('img', { name: /^Flask filled to/ })
    .getAttribute('aria-label');
  await served.kill();
  await startMock(page);
  await expect(page.getByRole('navigation', { name: 'Main' })).toHaveCount(0);

  let hit = 0;
  let points = 0;
  const asked: Card[] = [];
  for (const [index, rating] of RATINGS.entries()) {
    await expectNumber(page, index + 1);
    const card = await cardUp(page);
    asked.push(card);
    const title = wholeBank().bank.topics.find(({ id }) => id === card.topic)?.title ?? '';
    await expect(answer(page)).toHaveCount(0);
    await expect(page.getByRole('checkbox')).toHaveCount(0);
    await expect(page.getByText(`${title} · ${card.level}`)).toHaveCount(0);
    await speak(page);
    await expect(page.getByText(`${title} · ${card.level}`)).toBeVisible();
    await tick(page, index % 3);
    hit += index % 3;
    points += card.points.length;
    await rate(page, rating);
  }

  await expect(page.getByRole('heading', { name: 'How it went' })).toBeFocused();
  await expect(page.getByText(`You hit ${hit} of ${points} points`)).toBeVisible();
  const rated = await savedReviews(page, 7);
  expect(rated.map(({ card }) => card)).toEqual(asked.map(({ id }) => id));
  expect(rated.map(({ confidence }) => confidence)).toEqual(
    RATINGS.map((each) => CONFIDENCE[each]),
  );
  expect(new Set(rated.map(({ burst }) => burst)).size).toBe(1);
  expect(new Set(rated.map(({ prediction }) => prediction))).toEqual(new Set(['none']));

  await page.reload();
  await expect(page.getByText(`You hit ${hit} of ${points} points`)).toBeVisible();
  for (const { topic } of asked) {
    const title = wholeBank().bank.topics.find(({ id }) => id === topic)?.title ?? '';
    await expect(page.getByRole('link', { name: title, exact: true })).toBeVisible();
  }
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('heading', { name: 'Pocket Flask' })).toBeVisible();
  const after = page.getByRole('img', { name: /^Flask filled to/ });
  expect(await after.getAttribute('aria-label')).not.toBe(before);
  await expect.poll(() => storedMock(page)).toBeNull();
  await openMock(page);
  await expect(page.getByRole('button', { name: 'Start the interview' })).toBeVisible();
});

test('it opens broad and follows up', async ({ phone: { page }, served }) => {
  await page.goto(served.url);
  await startMock(page);
  const [first, second] = await goThrough(page, ['Solid', 'Solid']);
  expect(first).toMatchObject({ core: true, level: 'junior' });
  expect(first?.followUps.map(({ id }) => id)).toContain(second?.id);
});

test('judged at the end, in the order of the interview', async ({ phone: { page }, served }) => {
  await page.goto(served.url);
  await startMock(page, [...SHORT, 'At the end']);
  const asked: string[] = [];
  await page.keyboard.press('Space');
  await expectNumber(page, 2);
  await page.getByRole('button', { name: 'undo answer' }).click();
  for (let number = 1; number <= 7; number += 1) {
    await expectNumber(page, number);
    asked.push((await cardUp(page)).id);
    await expect(answer(page)).toHaveCount(0);
    await page.keyboard.press('Space');
  }
  for (const [index, rating] of RATINGS.entries()) {
    await expectNumber(page, index + 1);
    await expect(answer(page)).toBeVisible();
    expect((await cardUp(page)).id).toBe(asked[index]);
    await page.keyboard.press(String(CONFIDENCE[rating]));
  }
  await expect(page.getByRole('heading', { name: 'How it went' })).toBeVisible();
  expect((await savedReviews(page, 7)).map(({ card }) => card as string)).toEqual(asked);
});

test('the clock counts two minutes down, then gently on, while one looks', async ({
  phone: { page },
  served,
}) => {
  await page.clock.install();
  await page.goto(served.url);
  await startMock(page);
  await stopClock(page);
  const timer = page.getByRole('timer');
  const seconds = async () => {
    const [minutes, rest] = ((await timer.textContent()) ?? '').split(/[: ]/);
    return Number(minutes) * 60 + Number(rest);
  };
  await page.clock.runFor(2000);
  const start = await seconds();
  await page.clock.runFor(30_000);
  expect(await seconds()).toBe(start - 30);
  await setVisible(page, false);
  await page.clock.runFor(600_000);
  await setVisible(page, true);
  expect(await seconds()).toBe(start - 30);
  await page.clock.runFor((start - 30 + 12) * 1000);
  await expect(timer).toHaveText('0:12 over');
  await expect(page.getByText(/^Two minutes are over/)).toBeAttached();
  await expectNumber(page, 1);

  await speak(page);
  await page.clock.runFor(300_000);
  await rate(page, 'Solid');
  await expectNumber(page, 2);
  await page.clock.runFor(1000);
  expect(await seconds()).toBeGreaterThanOrEqual(118);
  const [review] = await savedReviews(page, 1);
  expect(Math.abs((review?.tookMs ?? 0) - 132_000)).toBeLessThanOrEqual(1000);
});

test('killed in the middle of a question and of judging: it goes on right there', async ({
  phone,
  served,
}) => {
  await phone.page.goto(served.url);
  await startMock(phone.page);
  await goThrough(phone.page, ['Solid', 'Blank']);
  const asked = await heading(phone.page).textContent();
  await savedReviews(phone.page, 2);
  await phone.kill();

  let page = await phone.relaunch();
  await page.goto(`${served.url}#/mock`);
  await page.getByRole('button', { name: /^Go on with .* question 3 of 7$/ }).click();
  await expect(heading(page)).toHaveText(asked ?? '');
  await expect(answer(page)).toHaveCount(0);
  await speak(page);
  await tick(page, 2);
  await expect.poll(() => storedMock(page)).toMatchObject({ ticks: [[], [], [0, 1]] });
  await phone.kill();

  page = await phone.relaunch();
  await page.goto(`${served.url}#/mock`);
  await page.getByRole('button', { name: /^Go on with .* question 3 of 7$/ }).click();
  await expect(heading(page)).toHaveText(asked ?? '');
  await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(2);
  await page.getByRole('button', { name: 'undo answer' }).click();
  await expect(answer(page)).toHaveCount(0);
  await page.getByRole('button', { name: 'undo blank' }).click();
  await expectNumber(page, 2);
  await rate(page, 'Nailed');
  await expectNumber(page, 3);
  expect((await savedReviews(page, 3)).map(({ confidence }) => confidence)).toEqual([3, 1, 4]);
});

test('by keyboard alone', async ({ phone: { page }, served }) => {
  await page.goto(served.url);
  await openMock(page);
  await expect(heading(page)).toBeFocused();
  const start = page.getByRole('button', { name: 'Start the interview' });
  await page.getByRole('radio', { name: '30 min' }).focus();
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('radio', { name: '15 min' })).toBeChecked();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(start).toBeFocused();
  await page.keyboard.press('Enter');

  await expect(heading(page)).toBeFocused();
  const first = await heading(page).textContent();
  await page.keyboard.press('Space');
  await expect(answer(page)).toBeVisible();
  await expect(heading(page)).toBeFocused();
  const suggested = page.getByRole('button', { name: /suggested by your points/ });
  await expect(suggested).toHaveText(/^Blank/);
  await page.getByRole('checkbox').first().focus();
  for (const box of await page.getByRole('checkbox').all()) {
    await expect(box).toBeFocused();
    await page.keyboard.press('Space');
    await expect(box).toBeChecked();
    await page.keyboard.press('Tab');
  }
  await expect(suggested).toHaveText(/^Nailed/);
  await page.keyboard.press('3');
  await expectNumber(page, 2);
  await expect(heading(page)).toBeFocused();
  await expect(page.getByText('Question 1 rated solid.')).toBeAttached();

  await page.keyboard.press('z');
  await expect(heading(page)).toHaveText(first ?? '');
  await expect(page.getByText('Rating of question 1 taken back.')).toBeAttached();
  await page.keyboard.press('4');
  await expectNumber(page, 2);
  await page.keyboard.press('Enter');
  await expect(answer(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: /^Go on with .* question 2 of 7$/ })).toBeVisible();
  await expect(heading(page)).toBeFocused();
  expect((await savedReviews(page, 2)).map(({ confidence }) => confidence)).toEqual([3, 4]);
});

test('undo from the report puts memory and judging back', async ({ phone: { page }, served }) => {
  await page.goto(served.url);
  await startMock(page);
  await goThrough(page, RATINGS.slice(0, 6));
  await expect.poll(async () => (await contents(page)).memories.length).toBe(6);
  const before = (await contents(page)).memories;
  const [last] = await goThrough(page, ['Shaky']);
  await expect(page.getByRole('heading', { name: 'How it went' })).toBeVisible();
  await savedReviews(page, 7);
  await page.reload();
  await page.getByRole('button', { name: 'undo shaky' }).click();
  await expectNumber(page, 7);
  await expect(heading(page)).toHaveText(last?.plainQuestion ?? '');
  await expect.poll(async () => (await contents(page)).memories).toEqual(before);
  await rate(page, 'Nailed');
  await expect(page.getByRole('button', { name: 'undo nailed' })).toBeVisible();
  await savedReviews(page, 8);
  const { events } = await contents(page);
  expect(events.filter(isUndo)).toHaveLength(1);
});

test('what was blank or shaky is studied next, as a burst', async ({ phone: { page }, served }) => {
  await page.goto(served.url);
  await startMock(page);
  const asked = await goThrough(page, [
    'Solid',
    'Shaky',
    'Nailed',
    'Blank',
    'Solid',
    'Solid',
    'Solid',
  ]);
  await page.getByRole('button', { name: 'Study these 2 cards now' }).click();
  const up = page.locator('article[data-layer=top]').getByRole('heading', { level: 1 });
  await expect(up).toHaveText(asked[3]?.plainQuestion ?? '');
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'How it went' })).toBeVisible();
});

test('left by Back it is kept, ended early it is judged as far as it went', async ({
  phone: { page },
  served,
}) => {
  await page.goto(served.url);
  await startMock(page, [...SHORT, 'At the end']);
  await page.keyboard.press('Space');
  await expectNumber(page, 2);
  await page.keyboard.press('Space');
  await expectNumber(page, 3);
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'Pocket Flask' })).toBeVisible();
  await openMock(page);
  await expect(page.getByRole('button', { name: /^Go on with .* question 3 of 7$/ })).toBeVisible();
  await page.getByRole('button', { name: 'End it here' }).click();
  await expect(page.getByText('Question 1 of 2')).toBeVisible();
  await rate(page, 'Solid');
  await expect(page.getByText('Question 2 of 2')).toBeVisible();
  await rate(page, 'Nailed');
  await expect(page.getByText(/^2 questions, mid, in/)).toBeVisible();
});

test('ended while its answers are judged, it reports those and lists the others', async ({
  phone: { page },
  served,
}) => {
  await page.goto(served.url);
  await startMock(page, [...SHORT, 'At the end']);
  for (let number = 1; number <= 7; number += 1) {
    await expectNumber(page, number);
    await page.keyboard.press('Space');
  }
  await expect(answer(page)).toBeVisible();
  const { points } = await cardUp(page);
  await tick(page, 1);
  await rate(page, 'Solid');
  await expectNumber(page, 2);
  await page.keyboard.press('Escape');
  await expect(page.getByText(/you get the report at once/)).toBeVisible();
  await page.getByRole('button', { name: 'End it here' }).click();
  await expect(page.getByText(`You hit 1 of ${points.length} points`)).toBeVisible();
  await expect(page.getByText(/^7 questions, mid, in .* · 6 not judged$/)).toBeVisible();
  await expect(page.getByText('not judged', { exact: true })).toHaveCount(6);
  await savedReviews(page, 1);
  await page.reload();
  await page.getByRole('button', { name: 'undo end' }).click();
  await expectNumber(page, 2);
  await expect(answer(page)).toBeVisible();
});

test.describe('in two tabs', () => {
  const elsewhere = (page: Page) =>
    page.getByRole('heading', { name: 'Your mock interview is open in another tab' });

  test('it is in one at a time: taken over where it is, freed by leaving, asked and rated once', async ({
    phone,
    served,
  }) => {
    const { page } = phone;
    await openOffline(page, served.url);
    const other = await phone.context.newPage();
    await openOffline(other, served.url);
    await page.bringToFront();
    await startMock(page);
    await goThrough(page, ['Solid']);
    await savedReviews(page, 1);

    // Opened before it began, this tab knows of none, and begins none in its place.
    await other.bringToFront();
    await openMock(other);
    await other.getByRole('button', { name: 'Start the interview' }).click();
    await expect(elsewhere(other)).toBeVisible();
    await page.bringToFront();
    const asked = await heading(page).textContent();
    await speak(page);
    await tick(page, 2);
    await expect.poll(() => storedMock(page)).toMatchObject({ ticks: [[], [0, 1]] });

    await other.bringToFront();
    await other.getByRole('button', { name: 'Go on here' }).click();
    await expect(answer(other)).toBeVisible();
    await expect(heading(other)).toHaveText(asked ?? '');
    await expect(other.getByRole('checkbox', { checked: true })).toHaveCount(2);
    await expect(elsewhere(page)).toBeVisible();
    await rate(other, 'Blank');
    await expectNumber(other, 3);
    await goThrough(other, ['Shaky']);
    const next = await heading(other).textContent();
    await other.getByRole('button', { name: 'Leave the interview; it is kept' }).click();
    await other.goBack();

    await page.bringToFront();
    await page.getByRole('button', { name: 'Back' }).click();
    await openMock(page);
    await page.getByRole('button', { name: /^Go on with .* question 4 of 7$/ }).click();
    await expect(heading(page)).toHaveText(next ?? '');
    await goThrough(page, ['Nailed']);
    const rated = await savedReviews(page, 4);
    expect(rated.map(({ confidence }) => confidence)).toEqual([3, 1, 2, 4]);
    expect(new Set(rated.map(({ card }) => card)).size).toBe(4);
    expect(new Set(rated.map(({ burst }) => burst)).size).toBe(1);
  });
});

test('a double tap answers, and rates nothing', async ({ phone: { page }, served }) => {
  await page.goto(served.url);
  await startMock(page);
  const box = await page.getByRole('button', { name: 'I have answered' }).boundingBox();
  if (!box) throw new Error('There is no such button.');
  // Where “Shaky” will be.
  const at = { x: box.x + box.width * 0.4, y: box.y + box.height / 2 };
  const one = await finger(page);
  await one.down(at);
  await one.up(40);
  await expect(answer(page)).toBeVisible();
  await one.down(at, 80);
  await one.up(40);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
  await expectNumber(page, 1);
  await one.down(at, 460);
  await one.up(40);
  await expectNumber(page, 2);
  expect((await savedReviews(page, 1)).map(({ confidence }) => confidence)).toEqual([2]);
});

test('the screen stays on while it is up', async ({ phone: { page }, served }) => {
  await page.addInitScript(() => {
    let awake = 0;
    const show = () => document.documentElement.setAttribute('data-awake', String(awake));
    Object.defineProperty(navigator, 'wakeLock', {
      value: {
        async request() {
          awake += 1;
          show();
          return {
            async release() {
              awake -= 1;
              show();
            },
          };
        },
      },
    });
  });
  await page.goto(served.url);
  await startMock(page);
  await expect(page.locator('html')).toHaveAttribute('data-awake', '1');
  await speak(page);
  await rate(page, 'Solid');
  await expectNumber(page, 2);
  await expect(page.locator('html')).toHaveAttribute('data-awake', '1');
  await page.getByRole('button', { name: 'Leave the interview; it is kept' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-awake', '0');
});

test('questions that do not come: a message, and Try again works', async ({ phone, served }) => {
  const { page } = phone;
  // Without a service worker every file comes over the network.
  await phone.context.addInitScript(() => {
    delete (Navigator.prototype as { serviceWorker?: unknown }).serviceWorker;
  });
  phone.tolerate(/ERR_FAILED/);
  await page.route(/assets\/topic-.*\.js/, (route) => route.abort());
  await page.goto(`${served.url}#/mock`);
  await page.getByRole('button', { name: 'Start the interview' }).click();
  await expect(page.getByText('The questions could not be loaded.')).toBeVisible();
  await page.unroute(/assets\/topic-.*\.js/);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expectNumber(page, 1);
});
