// Settings: each choice holds and stays, what is told of the data is true, and erasing erases.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expectSaved, openOffline, rate, rateCards, reveal, startBurst } from './app.ts';
import { wholeBank } from './bank.ts';
import { failingWrites, setFault } from './broken.ts';
import { DIST, modules, ROOT } from './build.ts';
import { contents, write } from './database.ts';
import { expect, test } from './fixtures.ts';

async function openSettings(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeFocused();
  await expect(page.getByText(/on this device$/)).toBeVisible();
}

async function openStudied(page: Page, url: string): Promise<void> {
  await openOffline(page, url);
  await startBurst(page);
  await rateCards(page, ['Solid', 'Blank']);
  await page.getByRole('button', { name: 'Leave the burst; it is kept' }).click();
  await openSettings(page);
}

/** Taps an answer as a thumb does, on its words. */
async function choose(page: Page, question: string, answer: string): Promise<void> {
  await page.getByRole('group', { name: question }).getByText(answer, { exact: true }).tap();
  await expect(page.getByRole('radio', { name: answer, exact: true })).toBeChecked();
}

/** The value of a fact about the learner's data. */
const fact = (page: Page, name: string) => page.locator(`dt:text-is("${name}") + dd`);

test.describe('a choice holds at once and after a restart:', () => {
  const rootFontSize = (page: Page) =>
    page.evaluate(() => Number.parseFloat(getComputedStyle(document.documentElement).fontSize));

  test('the level, with those below it', async ({ phone: { page }, served }) => {
    const { cards } = wholeBank();
    const upToMid = cards.filter(({ level }) => level !== 'senior').length;
    await openOffline(page, served.url);
    await openSettings(page);
    await expect(page.getByRole('radio', { name: 'Senior' })).toBeChecked();
    await expect(
      page.getByText(`${cards.length} of ${cards.length} cards may be asked.`),
    ).toBeVisible();
    await choose(page, 'Level', 'Mid');
    await expect(page.getByText(`${upToMid} of ${cards.length} cards may be asked.`)).toBeVisible();
    await expect
      .poll(async () => (await contents(page)).settings['levels'])
      .toEqual(['junior', 'mid']);
    await page.reload();
    await expect(page.getByRole('radio', { name: 'Mid' })).toBeChecked();
  });

  test('levels chosen one by one are told as such', async ({ phone: { page }, served }) => {
    await openOffline(page, served.url);
    await write(page, { settings: { levels: ['junior', 'senior'] } });
    await page.reload();
    await openSettings(page);
    const group = page.getByRole('group', { name: 'Level' });
    await expect(group.getByRole('radio', { checked: true })).toHaveCount(0);
    await expect(group).toContainText('Your own choice: only junior and senior, see Topics.');
    await group.getByRole('link', { name: 'Topics' }).tap();
    await expect(page.getByRole('heading', { level: 1, name: 'Topics' })).toBeVisible();
  });

  test('the length of a burst', async ({ phone: { page }, served }) => {
    await openOffline(page, served.url);
    await openSettings(page);
    await choose(page, 'Length of a burst', '10 min');
    await page.getByRole('link', { name: 'Study', exact: true }).click();
    await expect(page.getByRole('button', { name: 'Start a 10-minute burst' })).toBeVisible();
  });

  test('theme and text size', async ({ phone: { page }, served }) => {
    const paper = () =>
      page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    await openOffline(page, served.url);
    await openSettings(page);
    const [light, normal] = [await paper(), await rootFontSize(page)];
    await choose(page, 'Theme', 'Dark');
    await choose(page, 'Text size', 'Larger');
    await expect.poll(paper).not.toBe(light);
    await expect.poll(() => rootFontSize(page)).toBeGreaterThan(normal * 1.25);
    await expect.poll(async () => (await contents(page)).settings['textSize']).toBe('larger');
    const dark = await paper();
    await page.reload();
    await expect(page.getByRole('radio', { name: 'Larger' })).toBeChecked();
    expect(await paper()).toBe(dark);
    expect(await rootFontSize(page)).toBeGreaterThan(normal * 1.25);
  });

  test('sound, which is off at first and says what it sounds like', async ({
    phone: { page },
    served,
  }) => {
    await page.addInitScript(() => {
      const heard = { tones: 0, ticks: 0 };
      Object.assign(globalThis, { heard });
      const start = OscillatorNode.prototype.start;
      OscillatorNode.prototype.start = function (...args) {
        heard.tones += 1;
        start.apply(this, args);
      };
      Navigator.prototype.vibrate = () => {
        heard.ticks += 1;
        return true;
      };
    });
    const heard = () => page.evaluate(() => (globalThis as unknown as { heard: object }).heard);
    await openOffline(page, served.url);
    await openSettings(page);
    const sound = page.getByRole('checkbox', { name: /^Sound/ });
    const haptics = page.getByRole('checkbox', { name: /^Haptics/ });
    await expect(sound).not.toBeChecked();
    await expect(haptics).toBeChecked();
    await sound.tap();
    await expect.poll(heard).toEqual({ tones: 1, ticks: 0 });
    await sound.tap();
    await haptics.tap();
    await haptics.tap();
    await expect.poll(heard).toEqual({ tones: 1, ticks: 1 });
    await sound.tap();
    await expect.poll(async () => (await contents(page)).settings['sound']).toBe(true);
    await page.reload();
    await expect(sound).toBeChecked();
  });
});

