// When something breaks the learner is told plainly, loses nothing that was acknowledged, and goes on.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { Event } from '../../src/memory/event.ts';
import { fold } from '../../src/memory/fold.ts';
import {
  answer,
  expectCard,
  expectSaved,
  openOffline,
  question,
  rate,
  rateByKeys,
  rateCards,
  reveal,
  startBurst,
} from './app.ts';
import { wholeBank } from './bank.ts';
import {
  failingCalls,
  failingWrites,
  KINDS,
  REFUSALS,
  setFault,
  setSwallowing,
  swallowedEvents,
} from './broken.ts';
import { DIST } from './build.ts';
import { contents, everything, isReview, reviews, write } from './database.ts';
import { expect, test } from './fixtures.ts';
import { onTopInSight, SIZES } from './layout.ts';
import { finishOnNextRating } from './time.ts';
import { expectFolded, rateUnderFault } from './underFault.ts';

const aReview = (card: string, at: number): Event =>
  ({
    id: `old-${card}`,
    type: 'review',
    at,
    card,
    burst: 'old',
    confidence: 3,
    prediction: 'sure',
    tookMs: 12_000,
  }) as Event;

/** The built file of a lazy screen, under whatever hash it has. */
function chunkOf(screen: string): string {
  const isChunk = (file: string) => file.startsWith(`${screen}-`) && file.endsWith('.js');
  const name = readdirSync(join(DIST, 'assets')).find(isChunk);
  if (!name) throw new Error(`The build has no chunk for ${screen}.`);
  return `assets/${name}`;
}

test.describe('storage refused', () => {
  for (const [how, refuse] of Object.entries(REFUSALS)) {
    test(`IndexedDB ${how}: cards work, and one is told`, async ({ phone: { page }, served }) => {
      await page.addInitScript(refuse);
      await page.goto(served.url);
      await expect(page.getByRole('alert')).toContainText('nothing will be saved');
      await startBurst(page);
      await rateByKeys(page, 3);
      await expectCard(page, 4);
      // No receipt for what is not on disk.
      await expect(page.getByText('saved', { exact: true })).toHaveCount(0);
      await page.keyboard.press('z');
      await expect(answer(page)).toBeVisible();
      await page.goBack();
      await expect(page.getByRole('alert')).toContainText('nothing will be saved');
      await page.getByRole('link', { name: 'Settings' }).click();
      await expect(page.getByText(/until you close the app/)).toBeVisible();
    });
  }
});

