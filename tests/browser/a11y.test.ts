// Every screen can be read and used by everyone: axe, target sizes, narrow screens, large text.

import type { Page } from '@playwright/test';
import axe from 'axe-core';
import { answer, rate } from './app.ts';
import { reviews } from './database.ts';
import { expect, test } from './fixtures.ts';
import {
  covered,
  cutOffText,
  emptyLists,
  hiddenFocus,
  SIZES,
  shifts,
  sidewaysScroll,
  smallTargets,
} from './layout.ts';
import type { Phone } from './phone.ts';
import { moveIn, SCREENS, visit } from './screens.ts';

/** @param rule all of them without one */
async function violations(page: Page, rule?: string): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async (only) => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run(
      only ? { runOnly: [only] } : {},
    );
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`),
    );
  }, rule);
}

/** So many screens that a test of them takes no longer than others. */
const GROUP = 9;

const GROUPS = Array.from({ length: Math.ceil(SCREENS.length / GROUP) }, (_, index) =>
  SCREENS.slice(index * GROUP, (index + 1) * GROUP),
).map((screens) => ({ screens, from: `${screens[0]} to ${screens.at(-1)}` }));

const DESKTOP = { width: 1280, height: 800 } as const;

for (const colorScheme of ['light', 'dark'] as const) {
  for (const size of colorScheme === 'light' ? [...SIZES, DESKTOP] : SIZES) {
    for (const { screens, from } of GROUPS) {
      test(`axe finds nothing, ${colorScheme}, ${size.width} × ${size.height}, ${from}`, async ({
        phone: { page },
        served,
      }) => {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize(size);
        await moveIn(page, served.url);
        for (const screen of screens) {
          await visit(page, screen);
          expect.soft(await violations(page), screen).toEqual([]);
        }
      });
    }
  }
}

test('the tabs cut no row of the topics down to too small a target, however high the window', async ({
  phone: { page },
  served,
}) => {
  await moveIn(page, served.url);
  await visit(page, 'topics');
  // More than a row in steps of less than what would be too small.
  for (let height = 740; height <= 820; height += 8) {
    await page.setViewportSize({ width: 412, height });
    expect.soft(await violations(page, 'target-size'), `${height} px`).toEqual([]);
  }
});

/** As many as one presses until one would rather scroll. */
const STEPS = 40;

for (const { screens, from } of GROUPS) {
  test(`the focus never moves under anything, ${from}`, async ({ phone: { page }, served }) => {
    await page.setViewportSize(SIZES[1]);
    await moveIn(page, served.url);
    for (const screen of screens) {
      await visit(page, screen);
      const hidden = [];
      for (const key of ['Tab', 'Shift+Tab']) {
        for (let step = 0; step < STEPS; step += 1) {
          await page.keyboard.press(key);
          hidden.push(await hiddenFocus(page));
        }
      }
      expect.soft(hidden.filter(Boolean), screen).toEqual([]);
    }
  });
}

/** A phone on its side. */
const LANDSCAPE = { width: 892, height: 412 } as const;

for (const size of [...SIZES, LANDSCAPE, DESKTOP]) {
  for (const { screens, from } of GROUPS) {
    test(`nothing moves, scrolls sideways, hides or is too small for a thumb, ${size.width} px wide, ${from}`, async ({
      phone: { page },
      served,
    }) => {
      await page.setViewportSize(size);
      await moveIn(page, served.url);
      for (const screen of screens) {
        await visit(page, screen, async () => {
          expect.soft(await shifts(page), screen).toEqual([]);
        });
        expect.soft(await sidewaysScroll(page), screen).toEqual([]);
        expect.soft(await smallTargets(page), screen).toEqual([]);
        expect.soft(await emptyLists(page), screen).toEqual([]);
        expect.soft(await cutOffText(page), screen).toEqual([]);
        expect.soft(await covered(page), screen).toEqual([]);
      }
    });
  }
}

/** As the browser's own setting does it, which media queries follow, too. */
async function doubleText({ context, page }: Phone): Promise<void> {
  const session = await context.newCDPSession(page);
  await session.send('Page.setFontSizes', { fontSizes: { standard: 32, fixed: 26 } });
}

for (const size of [...SIZES, LANDSCAPE]) {
  for (const { screens, from } of GROUPS) {
    test(`text twice as large is all there, ${size.width} × ${size.height}, ${from}`, async ({
      phone,
      served,
    }) => {
      const { page } = phone;
      await page.setViewportSize(size);
      await doubleText(phone);
      await moveIn(page, served.url);
      for (const screen of screens) {
        await visit(page, screen);
        expect.soft(await sidewaysScroll(page), screen).toEqual([]);
        expect.soft(await cutOffText(page), screen).toEqual([]);
        expect.soft(await covered(page), screen).toEqual([]);
      }
    });
  }
}

for (const size of SIZES) {
  test(`with text twice as large a burst is rated by touch, ${size.width} × ${size.height}`, async ({
    phone,
    served,
  }) => {
    const { page } = phone;
    await page.setViewportSize(size);
    await doubleText(phone);
    await moveIn(page, served.url);
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize)).toBe(
      '32px',
    );
    await visit(page, 'answer');
    for (const rating of ['Blank', 'Shaky', 'Solid', 'Nailed'] as const) {
      const rated = (await reviews(page)).length;
      await rate(page, rating);
      await page.getByRole('button', { name: `undo ${rating.toLowerCase()}` }).tap();
      await expect(answer(page)).toBeVisible();
      await expect.poll(async () => (await reviews(page)).length).toBe(rated + 1);
    }
    await page.getByRole('button', { name: 'Leave the burst; it is kept' }).tap();
    await expect(page.getByRole('button', { name: /^Go on where you were/ })).toBeVisible();
  });
}