test.describe('the health of the data', () => {
  test('is told fact by fact', async ({ phone: { page }, served }) => {
    await openStudied(page, served.url);
    await expect(fact(page, 'Saved')).toHaveText('2 ratings, undos and marks on this device');
    await expect(fact(page, 'Installed')).toHaveText('no, it runs in the browser');
    await expect(fact(page, 'Offline')).toHaveText('ready offline');
    await expect(fact(page, 'Damaged')).toHaveCount(0);
    const persisted = await page.evaluate(() => navigator.storage.persisted());
    await expect(fact(page, 'Protected')).toHaveText(persisted ? /^yes/ : /^not promised/);
  });

  test('counts what is damaged and what is newer', async ({ phone: { page }, served }) => {
    await openOffline(page, served.url);
    const newer = { id: 'n', type: 'from-the-future', at: 1, card: 'x' };
    await write(page, {
      events: [{ id: 'd1', type: 'review' }, { id: 'd2', type: 'review' }, newer],
      settings: { theme: 'pink' },
    });
    await page.reload();
    await openSettings(page);
    await expect(fact(page, 'Damaged')).toHaveText(
      '2 events skipped, kept for an export; 1 setting back to the default',
    );
    await expect(fact(page, 'Newer')).toHaveText('1 event of a newer version, kept');
  });

  test('knows a browser that keeps its promise', async ({ phone, served }) => {
    const { page, context } = phone;
    await openOffline(page, served.url);
    const session = await context.browser()?.newBrowserCDPSession();
    const { origin } = new URL(served.url);
    await session?.send('Browser.grantPermissions', { permissions: ['durableStorage'], origin });
    await openStudied(page, served.url);
    await expect(fact(page, 'Protected')).toHaveText(/^yes/);
  });

  test('remembers the last copy', async ({ phone: { page }, served }) => {
    await openStudied(page, served.url);
    await expect(fact(page, 'Last copy')).toHaveText('none yet');
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export my data' }).tap();
    await downloading;
    await expect(fact(page, 'Last copy')).toHaveText('just now');
    await expect.poll(async () => (await contents(page)).settings['backedUpAt']).toBeGreaterThan(0);
    await page.reload();
    await expect(fact(page, 'Last copy')).toHaveText(/^(?:just now|1 min ago)$/);
  });
});

test.describe('the way onto the home screen', () => {
  test('is a button where the browser has one, which asks once', async ({
    phone: { page },
    served,
  }) => {
    await openOffline(page, served.url);
    await openSettings(page);
    await page.evaluate(() => {
      Object.assign(globalThis, { asked: 0 });
      const offer = Object.assign(new Event('beforeinstallprompt', { cancelable: true }), {
        prompt: async () => {
          (globalThis as unknown as { asked: number }).asked += 1;
        },
      });
      window.dispatchEvent(offer);
    });
    await page.getByRole('button', { name: 'Install Pocket Flask' }).tap();
    await expect(page.getByRole('button', { name: 'Install Pocket Flask' })).toHaveCount(0);
    await expect(page.getByText(/^This browser leaves it to you/)).toBeFocused();
    expect(await page.evaluate(() => (globalThis as unknown as { asked: number }).asked)).toBe(1);
    await page.evaluate(() => window.dispatchEvent(new Event('appinstalled')));
    await expect(page.getByText(/^Installed\. Open Pocket Flask/)).toBeVisible();
    await expect(fact(page, 'Installed')).toHaveText('yes');
  });

  test('is two steps on an iPhone', async ({ phone: { page, context }, served }) => {
    const session = await context.newCDPSession(page);
    await session.send('Emulation.setUserAgentOverride', {
      userAgent:
        'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
      platform: 'iPhone',
    });
    await openOffline(page, served.url);
    await openSettings(page);
    const section = page.locator('section', {
      has: page.getByRole('heading', { name: 'Install' }),
    });
    await expect(section.getByRole('listitem')).toHaveText([
      /^Tap\s+Share\. If you don’t see it, tap\s+More first\.$/,
      /^Choose\s+Add to Home Screen, then Add\.$/,
    ]);
    await expect(fact(page, 'Installed')).toHaveText('no, so Safari may delete it, see Install');
  });
});

