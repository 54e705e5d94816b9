// `npm run pictures`: takes the pictures of README and manifest from the built app, with a made-up learner.

import { writeFileSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { build, preview } from 'vite';
import { findBrowser } from './browser.mjs';

await build({ logLevel: 'warn' });
const server = await preview({ preview: { port: 0 } });
const [address] = server.resolvedUrls.local;
const browser = await chromium.launch({
  executablePath: await findBrowser(),
  args: ['--no-sandbox'],
});

/** Some ratings of the last days: most topics half known, a few weak. */
async function study(page) {
  await page.goto(`${address}#/topics`);
  await page.locator('main ol a').first().waitFor();
  const links = await page.locator('main ol a').evaluateAll((all) => all.map((a) => a.hash));
  const ids = [];
  for (const link of links) {
    // A new page each time, or the former list would still be there to read.
    await page.goto('about:blank');
    await page.goto(address + link);
    const cards = page.locator('main ol a[href^="#/card/"]');
    await cards.first().waitFor();
    ids.push(await cards.evaluateAll((all) => all.map((a) => a.hash.split('/').at(-1))));
  }
  await page.evaluate(async (topics) => {
    const day = 86_400_000;
    const open = indexedDB.open('pocket-flask');
    const db = await new Promise((done) => {
      open.onsuccess = () => done(open.result);
    });
    const transaction = db.transaction('events', 'readwrite');
    topics.forEach((cards, topic) => {
      cards.slice(0, 2 + ((topic * 7) % 5)).forEach((card, index) => {
        const at = Date.now() - (1 + ((topic + index) % 4)) * day;
        const confidence = 2 + ((topic + 2 * index) % 3);
        const common = { card, burst: 'made-up', prediction: 'unsure', tookMs: 30_000 };
        transaction
          .objectStore('events')
          .put({ id: `${card}-1`, type: 'review', at, confidence, ...common });
      });
    });
    await new Promise((done) => {
      transaction.oncomplete = done;
    });
    db.close();
  }, ids);
  await page.goto(`${address}#/`);
  await page.reload();
  await page.getByText('ready offline').waitFor();
}

async function shoot(name, { width, height, colorScheme = 'light' }, show) {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await study(page);
  await show(page);
  // Playwright writes no WebP, which is a third of the PNG; the browser does.
  const session = await context.newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 60 });
  writeFileSync(`public/${name}.webp`, Buffer.from(data, 'base64'));
  await context.close();
}

await shoot('screenshot-card', { width: 412, height: 892 }, async (page) => {
  await page.getByRole('button', { name: /burst/ }).click();
  await page.getByRole('button', { name: 'I know this' }).click();
  await page.getByRole('group', { name: 'Points to hit' }).waitFor();
});
await shoot('screenshot-home', { width: 412, height: 892 }, () => Promise.resolve());
await shoot('screenshot-topics', { width: 1280, height: 800 }, async (page) => {
  await page.getByRole('link', { name: 'Topics' }).click();
  await page.getByRole('heading', { name: 'Topics' }).waitFor();
});

await browser.close();
await server.close();
