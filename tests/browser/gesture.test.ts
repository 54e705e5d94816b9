// What a finger on a card means: one swipe is one rating, and everything else is none.

import type { Page } from '@playwright/test';
import {
  answer,
  card,
  expectCard,
  expectSaved,
  openCardInBurst,
  openOffline,
  rateCards,
  reveal,
  startBurst,
} from './app.ts';
import { wholeBank } from './bank.ts';
import { reviews } from './database.ts';
import { expect, test } from './fixtures.ts';
import type { Phone } from './phone.ts';
import type { Served } from './served.ts';
import { finishOnNextRating } from './time.ts';
import { finger, fling, middleOf, type Spot, swipe } from './touch.ts';

const MIDDLE = { x: 206, y: 400 };

async function onAnAnswer(phone: Phone, served: Served): Promise<Page> {
  await openOffline(phone.page, served.url);
  await startBurst(phone.page);
  await reveal(phone.page);
  await atRest(phone.page);
  return phone.page;
}

async function onTheAnswerOf(phone: Phone, served: Served, id: string): Promise<Page> {
  await openCardInBurst(phone.page, served.url, id, 'answer');
  await atRest(phone.page);
  return phone.page;
}

/** Nothing moves any more: what is still on its way would get the finger. */
async function atRest(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const running = document.getAnimations().map((animation) => animation.finished);
    await Promise.allSettled(running);
  });
}

function buttonAt(page: Page, spot: Spot): Promise<string | undefined> {
  return page.evaluate(
    ({ x, y }) => document.elementFromPoint(x, y)?.closest('button')?.innerText,
    spot,
  );
}

/** A rating would be up as the undo button, and the card would be another. */
async function expectNothingRated(page: Page): Promise<void> {
  await expectCard(page, 1);
  await expect(answer(page)).toBeVisible();
  await expect(page.getByRole('button', { name: /^undo/ })).toHaveCount(0);
  await expect(card(page)).toHaveCSS('--drag', '0');
  expect(await reviews(page)).toEqual([]);
}

async function scrolled(page: Page): Promise<number> {
  return await card(page)
    .locator(':scope > div')
    .evaluate((scroller) => scroller.scrollTop);
}

function drag(page: Page): Promise<string> {
  return card(page).evaluate((element) => element.style.getPropertyValue('--drag'));
}

test('a flick to the right rates solid, once', async ({ phone, served }) => {
  const page = await onAnAnswer(phone, served);
  await fling(page, 'right');
  await expectCard(page, 2);
  await expectSaved(page);
  expect((await reviews(page)).map(({ confidence }) => confidence)).toEqual([3]);
});

test('a flick to the left rates blank, once', async ({ phone, served }) => {
  const page = await onAnAnswer(phone, served);
  await fling(page, 'left');
  await expectCard(page, 2);
  await expectSaved(page);
  expect((await reviews(page)).map(({ confidence }) => confidence)).toEqual([1]);
});

test('two flicks in a row rate one card, and do not show the next answer', async ({
  phone,
  served,
}) => {
  const page = await onAnAnswer(phone, served);
  await fling(page, 'right');
  await fling(page, 'right');
  await expectCard(page, 2);
  await expectSaved(page);
  expect(await reviews(page)).toHaveLength(1);
  await expect(answer(page)).toHaveCount(0);
});

test('a tap right after a flick counts', async ({ phone, served }) => {
  const page = await onAnAnswer(phone, served);
  await fling(page, 'right');
  await page.getByRole('button', { name: 'I know this' }).tap();
  await expect(answer(page)).toBeVisible();
});

test('taps at one place are two when a swipe lies between, however quick', async ({
  phone: { page },
  served,
}) => {
  await openOffline(page, served.url);
  await startBurst(page);
  await atRest(page);
  const at = await middleOf(page.getByRole('button', { name: 'I know this' }));
  const one = await finger(page);
  await one.down(at);
  await one.up(20);
  await expect(answer(page)).toBeVisible();
  await atRest(page);
  await one.down({ x: 90, y: 300 }, 40);
  await one.move({ x: 290, y: 300 }, { ms: 100 });
  await one.up();
  await expectCard(page, 2);
  await atRest(page);
  await one.down(at, 40);
  await one.up(20);
  await expect(answer(page)).toBeVisible();
});