test.describe('erasing everything', () => {
  const field = (page: Page) => page.getByLabel('Type ERASE to go on');
  const submit = (page: Page) => page.getByRole('button', { name: 'Export, then erase' });

  async function askToErase(page: Page, word: string): Promise<void> {
    await page.getByRole('button', { name: 'Erase everything…' }).tap();
    await expect(field(page)).toBeFocused();
    await page.keyboard.type(word);
  }

  /** Every value in every store. */
  const everything = (page: Page) =>
    page.evaluate(async () => {
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const open = indexedDB.open('pocket-flask');
        open.onsuccess = () => resolve(open.result);
        open.onerror = () => reject(open.error);
      });
      const names = [...db.objectStoreNames];
      const tx = db.transaction(names);
      const counts = names.map(
        (name) =>
          new Promise<number>((resolve, reject) => {
            const request = tx.objectStore(name).count();
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error);
          }),
      );
      const all = await Promise.all(counts);
      db.close();
      return all.reduce((sum, count) => sum + count, 0);
    });

  test('wants the word, and can be thought better of', async ({ phone: { page }, served }) => {
    await openStudied(page, served.url);
    await askToErase(page, 'yes');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert')).toContainText('the field must say ERASE.');
    await page.getByRole('button', { name: 'Cancel' }).tap();
    await expect(page.getByRole('button', { name: 'Erase everything…' })).toBeFocused();
    await expect(field(page)).toHaveCount(0);
    expect((await contents(page)).events).toHaveLength(2);
  });

  test('hands over a copy, leaves nothing, and begins with a new learner', async ({
    phone: { page, context },
    served,
  }) => {
    await openStudied(page, served.url);
    await choose(page, 'Theme', 'Dark');
    const other = await context.newPage();
    await openOffline(other, served.url);
    await page.bringToFront();
    const reloaded = other.waitForEvent('load');

    await askToErase(page, 'erase');
    const downloading = page.waitForEvent('download');
    await submit(page).tap();
    const file = await (await downloading).path();
    expect(JSON.parse(readFileSync(file, 'utf8')).events).toHaveLength(2);
    await expect(page.getByRole('heading', { name: 'Everything is erased' })).toBeFocused();
    expect(await everything(page)).toBe(0);
    await reloaded;
    await expect(other.getByRole('button', { name: 'Start a 5-minute burst' })).toBeVisible();
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
    expect((await page.evaluate(() => caches.keys())).join()).not.toContain('reserve');
    await other.close();

    await page.getByRole('button', { name: 'Start afresh' }).tap();
    await expect(page.getByRole('button', { name: 'Start a 5-minute burst' })).toBeVisible();
    await expect(page).toHaveURL(/#\/$/);
    await expect(page.getByText('Set your interview date')).toBeVisible();
    await expect(page.locator('html[data-theme=dark]')).toHaveCount(0);
    await startBurst(page);
    await reveal(page);
    await rate(page, 'Solid');
    await expectSaved(page);
    expect((await contents(page)).events).toHaveLength(1);
  });

  test('another screen opened afterwards knows nothing either', async ({
    phone: { page },
    served,
  }) => {
    await openStudied(page, served.url);
    await askToErase(page, 'ERASE');
    await submit(page).tap();
    await expect(page.getByRole('heading', { name: 'Everything is erased' })).toBeFocused();
    await page.getByRole('link', { name: 'Study', exact: true }).click();
    await expect(page.getByRole('button', { name: 'Start a 5-minute burst' })).toBeVisible();
    await expect(page.getByRole('button', { name: /^Go on where you were/ })).toHaveCount(0);
    expect((await contents(page)).events).toEqual([]);
  });

  test('does not happen where no copy can be made', async ({ phone: { page }, served }) => {
    await openStudied(page, served.url);
    await page.evaluate(() => {
      IDBObjectStore.prototype.getAll = () => {
        throw new DOMException('Injected.', 'DataError');
      };
    });
    await askToErase(page, 'ERASE');
    await submit(page).tap();
    await expect(page.getByRole('alert')).toContainText('nothing was erased');
    await page.reload();
    await expect(fact(page, 'Saved')).toHaveText('2 ratings, undos and marks on this device');
  });

  test('says so where it fails', async ({ phone: { page }, served }) => {
    await page.addInitScript(failingWrites);
    await openStudied(page, served.url);
    await setFault(page, { failAll: true, name: 'DataError' });
    await askToErase(page, 'ERASE');
    const downloading = page.waitForEvent('download');
    await submit(page).tap();
    await downloading;
    await expect(page.getByText(/erasing failed and everything is still here/)).toBeVisible();
    expect((await contents(page)).events).toHaveLength(2);
  });
});

