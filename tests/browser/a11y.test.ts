// Every screen can be read and used by everyone: axe, target sizes, narrow screens, large text.

import type { Page } from '@playwright/test';
import axe from 'axe-core';
import { expect, test } from './fixtures.ts';
import { cutOffText, sidewaysScroll, smallTargets } from './layout.ts';
import { moveIn, SCREENS, visit } from './screens.ts';

const SIZES = [
  { width: 412, height: 892 },
  { width: 320, height: 568 },
] as const;

async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run();
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`),
    );
  });
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const size of SIZES) {
    test(`axe finds nothing, ${colorScheme}, ${size.width} × ${size.height}`, async ({
      phone: { page },
      served,
    }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(size);
      await moveIn(page, served.url);
      for (const screen of SCREENS) {
        await visit(page, screen);
        expect.soft(await violations(page), screen).toEqual([]);
      }
    });
  }
}

for (const size of SIZES) {
  test(`nothing scrolls sideways, hides or is too small for a thumb, ${size.width} px wide`, async ({
    phone: { page },
    served,
  }) => {
    await page.setViewportSize(size);
    await moveIn(page, served.url);
    for (const screen of SCREENS) {
      await visit(page, screen);
      expect.soft(await sidewaysScroll(page), screen).toEqual([]);
      expect.soft(await smallTargets(page), screen).toEqual([]);
      expect.soft(await cutOffText(page), screen).toEqual([]);
    }
  });
}

test('text twice as large is all there', async ({ phone: { page }, served }) => {
  await page.addInitScript(() => {
    document.addEventListener('DOMContentLoaded', () => {
      document.documentElement.style.fontSize = '200%';
    });
  });
  await moveIn(page, served.url);
  for (const screen of SCREENS) {
    await visit(page, screen);
    expect.soft(await sidewaysScroll(page), screen).toEqual([]);
    expect.soft(await cutOffText(page), screen).toEqual([]);
  }
});