for (const [where, part] of [
  ['in the middle of', 0.5],
  ['low on', 0.9],
] as const) {
  test(`a double tap ${where} “I know this” reveals and rates nothing`, async ({
    phone,
    served,
  }) => {
    const { page } = phone;
    await openOffline(page, served.url);
    await startBurst(page);
    await atRest(page);
    const box = await page.getByRole('button', { name: 'I know this' }).boundingBox();
    if (!box) throw new Error('There is no such button.');
    // Beside the middle, where there would be a gap between two ratings.
    const at = { x: box.x + box.width * 0.3, y: box.y + box.height * part };
    const one = await finger(page);
    await one.down(at);
    await one.up(40);
    await expect(answer(page)).toBeVisible();
    expect(await buttonAt(page, at)).toMatch(/^(Solid|Nailed)/);
    await one.down(at, 80);
    await one.up(40);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
    await expectNothingRated(page);
    await one.down(at, 460);
    await one.up(40);
    await expectCard(page, 2);
    await expectSaved(page);
    expect(await reviews(page)).toHaveLength(1);
  });
}

/** Stops all animations, and the moment for which what has just come takes no taps. */
async function stopAnimations(page: Page): Promise<() => Promise<void>> {
  const session = await page.context().newCDPSession(page);
  const run = (playbackRate: number) => session.send('Animation.setPlaybackRate', { playbackRate });
  await session.send('Animation.enable');
  await run(0);
  return async () => {
    await run(1);
    await atRest(page);
  };
}

async function tapAt(page: Page, ...spots: readonly Spot[]): Promise<void> {
  const one = await finger(page);
  for (const spot of spots) {
    await one.down(spot, 80);
    await one.up(40);
  }
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
}

test('the second of a double tap on Start says and shows nothing', async ({
  phone: { page },
  served,
}) => {
  await openOffline(page, served.url);
  const at = await middleOf(page.getByRole('button', { name: /^Start a/ }));
  const goOn = await stopAnimations(page);
  await tapAt(page, at);
  await expect(page.getByRole('button', { name: 'I know this' })).toBeVisible();
  const prompts = [
    await middleOf(page.getByRole('button', { name: 'Not sure' })),
    await middleOf(page.getByRole('button', { name: 'I know this' })),
  ];
  await tapAt(page, at, MIDDLE, ...prompts);
  await expect(answer(page)).toHaveCount(0);
  await goOn();
  await tapAt(page, MIDDLE);
  await expect(answer(page)).toBeVisible();
});

test('a double tap on undo takes back one rating', async ({ phone: { page }, served }) => {
  await openOffline(page, served.url);
  await startBurst(page);
  await rateCards(page, ['Solid', 'Solid']);
  await atRest(page);
  const at = await middleOf(page.getByRole('button', { name: 'undo solid' }));
  const goOn = await stopAnimations(page);
  await tapAt(page, at);
  await expectCard(page, 2);
  await tapAt(page, at);
  await expectCard(page, 2);
  await goOn();
  await tapAt(page, at);
  await expectCard(page, 1);
});

test('the second of a double tap that ends or begins a burst leads no further', async ({
  phone: { page },
  served,
}) => {
  await page.clock.install();
  await openOffline(page, served.url);
  await startBurst(page);
  await finishOnNextRating(page);
  await reveal(page);
  await atRest(page);
  const rating = await middleOf(page.getByRole('button', { name: /^Solid/ }));
  let goOn = await stopAnimations(page);
  await tapAt(page, rating);
  const summary = page.getByRole('heading', { name: 'Burst done' });
  await expect(summary).toBeVisible();
  const another = await middleOf(page.getByRole('button', { name: 'Another 5 minutes' }));
  const undo = await middleOf(page.getByRole('button', { name: 'undo the last rating' }));
  await tapAt(page, rating, undo, another);
  await expect(summary).toBeVisible();
  await goOn();

  goOn = await stopAnimations(page);
  await tapAt(page, another);
  const sure = await middleOf(page.getByRole('button', { name: 'I know this' }));
  await tapAt(page, another, sure);
  await expectCard(page, 1);
  await expect(answer(page)).toHaveCount(0);
  await goOn();
  await tapAt(page, sure);
  await expect(answer(page)).toBeVisible();
});