test.describe('storage that does not open just now', () => {
  /** Opens that are asked for once more, in a page loaded anew, do not hang. */
  const hangOnce = () => {
    if (!sessionStorage.getItem('hang')) return;
    sessionStorage.removeItem('hang');
    const open = IDBFactory.prototype.open;
    IDBFactory.prototype.open = function (this: IDBFactory, name: string, version?: number) {
      const request = open.call(this, name, version);
      const listen = request.addEventListener as EventTarget['addEventListener'];
      const listenLate = (type: string, listener: (event: unknown) => void) => {
        const late = (event: unknown) => void setTimeout(() => listener(event), 3000);
        listen.call(request, type, type === 'success' ? late : listener);
      };
      Object.defineProperty(request, 'onsuccess', {
        set: (listener: (event: unknown) => void) => listenLate('success', listener),
      });
      return Object.assign(request, { addEventListener: listenLate });
    };
  };

  test('it hangs for 3 s: one is told so, cards work, and Reload brings all of it together', async ({
    phone: { page },
    served,
  }) => {
    await page.addInitScript(hangOnce);
    await openOffline(page, served.url);
    await startBurst(page);
    await rateCards(page, ['Solid', 'Nailed']);
    await page.goBack();
    await page.evaluate(() => sessionStorage.setItem('hang', 'yes'));
    await page.reload();
    const notice = page.getByRole('alert');
    await expect(notice).toContainText('Your saved ratings do not open just now');
    await expect(notice).not.toContainText('refuses');
    await startBurst(page);
    await rateByKeys(page, 1);
    await expect(page.getByText('saved', { exact: true })).toHaveCount(0);
    await expect(notice).toContainText('What you rate until then is kept aside');
    await notice.getByRole('button', { name: 'Reload' }).click();
    await expect(page.getByRole('timer')).toBeVisible();
    await expectCard(page, 3);
    await expect(notice).toHaveCount(0);
    await expect.poll(async () => (await reviews(page)).length).toBe(3);
  });

  test('nothing is erased then, and an export says what is missing from it', async ({
    phone: { page },
    served,
  }) => {
    await page.addInitScript(hangOnce);
    await openOffline(page, served.url);
    await startBurst(page);
    await rateCards(page, ['Solid', 'Nailed']);
    await page.goto(`${served.url}#/settings`);
    const erase = page.getByRole('button', { name: 'Erase everything…' });
    const missing = page.getByText('What was saved before is not in it.');
    await expect(erase).toBeVisible();
    await expect(missing).toHaveCount(0);
    await page.evaluate(() => sessionStorage.setItem('hang', 'yes'));
    await page.reload();
    await expect(page.getByText('so nothing can be erased. Reload to try again.')).toBeVisible();
    await expect(erase).toHaveCount(0);
    await expect(missing).toBeVisible();
    await page.reload();
    await expect(erase).toBeVisible();
    await expect(missing).toHaveCount(0);
    expect(await reviews(page)).toHaveLength(2);
  });

  test('the copy that the banner offers then says what it holds', async ({ phone, served }) => {
    const { page } = phone;
    phone.tolerate(/ERR_FAILED/);
    // Without a service worker every file comes over the network; ratings need this one.
    await page.addInitScript(() => {
      delete (Navigator.prototype as { serviceWorker?: unknown }).serviceWorker;
    });
    await page.addInitScript(hangOnce);
    await page.route(`**/${chunkOf('fold')}`, (route) => route.abort());
    await page.goto(served.url);
    await page.evaluate(() => sessionStorage.setItem('hang', 'yes'));
    await page.reload();
    await startBurst(page);
    await rateByKeys(page, 1);
    const banner = page.getByRole('alert').filter({ hasText: '1 rating is not saved yet' });
    await expect(banner).toContainText('A copy holds only what you did since you opened the app.');
  });

  test('a newer version of the app wrote it: one is not told that the browser refuses', async ({
    phone: { page },
    served,
  }) => {
    await openOffline(page, served.url);
    await page.addInitScript(() => {
      const open = IDBFactory.prototype.open;
      IDBFactory.prototype.open = function (this: IDBFactory, name: string) {
        open.call(this, `${name}-newer`, 9);
        return open.call(this, `${name}-newer`, 1);
      };
    });
    await page.reload();
    await expect(page.getByRole('alert')).toContainText('A newer version of Pocket Flask has been');
    await expect(page.getByRole('alert').getByRole('button', { name: 'Reload' })).toBeVisible();
    await startBurst(page);
    await rateByKeys(page, 2);
  });
});

for (const size of SIZES) {
  test(`a banner leaves a burst its ✕, time and undo, ${size.width} px wide`, async ({
    phone: { page },
    served,
  }) => {
    await page.setViewportSize(size);
    await page.addInitScript(REFUSALS['is missing']);
    await page.goto(served.url);
    await startBurst(page);
    await rateByKeys(page, 1);
    const notice = page.getByRole('alert');
    await expect(notice).toContainText('nothing will be saved');
    await reveal(page);
    const leave = page.getByRole('button', { name: 'Leave the burst; it is kept' });
    const undo = page.getByRole('button', { name: 'undo solid' });
    for (const needed of [leave, page.getByRole('timer'), undo, notice.locator('p')]) {
      expect.soft(await onTopInSight(needed), String(needed)).toBe(true);
    }
    for (const rating of await page
      .getByRole('group', { name: /^How well/ })
      .getByRole('button')
      .all()) {
      expect.soft(await onTopInSight(rating), String(rating)).toBe(true);
    }
    await undo.tap();
    await expectCard(page, 1);
    await leave.tap();
    await expect(page.getByRole('button', { name: /^Go on where you were/ })).toBeVisible();
  });
}

