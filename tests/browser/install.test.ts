// The browser agrees that this is an app: installable, complete, registered once.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expectCard, leaveBurst, openOffline, question, rateCards, startBurst } from './app.ts';
import { DIST } from './build.ts';
import { filesOf, precached } from './files.ts';
import { expect, test } from './fixtures.ts';

interface Picture {
  readonly src: string;
  readonly sizes: string;
  readonly type: string;
  readonly form_factor?: 'narrow' | 'wide';
}

const manifest = () =>
  JSON.parse(readFileSync(join(DIST, 'manifest.webmanifest'), 'utf8')) as {
    readonly icons: readonly Picture[];
    readonly screenshots: readonly Picture[];
    readonly shortcuts: readonly { readonly url: string; readonly icons: readonly Picture[] }[];
  };

/** An SVG fits any size; the others are decoded by the browser. */
async function expectPicture(page: Page, { src, sizes, type }: Picture): Promise<void> {
  expect(existsSync(join(DIST, src)), src).toBe(true);
  const size = await page.evaluate(async (url) => {
    const response = await fetch(url);
    const found = response.headers.get('content-type') ?? '';
    if (found === 'image/svg+xml') return { type: found, sizes: 'any' };
    const { width, height } = await createImageBitmap(await response.blob());
    return { type: found, sizes: `${width}x${height}` };
  }, src);
  expect(size, src).toEqual({ type, sizes });
}

test('Chromium offers to install it', async ({ phone, served }) => {
  await openOffline(phone.page, served.url);
  const session = await phone.context.newCDPSession(phone.page);
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
  expect(installabilityErrors).toEqual([]);
  const { errors, url, data } = await session.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  expect(url).toBe(`${served.url}manifest.webmanifest`);
  expect(JSON.parse(data ?? '{}')).toMatchObject({ display: 'standalone', start_url: './' });
});

test('every icon is there in the size that the manifest says', async ({
  phone: { page },
  served,
}) => {
  await page.goto(served.url);
  const { icons, shortcuts } = manifest();
  expect(icons.map(({ sizes }) => sizes)).toEqual(['192x192', '512x512', 'any', '512x512']);
  for (const icon of [...icons, ...shortcuts.flatMap((shortcut) => shortcut.icons)]) {
    await expectPicture(page, icon);
  }
});

test('every screenshot is there in the size that the manifest says', async ({
  phone: { page },
  served,
}) => {
  await page.goto(served.url);
  const { screenshots } = manifest();
  const forms = new Set(screenshots.map((screenshot) => screenshot.form_factor));
  expect(forms).toEqual(new Set(['narrow', 'wide']));
  for (const screenshot of screenshots) await expectPicture(page, screenshot);
});

test('the shortcut of the home screen starts a burst at once', async ({ phone, served }) => {
  const [burst] = manifest().shortcuts;
  await phone.page.goto(new URL(burst?.url ?? '', served.url).href);
  await expectCard(phone.page, 1);
  await phone.page.getByRole('button', { name: 'Leave the burst; it is kept' }).click();
  await expect(phone.page.getByRole('button', { name: /^Go on where you were/ })).toBeVisible();
});

for (const [how, away] of [
  ['in the app that is open', ''],
  ['in a page that is loaded afresh', 'about:blank'],
] as const) {
  test(`the shortcut during a burst, ${how}: it goes on, and ✕ leads home`, async ({
    phone: { page },
    served,
  }) => {
    await openOffline(page, served.url);
    await startBurst(page);
    await rateCards(page, ['Solid']);
    const asked = (await question(page).textContent()) ?? '';
    if (away) await page.goto(away);
    await page.goto(new URL(manifest().shortcuts[0]?.url ?? '', served.url).href);
    await expectCard(page, 2);
    await expect(question(page)).toHaveText(asked);
    await leaveBurst(page);
    await expect(page.getByRole('link', { name: 'Study', exact: true })).toBeVisible();
    expect(page.url()).not.toMatch(/start|burst/);
  });
}

test('the precache holds every file of the build but the worker itself and the host’s headers', () => {
  const wanted = filesOf(DIST).filter((file) => file !== 'sw.js' && file !== '_headers');
  expect(wanted.length).toBeGreaterThan(20);
  expect(precached(DIST)).toEqual(wanted);
});

test('there is one registration, after a reload and in a second tab too', async ({
  phone,
  served,
}) => {
  await openOffline(phone.page, served.url);
  await phone.page.reload();
  const tab = await phone.context.newPage();
  await openOffline(tab, served.url);
  const scopes = await tab.evaluate(async () =>
    (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => scope),
  );
  expect(scopes).toEqual([served.url]);
});