test.describe('what the app is made of', () => {
  /** The packages whose modules were seen in the build, and those whose marks are in the worker. */
  function shipped(): ReadonlySet<string> {
    const inBundle = modules().flatMap((id) => {
      const tool = /^\0(vite|rolldown)\//.exec(id)?.[1];
      const [, name] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id) ?? [];
      return name ?? tool ?? [];
    });
    const worker = readFileSync(join(DIST, 'sw.js'), 'utf8');
    const inWorker = [...worker.matchAll(/workbox:([a-z-]+):/g)].map(
      ([, part]) => `workbox-${part}`,
    );
    expect(inWorker.length).toBeGreaterThan(0);
    return new Set([...inBundle, ...inWorker]);
  }

  test('every package that ships has its version and its licence', async ({
    phone: { page },
    served,
  }) => {
    await openOffline(page, served.url);
    await openSettings(page);
    await page.getByRole('link', { name: 'Sources and licences' }).tap();
    const items = page.locator('li', { has: page.locator('details') });
    await expect(items.first()).toBeVisible();
    const heads = await items.locator('summary').allInnerTexts();
    const names = heads.map((head) => head.split(' ')[0]);
    expect(names).toContain('preact');
    expect(names).toContain('minisearch');
    expect(new Set(names)).toEqual(new Set([...shipped(), 'pocket-flask']));
    expect(new Set(names).size).toBe(names.length);
    const { version } = JSON.parse(
      readFileSync(join(ROOT, 'node_modules/idb/package.json'), 'utf8'),
    ) as { version: string };
    await items.filter({ hasText: 'idb' }).locator('summary').tap();
    await expect(items.filter({ hasText: `idb ${version} · ISC` })).toContainText(
      'Permission to use, copy, modify, and/or distribute this software',
    );
    for (const text of await items.locator('p').allTextContents()) {
      expect(text).toMatch(/Copyright/i);
      expect(text).toContain('WARRANT');
    }
  });

  test('every site that the cards rest on is counted', async ({ phone: { page }, served }) => {
    const { cards } = wholeBank();
    const hosts = cards.map(({ sources }) => new Set(sources.map(({ url }) => new URL(url).host)));
    const flask = hosts.filter((all) => all.has('flask.palletsprojects.com')).length;
    await page.goto(`${served.url}#/licences`);
    await expect(page.getByText(/^Every card names what it rests on/)).toContainText(
      `on ${new Set(hosts.flatMap((all) => [...all])).size} sites.`,
    );
    await page.getByText('All sites').tap();
    await expect(fact(page, 'flask.palletsprojects.com')).toHaveText(`${flask} cards`);
  });

  test('versions are told, also without a network', async ({ phone, served }) => {
    const { bank } = wholeBank();
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      version: string;
    };
    await openOffline(phone.page, served.url);
    await served.kill();
    phone.tolerate(/ERR_CONNECTION_REFUSED/);
    const tab = await phone.context.newPage();
    await tab.goto(`${served.url}#/settings`);
    await expect(tab.getByText(`Pocket Flask ${version}:`)).toContainText(`bank ${bank.version}.`);
    await tab.getByText('All versions checked').tap();
    await expect(fact(tab, 'flask')).toHaveText(bank.checked.versions['flask'] ?? '');
    await tab.getByRole('link', { name: 'Sources and licences' }).tap();
    await expect(tab.getByText(/^preact \d/)).toBeVisible();
    await expect(tab.getByText(/^Every card names/)).toBeVisible();
  });
});