test.describe('writes that fail', () => {
  test('any call that goes wrong, in any way: each rating is stored once, or waits under a banner', async ({
    phone,
    served,
  }) => {
    const { page } = phone;
    // Where a transaction that only reads is aborted, idb has a promise that nobody waits for.
    phone.tolerate(/Injected|AbortError|aborted/);
    await page.addInitScript(failingCalls);
    await openOffline(page, served.url);
    // Every call with every fault is the matter of tests/hard.
    for (const [index, kind] of KINDS.entries()) {
      for (const left of [index, 9 + index * 3]) await rateUnderFault(page, kind, left);
    }
    await expectFolded(page);
  });

  test('a rating that only seemed to be stored is found out at the end of the burst', async ({
    phone: { page },
    served,
  }) => {
    await page.addInitScript(swallowedEvents);
    await page.clock.install();
    await openOffline(page, served.url);
    await startBurst(page);
    await rateCards(page, ['Solid']);
    await setSwallowing(page, true);
    await finishOnNextRating(page);
    await reveal(page);
    await rate(page, 'Blank');
    await expect(page.getByRole('heading', { name: 'Burst done' })).toBeVisible();
    await expect(page.getByRole('alert')).toContainText('1 rating is not saved yet');
    expect(await reviews(page)).toHaveLength(1);
    await setSwallowing(page, false);
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByRole('alert')).toHaveCount(0);
    expect((await reviews(page)).map(({ confidence }) => confidence)).toEqual([3, 1]);
  });

  test('all of them, for a while: a banner counts, the burst goes on, and trying again saves', async ({
    phone: { page },
    served,
  }) => {
    await page.addInitScript(failingWrites);
    await openOffline(page, served.url);
    await startBurst(page);
    await rateCards(page, ['Solid']);
    await setFault(page, { failAll: true });
    await rateByKeys(page, 1);
    await expect(page.getByRole('alert')).toContainText('1 rating is not saved yet');
    await rateByKeys(page, 2);
    await expect(page.getByRole('alert')).toContainText('3 ratings are not saved yet');
    await expectCard(page, 5);
    await expect(page.getByText('saved', { exact: true })).toHaveCount(0);

    const tryAgain = page.getByRole('button', { name: 'Try again' });
    await tryAgain.click();
    // Back from "Trying…": that attempt has failed, and none is under way.
    await expect(tryAgain).toBeVisible();
    await expect(page.getByRole('alert')).toContainText('3 ratings are not saved yet');
    await setFault(page, { failAll: false });
    await tryAgain.click();
    await expect(page.getByRole('alert')).toHaveCount(0);
    await expectSaved(page);
    expect(await reviews(page)).toHaveLength(4);
    await rateCards(page, ['Nailed']);
    expect(await reviews(page)).toHaveLength(5);
  });

  test('the copy that the banner offers holds what is not saved, too', async ({
    phone: { page },
    served,
  }) => {
    await page.addInitScript(failingWrites);
    await openOffline(page, served.url);
    await startBurst(page);
    await rateCards(page, ['Solid', 'Nailed']);
    await setFault(page, { failAll: true });
    await rateByKeys(page, 3);
    await expect(page.getByRole('alert')).toContainText('3 ratings are not saved yet');
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export my data' }).click();
    const file = await (await downloading).path();
    const backup = JSON.parse(readFileSync(file, 'utf8')) as { events: Event[] };
    expect(backup).toMatchObject({ app: 'pocket-flask', format: 1 });
    expect(backup.events.filter(isReview)).toHaveLength(5);
  });
});