test('a slow swipe shows its rating from 30 % of the card on, and rates when lifted', async ({
  phone,
  served,
}) => {
  const page = await onAnAnswer(phone, served);
  const width = (await card(page).boundingBox())?.width ?? 0;
  const one = await finger(page);
  await one.down({ x: 100, y: 400 });
  await one.move({ x: 100 + 0.25 * width, y: 400 }, { ms: 1200 });
  await expect(card(page)).toHaveAttribute('data-stamp', '');
  await one.move({ x: 100 + 0.35 * width, y: 400 }, { ms: 600 });
  await expect(card(page)).toHaveAttribute('data-stamp', 'right');
  await expect(card(page).getByText('Solid', { exact: true })).toHaveCSS('opacity', '1');
  expect(await reviews(page)).toEqual([]);
  await one.up(200);
  await expectCard(page, 2);
  await expectSaved(page);
  expect(await reviews(page)).toHaveLength(1);
});

test('dragging out and back again rates nothing, and the card returns', async ({
  phone,
  served,
}) => {
  const page = await onAnAnswer(phone, served);
  const one = await finger(page);
  await one.down({ x: 100, y: 400 });
  await one.move({ x: 300, y: 400 }, { ms: 800 });
  await expect(card(page)).toHaveAttribute('data-stamp', 'right');
  await one.move({ x: 110, y: 400 }, { ms: 800 });
  await expect(card(page)).toHaveAttribute('data-stamp', '');
  await one.up(200);
  await expectNothingRated(page);
  await expect(page.locator('article')).toHaveCount(1);
});

test('a second finger cancels a swipe', async ({ phone, served }) => {
  const page = await onAnAnswer(phone, served);
  const one = await finger(page);
  await one.down({ x: 100, y: 400 });
  await one.move({ x: 300, y: 400 });
  await expect(card(page)).toHaveAttribute('data-stamp', 'right');
  await one.joinedAt({ x: 360, y: 600 });
  await expect(card(page)).toHaveAttribute('data-stamp', '');
  await one.move({ x: 350, y: 400 });
  await one.up();
  await expectNothingRated(page);
});

test('a swipe that the phone takes for itself rates nothing, and the card returns', async ({
  phone,
  served,
}) => {
  const page = await onAnAnswer(phone, served);
  const one = await finger(page);
  await one.down({ x: 100, y: 400 });
  await one.move({ x: 300, y: 400 });
  await expect(card(page)).toHaveAttribute('data-stamp', 'right');
  await one.cancel();
  await expect(card(page)).toHaveAttribute('data-stamp', '');
  await expectNothingRated(page);
  await expect(page.locator('article')).toHaveCount(1);
  await expect.poll(async () => (await card(page).boundingBox())?.x).toBe(20);
  await fling(page, 'right');
  await expectCard(page, 2);
});

// The card itself begins 20 px from the edge, so both beside it and on its rim.
for (const [name, x, to] of [
  ['5 px from the left edge', 5, 250],
  ['24 px from the left edge', 24, 250],
  ['5 px from the right edge', 407, 150],
  ['24 px from the right edge', 388, 150],
] as const) {
  test(`a swipe that starts ${name} belongs to the phone`, async ({ phone, served }) => {
    const page = await onAnAnswer(phone, served);
    await swipe(page, { x, y: 400 }, { x: to, y: 400 });
    await expectNothingRated(page);
  });
}