test('values that make no sense are counted and left alone; good data is kept', async ({
  phone: { page },
  served,
}) => {
  await openOffline(page, served.url);
  const [first, second] = wholeBank().cards;
  const good = [aReview(first?.id ?? '', 1e12), aReview(second?.id ?? '', 1e12 + 1)];
  const bad = [
    { id: 'bad-1', type: 'review' },
    { id: 'bad-2', type: 'review', at: 'noon', card: first?.id, burst: 'b' },
    { ...good[0], id: 'bad-3', confidence: 7 },
  ];
  const newer = [{ id: 'newer', type: 'applause', at: 1, card: first?.id, burst: 'b' }];
  const settings = { minutes: 'many', theme: 42, burst: 'where?', marker: 'gone', interview: [] };
  await write(page, { events: [...good, ...bad, ...newer], settings });
  await page.reload();
  await expect(page.getByRole('radio', { name: '5 min' })).toBeChecked();
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByText('2 ratings, undos and marks on this device')).toBeVisible();
  await expect(page.getByText('3 events skipped, kept for an export')).toBeVisible();
  await expect(page.getByText('4 settings back to the default')).toBeVisible();
  await expect(page.getByText('1 event of a newer version, kept')).toBeVisible();
  await page.getByRole('link', { name: 'Study', exact: true }).click();
  await startBurst(page);
  await rateCards(page, ['Solid']);
  const { events, memories } = await contents(page);
  expect(events).toHaveLength(7);
  expect(events).toEqual(expect.arrayContaining([...good, ...bad, ...newer]));
  expect(memories).toHaveLength(3);
});

for (const [what, nonsense] of [
  ['no list', { memories: [] }],
  ['a value that is no memory', [{ card: 'app-factory', stability: 'strong' }]],
] as const) {
  test(`buckets of memories with ${what} are made anew, also after a rating in between`, async ({
    phone: { page },
    served,
  }) => {
    await openOffline(page, served.url);
    await startBurst(page);
    await rateCards(page, ['Solid', 'Blank']);
    await write(page, { states: Array.from({ length: 32 }, (_, bucket) => [bucket, nonsense]) });
    await rateCards(page, ['Shaky']);
    await expect.poll(async () => (await contents(page)).events).toHaveLength(3);
    await page.reload();
    await expectCard(page, 4);
    const { events, memories } = await contents(page);
    expect(new Map(memories.map((memory) => [memory.card, memory]))).toEqual(fold(events).memories);
    expect(memories).toHaveLength(3);
  });
}

test('without service workers the app works and says that it needs the network', async ({
  phone: { page },
  served,
}) => {
  await page.addInitScript(() => {
    delete (Navigator.prototype as { serviceWorker?: unknown }).serviceWorker;
  });
  await page.goto(served.url);
  await expect(page.getByText('online only')).toBeVisible();
  await startBurst(page);
  await rateCards(page, ['Solid', 'Blank']);
  expect(await reviews(page)).toHaveLength(2);
});

test('a screen that throws is a plain message with ways on, and Reload works', async ({
  phone: { page },
  served,
}) => {
  const broken = `export function Settings() { throw new Error('This screen is broken.'); }`;
  await served.replace({ [chunkOf('Settings')]: broken });
  await openOffline(page, served.url);
  await startBurst(page);
  await rateCards(page, ['Solid']);
  await page.goBack();
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByRole('heading', { name: 'Something broke' })).toBeVisible();
  await expect(page.getByRole('alert')).toContainText('Your saved ratings are safe');

  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export my data' }).click();
  const backup = JSON.parse(readFileSync(await (await downloading).path(), 'utf8'));
  expect(backup.events).toHaveLength(1);

  await page.getByRole('link', { name: 'Reload' }).click();
  await expect(page.getByRole('button', { name: /^Go on where you were/ })).toBeVisible();
});

test.describe('files that do not come', () => {
  test.beforeEach(async ({ phone }) => {
    // Without a service worker every file comes over the network.
    await phone.context.addInitScript(() => {
      delete (Navigator.prototype as { serviceWorker?: unknown }).serviceWorker;
    });
    phone.tolerate(/ERR_FAILED/);
  });

  for (const file of ['index', 'volatile']) {
    test(`${file}, without which nothing starts: a line says so, and its link brings it`, async ({
      phone: { page },
      served,
    }) => {
      await page.addInitScript(REFUSALS['is missing']);
      await page.route(`**/assets/${file}-*.js`, (route) => route.abort());
      await page.goto(`${served.url}#/settings`);
      const line = page.getByText('Starting… If this stays, reload');
      await expect(line).toBeVisible();
      await page.unroute(`**/assets/${file}-*.js`);
      await line.getByRole('link', { name: 'reload' }).click();
      await expect(page.getByRole('button', { name: /^Start a/ })).toBeVisible();
      await expect(line).toHaveCount(0);
    });
  }

  test('the code: what the page has opened of the database makes way for another tab', async ({
    phone,
    served,
  }) => {
    const { page, context } = phone;
    // Chromium looks for an icon of the picture that is opened instead of the app.
    phone.tolerate(/favicon\.ico/);
    await page.goto(served.url);
    await page.getByRole('button', { name: /^Start a/ }).waitFor();
    await page.route('**/assets/*.js', (route) => route.abort());
    await page.reload();
    await page.evaluate(async () => {
      const opened = await globalThis.opening;
      if (opened?.name !== 'pocket-flask') throw new Error('The page has opened nothing.');
    });
    const other = await context.newPage();
    await other.goto(`${served.url}icon.svg`);
    const outcome = await other.evaluate(
      () =>
        new Promise((resolve) => {
          const request = indexedDB.open('pocket-flask', 99);
          for (const type of ['blocked', 'error', 'success']) {
            request.addEventListener(type, () => resolve(type));
          }
        }),
    );
    expect(outcome).toBe('success');
  });

  test('a screen: a message, and Try again works', async ({ phone: { page }, served }) => {
    await page.route(/assets\/Settings-.*\.js/, (route) => route.abort());
    await page.goto(served.url);
    await page.getByRole('link', { name: 'Settings' }).click();
    await expect(page.getByText('This screen could not be loaded.')).toBeVisible();
    await page.getByRole('link', { name: 'Study', exact: true }).click();
    await expect(page.getByRole('button', { name: /^Start a/ })).toBeVisible();
    // The screen tries by itself once more when it is opened again.
    const failedAgain = page.waitForEvent('requestfailed', (r) => /Settings-.*\.js/.test(r.url()));
    await page.getByRole('link', { name: 'Settings' }).click();
    await failedAgain;
    await expect(page.getByText('This screen could not be loaded.')).toBeVisible();
    await page.unroute(/assets\/Settings-.*\.js/);
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByRole('heading', { name: 'Your data' })).toBeVisible();
  });

  test('the cards of a topic, in a burst: a message, and Try again works', async ({
    phone: { page },
    served,
  }) => {
    await page.route(/assets\/topic-.*\.js/, (route) => route.abort());
    await page.goto(served.url);
    await page.getByRole('button', { name: /^Start a/ }).click();
    await expect(page.getByText('This card could not be loaded.')).toBeVisible();
    await page.unroute(/assets\/topic-.*\.js/);
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(question(page)).toBeVisible();
    await reveal(page);
    await rate(page, 'Solid');
    await expectCard(page, 2);
  });
});