test('a slow scroll up and down moves the card’s text and rates nothing', async ({
  phone,
  served,
}) => {
  const page = await onAnAnswer(phone, served);
  await swipe(page, { x: 206, y: 600 }, { x: 206, y: 350 }, { steps: 25, ms: 1500 });
  await expect.poll(() => scrolled(page)).toBeGreaterThan(150);
  await expectNothingRated(page);
});

test('a diagonal scroll rates nothing', async ({ phone, served }) => {
  const page = await onAnAnswer(phone, served);
  await swipe(page, { x: 100, y: 600 }, { x: 300, y: 380 }, { steps: 20, ms: 400 });
  await expectNothingRated(page);
});

test('a swipe over the question, before its answer, rates and reveals nothing', async ({
  phone,
  served,
}) => {
  const { page } = phone;
  await openOffline(page, served.url);
  await startBurst(page);
  await fling(page, 'right');
  await fling(page, 'left');
  await expectCard(page, 1);
  await expect(page.getByRole('button', { name: 'I know this' })).toBeVisible();
  await expect(answer(page)).toHaveCount(0);
  expect(await reviews(page)).toEqual([]);
});

test('a swipe that starts on a source link rates nothing and opens nothing', async ({
  phone,
  served,
}) => {
  const page = await onAnAnswer(phone, served);
  const link = card(page).locator('a[href^=https]').first();
  const at = await middleOf(link);
  await swipe(page, at, { x: at.x + 220, y: at.y });
  await expectNothingRated(page);
  expect(phone.context.pages()).toHaveLength(1);
});

/** The card with the longest line of code. */
function widest(): string {
  const columns = (html: string) =>
    Math.max(
      ...html
        .replace(/<[^>]*>/g, '')
        .split('\n')
        .map((line) => line.length),
    );
  const [first] = wholeBank()
    .cards.flatMap(({ id, code }) => code.map(({ html }) => ({ id, columns: columns(html) })))
    .sort((a, b) => b.columns - a.columns);
  return first?.id ?? '';
}

test('a sideways finger on code that overflows scrolls the code', async ({ phone, served }) => {
  const page = await onTheAnswerOf(phone, served, widest());
  const code = card(page).locator('pre[data-overflows]').first();
  const at = await middleOf(code);
  await swipe(page, { x: 330, y: at.y }, { x: 60, y: at.y });
  await expect.poll(() => code.evaluate((pre) => pre.scrollLeft)).toBeGreaterThan(10);
  await expectNothingRated(page);
});

test('a finger just above such code, which the browser takes for one on it, swipes the card', async ({
  phone,
  served,
}) => {
  const page = await onTheAnswerOf(phone, served, widest());
  const code = card(page).locator('pre[data-overflows]').first();
  const { x } = await middleOf(code);
  const y = ((await code.boundingBox())?.y ?? 0) - 2;
  const target = page.evaluate(
    () =>
      new Promise((tell) => {
        const name = ({ target }: Event) => tell(target instanceof Element && target.tagName);
        addEventListener('pointerdown', name, { once: true });
      }),
  );
  await swipe(page, { x: x - 90, y }, { x: x + 120, y });
  expect(await target).toBe('PRE');
  await expectCard(page, 2);
  await expectSaved(page);
  expect(await reviews(page)).toHaveLength(1);
});

/** What lies in a box of its own that scrolls sideways. */
const WIDE = [
  ['a diagram', 412, 'production-deployment', 'pre[data-overflows]:has-text("browser --TLS-->")'],
  ['a table', 320, 'hook-or-middleware', '[data-overflows]:has(> table)'],
] as const;