test.describe('the database of version 1', () => {
  // Chromium looks for an icon of the picture that is opened instead of the app.
  test.beforeEach(({ phone }) => phone.tolerate(/favicon\.ico/));

  /** Made from a page of the same origin that holds no app; the connection stays open. */
  async function makeVersion1(page: Page, url: string, events: readonly Event[]): Promise<void> {
    await page.goto(`${url}icon.svg`);
    await page.evaluate(async (values) => {
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const open = indexedDB.open('pocket-flask', 1);
        open.onupgradeneeded = () => {
          const store = open.result.createObjectStore('events', { keyPath: 'id' });
          store.createIndex('card', 'card');
          store.createIndex('at', 'at');
          open.result.createObjectStore('memories', { keyPath: 'card' });
          open.result.createObjectStore('settings');
        };
        open.onsuccess = () => resolve(open.result);
        open.onerror = () => reject(open.error);
      });
      const tx = db.transaction('events', 'readwrite');
      for (const value of values) tx.objectStore('events').put(value);
      await new Promise((resolve) => {
        tx.oncomplete = resolve;
      });
      // Kept from the garbage collector, which would close it.
      Object.assign(globalThis, { db });
    }, events);
  }

  const events = wholeBank()
    .cards.slice(0, 12)
    .map(({ id }, index) => aReview(id, Date.now() - 86_400_000 + index));

  test('is upgraded: events are kept, memories are there', async ({ phone: { page }, served }) => {
    await makeVersion1(page, served.url, events);
    await page.goto(served.url);
    await expect(page.getByRole('button', { name: /^Start a/ })).toBeVisible();
    await expect(page.getByRole('alert')).toHaveCount(0);
    const version = await page.evaluate(async () => {
      const known = await indexedDB.databases();
      return known.find(({ name }) => name === 'pocket-flask')?.version;
    });
    expect(version).toBe(4);
    const upgraded = await contents(page);
    expect(upgraded.events).toEqual(events.toSorted((a, b) => (a.id < b.id ? -1 : 1)));
    expect(new Map(upgraded.memories.map((memory) => [memory.card, memory]))).toEqual(
      fold(events).memories,
    );
    await startBurst(page);
    await rateCards(page, ['Solid']);
    expect(await reviews(page)).toHaveLength(13);
  });

  test('held open by a tab that does not make way: a message, cards work, closing it brings them in', async ({
    phone,
    served,
  }) => {
    const { page: old } = phone;
    await makeVersion1(old, served.url, events);
    const page = await phone.context.newPage();
    await page.goto(served.url);
    await expect(page.getByRole('alert')).toContainText('Another tab with an older version');
    await startBurst(page);
    await rateByKeys(page, 2);
    await expectCard(page, 3);
    await old.close();
    await page.reload();
    await expect(page.getByRole('alert')).toHaveCount(0);
    await expect.poll(async () => (await contents(page)).events).toHaveLength(events.length + 2);
  });
});

test('the database of version 3 is upgraded: its memories and marks move into buckets', async ({
  phone,
  served,
}) => {
  const { page } = phone;
  phone.tolerate(/favicon\.ico/);
  const [first, second] = wholeBank().cards;
  const events = [
    aReview(first?.id ?? '', Date.now() - 86_400_000),
    { id: 'star', type: 'star', at: Date.now() - 1000, card: second?.id } as Event,
  ];
  await page.goto(`${served.url}icon.svg`);
  await page.evaluate(async (values) => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const open = indexedDB.open('pocket-flask', 3);
      open.onupgradeneeded = () => {
        const store = open.result.createObjectStore('events', { keyPath: 'id' });
        for (const index of ['card', 'at', 'burst']) store.createIndex(index, index);
        for (const name of ['memories', 'marks']) {
          open.result.createObjectStore(name, { keyPath: 'card' });
        }
        for (const name of ['settings', 'snapshots']) open.result.createObjectStore(name);
      };
      open.onsuccess = () => resolve(open.result);
      open.onerror = () => reject(open.error);
    });
    const tx = db.transaction(['events', 'memories', 'marks', 'settings'], 'readwrite');
    for (const value of values) tx.objectStore('events').put(value);
    // What version 3 kept there is not believed, whatever it says.
    tx.objectStore('memories').put({ card: 'a-card-of-old', stability: 1 });
    tx.objectStore('marks').put({ card: 'a-card-of-old', starred: true });
    tx.objectStore('settings').put({ fold: 2, events: values.length }, 'marker');
    tx.objectStore('settings').put(10, 'minutes');
    await new Promise((resolve) => {
      tx.oncomplete = resolve;
    });
    db.close();
  }, events);
  await page.goto(served.url);
  await expect(page.getByRole('radio', { name: '10 min' })).toBeChecked();
  const upgraded = await contents(page);
  expect(upgraded.events).toHaveLength(2);
  const { memories, marks } = fold(events);
  expect(upgraded.memories).toEqual([...memories.values()]);
  expect(upgraded.settings['marker']).toMatchObject({ events: 2 });
  const all = JSON.parse(await everything(page));
  expect(Object.keys(all)).toEqual(['events', 'settings', 'snapshots', 'states']);
  expect(all.states[1].flat()).toEqual(expect.arrayContaining([...marks.values()]));
});