for (const [what, width, id, selector] of WIDE) {
  test(`a sideways finger on ${what} that overflows scrolls it`, async ({ phone, served }) => {
    await phone.page.setViewportSize({ width, height: 892 });
    const page = await onTheAnswerOf(phone, served, id);
    const wide = card(page).locator(selector);
    const { x, y } = await middleOf(wide);
    await swipe(page, { x: x + 90, y }, { x: x - 90, y });
    await expect.poll(() => wide.evaluate((box) => box.scrollLeft)).toBeGreaterThan(10);
    await swipe(page, { x: x - 90, y }, { x: x + 90, y });
    await expect.poll(() => wide.evaluate((box) => box.scrollLeft)).toBe(0);
    // Past its beginning, where a browser may go back in its history.
    const address = page.url();
    for (let times = 0; times < 3; times += 1) {
      await swipe(page, { x: x - 90, y }, { x: x + 120, y });
    }
    expect(page.url()).toBe(address);
    await expectNothingRated(page);
  });

  test(`the arrows on ${what} that overflows scroll it`, async ({ phone, served }) => {
    await phone.page.setViewportSize({ width, height: 892 });
    const page = await onTheAnswerOf(phone, served, id);
    const wide = card(page).locator(selector);
    await wide.focus();
    await expect(wide).toBeFocused();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => wide.evaluate((box) => box.scrollLeft)).toBeGreaterThan(10);
    await page.keyboard.press('ArrowLeft');
    await expectNothingRated(page);
    await answer(page).focus();
    await page.keyboard.press('ArrowRight');
    await expectCard(page, 2);
  });
}

test('a sideways finger on code that fits swipes the card', async ({ phone, served }) => {
  const short = wholeBank().cards.find(({ code }) => {
    const html = code[0]?.html.replace(/<[^>]*>/g, '') ?? '';
    return html !== '' && html.split('\n').every((line) => line.length < 36);
  });
  const page = await onTheAnswerOf(phone, served, short?.id ?? '');
  const code = card(page).locator('pre').first();
  const at = await middleOf(code);
  await expect(code).not.toHaveAttribute('data-overflows');
  await swipe(page, { x: 90, y: at.y }, { x: 290, y: at.y });
  await expectCard(page, 2);
  await expectSaved(page);
  expect(await reviews(page)).toHaveLength(1);
});

test('the card follows the finger to the pixel, and nothing is drawn anew meanwhile', async ({
  phone,
  served,
}) => {
  const page = await onAnAnswer(phone, served);
  const one = await finger(page);
  await one.down(MIDDLE);
  await one.move({ x: MIDDLE.x + 20, y: MIDDLE.y });
  await expect(page.locator('article')).toHaveCount(2);
  await page.evaluate(() => {
    const seen: string[] = [];
    const observer = new MutationObserver((records) =>
      seen.push(...records.map(({ type, attributeName }) => `${type} ${attributeName ?? ''}`)),
    );
    const deck = document.querySelector('article')?.parentElement;
    if (!deck) throw new Error('There is no deck.');
    observer.observe(deck, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
      attributeFilter: ['class', 'data-layer', 'data-face', 'inert', 'aria-hidden'],
    });
    Object.assign(globalThis, { seen });
  });
  for (const travel of [33, 61, 97, 60, 25]) {
    await one.move({ x: MIDDLE.x + travel, y: MIDDLE.y + 3 }, { steps: 4, ms: 64 });
    await expect.poll(() => drag(page)).toBe(`${travel}`);
    const { m41 } = await card(page).evaluate((element) => {
      const { m41 } = new DOMMatrix(getComputedStyle(element).transform);
      return { m41 };
    });
    expect(m41).toBeCloseTo(travel, 3);
  }
  expect(await page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen)).toEqual([]);
  await one.up(300);
  await expectNothingRated(page);
});

test('the card underneath is the one that comes next, and only the top one is read', async ({
  phone,
  served,
}) => {
  const page = await onAnAnswer(phone, served);
  const one = await finger(page);
  await one.down({ x: 100, y: 400 });
  await one.move({ x: 300, y: 400 }, { ms: 800 });
  const under = page.locator('article[data-layer=under]');
  await expect(under).toHaveAttribute('inert');
  await expect(page.getByRole('article')).toHaveCount(1);
  const next = await under.getByRole('heading', { includeHidden: true }).textContent();
  await one.up(200);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(next ?? '');
});
