// A card to read: its marks, the learner's note, handing it on, and saying what is wrong with it.

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { answer, leaveBurst, openOffline, question, rateCards, startBurst } from './app.ts';
import { wholeBank } from './bank.ts';
import { failingWrites, setFault } from './broken.ts';
import { buildVariant } from './build.ts';
import { contents, isUndo, reviews } from './database.ts';
import { expect, test } from './fixtures.ts';

/** A card with follow-ups. */
function someCard() {
  const card = wholeBank().cards.find(({ followUps }) => followUps.length > 1);
  if (!card) throw new Error('No card has follow-ups.');
  return card;
}

async function openCard(page: Page, url: string): Promise<void> {
  await openOffline(page, url);
  await page.goto(`${url}#/card/${someCard().id}`);
  await expect(page.getByRole('heading', { name: someCard().plainQuestion })).toBeFocused();
}

const star = (page: Page) => page.getByRole('button', { name: 'Star', exact: true });
const note = (page: Page) => page.getByRole('textbox', { name: 'My note' });
const noteSaved = (page: Page) => page.getByText('Saved on this device.');

/** What was marked, in the order it happened, without ids and times. */
async function marked(page: Page): Promise<readonly object[]> {
  const { events } = await contents(page);
  return events
    .filter(({ type }) => type !== 'review' && type !== 'undo')
    .sort((a, b) => a.at - b.at)
    .map(({ id: _id, at: _at, ...rest }) => rest);
}

/** A share sheet that the page has; what it was given, and what the learner does there. */
async function giveShareSheet(page: Page, answer: 'take' | 'cancel' | 'refuse'): Promise<void> {
  await page.addInitScript((way) => {
    const given: unknown[] = [];
    Object.assign(globalThis, { given });
    Object.assign(navigator, {
      share: async (what: unknown) => {
        given.push(what);
        if (way === 'cancel') throw new DOMException('No.', 'AbortError');
        if (way === 'refuse') throw new DOMException('No.', 'NotAllowedError');
      },
    });
  }, answer);
}

const given = (page: Page) =>
  page.evaluate(() => (globalThis as unknown as { given: unknown[] }).given);

/** A clipboard that refuses, as in an embedded page or an old browser. */
async function refuseClipboard(page: Page): Promise<void> {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'clipboard', {
      value: { writeText: () => Promise.reject(new DOMException('No.', 'NotAllowedError')) },
    });
  });
}

const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

test('star, suspend and their opposites are events, and outlive reload and kill', async ({
  phone,
  served,
}) => {
  const { page } = phone;
  const { id } = someCard();
  await openCard(page, served.url);
  await expect(star(page)).toHaveAttribute('aria-pressed', 'false');
  await star(page).tap();
  await expect(star(page)).toHaveAttribute('aria-pressed', 'true');
  await star(page).tap();
  await star(page).tap();
  await page.getByRole('button', { name: 'I don’t need this one' }).tap();
  await expect(page.getByText('it is not asked and does not count')).toBeVisible();
  await expect
    .poll(() => marked(page))
    .toEqual(['star', 'unstar', 'star', 'suspend'].map((type) => ({ type, card: id })));
  await page.reload();
  await expect(star(page)).toHaveAttribute('aria-pressed', 'true');

  await phone.kill();
  const reopened = await phone.relaunch();
  await reopened.goto(`${served.url}#/card/${id}`);
  await expect(star(reopened)).toHaveAttribute('aria-pressed', 'true');
  const back = reopened.getByRole('button', { name: 'Bring it back' });
  await back.focus();
  await reopened.keyboard.press('Enter');
  const suspend = reopened.getByRole('button', { name: 'I don’t need this one' });
  await expect(suspend).toBeFocused();
  await expect(reopened.getByText('it is not asked and does not count')).toHaveCount(0);
  await expect
    .poll(async () => (await marked(reopened)).at(-1))
    .toEqual({ type: 'resume', card: id });
});

test('marks neither undo a rating nor are undone by one', async ({ phone: { page }, served }) => {
  await openOffline(page, served.url);
  await startBurst(page);
  const asked = (await question(page).textContent())?.trim();
  const card = wholeBank().cards.find(({ plainQuestion }) => plainQuestion === asked);
  await rateCards(page, ['Nailed']);
  await leaveBurst(page);
  await page.goto(`${served.url}#/card/${card?.id}`);
  await expect(page.getByText(/^Nailed just now · \d+% ready$/)).toBeVisible();
  await star(page).click();
  await note(page).fill('mine');
  await note(page).blur();
  await expect(noteSaved(page)).toBeVisible();
  await page.goto(`${served.url}#/`);
  await page.getByRole('button', { name: /^Go on where you were/ }).click();
  await page.getByRole('button', { name: /undo nailed/ }).click();
  await expect(answer(page)).toBeVisible();
  await expect.poll(async () => (await contents(page)).events.filter(isUndo).length).toBe(1);
  expect(await reviews(page)).toHaveLength(1);
  await page.goto(`${served.url}#/card/${card?.id}`);
  await expect(page.getByText('Not seen yet')).toBeVisible();
  await expect(star(page)).toHaveAttribute('aria-pressed', 'true');
  await expect(note(page)).toHaveValue('mine');
});

const WORDS = '🧪 g is per request <img src=x onerror=alert(1)>\n“quoted” & <b>bold</b>';

test('a note is plain text, saved after a pause, and there after reload and kill', async ({
  phone,
  served,
}) => {
  const { page } = phone;
  const { id } = someCard();
  await openCard(page, served.url);
  let dialogs = 0;
  page.on('dialog', (dialog) => {
    dialogs += 1;
    void dialog.dismiss();
  });
  await note(page).fill(WORDS);
  await expect(noteSaved(page)).toBeVisible();
  await expect(note(page)).toBeFocused();
  expect(await marked(page)).toEqual([{ type: 'note', card: id, text: WORDS }]);
  await page.reload();
  await expect(note(page)).toHaveValue(WORDS);
  await expect(page.locator('main img, main b')).toHaveCount(0);
  expect(dialogs).toBe(0);

  await note(page).fill('shorter');
  await expect(noteSaved(page)).toBeVisible();
  await phone.kill();
  const reopened = await phone.relaunch();
  await reopened.goto(`${served.url}#/card/${id}`);
  await expect(note(reopened)).toHaveValue('shorter');
  await reopened.goto(`${served.url}#/topics/${someCard().topic}`);
  const row = reopened.getByRole('listitem').filter({ hasText: someCard().plainQuestion });
  await expect(row).toContainText('has a note');
});

test('a note is saved when one leaves at once, and only if it changed', async ({
  phone: { page },
  served,
}) => {
  const { id } = someCard();
  await openCard(page, served.url);
  await note(page).fill('in a hurry');
  await page.evaluate(() => history.back());
  await expect(page.getByRole('button', { name: /^Start a/ })).toBeVisible();
  await expect.poll(() => marked(page)).toEqual([{ type: 'note', card: id, text: 'in a hurry' }]);
  await page.goForward();
  await expect(note(page)).toHaveValue('in a hurry');
  // In one go: a busy machine would save what stands there in between.
  await note(page).evaluate((field: HTMLTextAreaElement) => {
    for (const text of ['in a hurry, twice', 'in a hurry']) {
      field.value = text;
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    }
  });
  await note(page).blur();
  await page.reload();
  await expect(note(page)).toHaveValue('in a hurry');
  expect(await marked(page)).toHaveLength(1);
  await note(page).fill('');
  await note(page).blur();
  await expect
    .poll(async () => (await marked(page)).at(-1))
    .toEqual({ type: 'note', card: id, text: '' });
});

test('a note that cannot be saved says so until it is', async ({ phone: { page }, served }) => {
  await page.addInitScript(failingWrites);
  await openCard(page, served.url);
  await setFault(page, { failAll: true });
  await note(page).fill('not on disk');
  await note(page).blur();
  await expect(page.getByText('Not saved yet.', { exact: true })).toBeVisible();
  await expect(noteSaved(page)).toHaveCount(0);
  expect(await marked(page)).toEqual([]);
  await setFault(page, { failAll: false });
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(noteSaved(page)).toBeVisible();
  expect(await marked(page)).toHaveLength(1);
});

test('a note longer than a note can be is cut, and the learner is told', async ({
  phone: { page },
  served,
}) => {
  await openCard(page, served.url);
  await note(page).fill('a'.repeat(3999));
  await expect(page.getByText('this one is full')).toHaveCount(0);
  await note(page).press('End');
  await page.keyboard.type('bcd');
  await expect(page.getByText('A note holds 4000 characters; this one is full.')).toBeVisible();
  await expect(note(page)).toHaveValue(`${'a'.repeat(3999)}b`);
});

test.describe('handing a card on', () => {
  test('goes to the share sheet where there is one', async ({ phone: { page }, served }) => {
    await giveShareSheet(page, 'take');
    await openCard(page, served.url);
    await page.getByRole('button', { name: 'Share', exact: true }).tap();
    await expect(page.getByText('Handed over.')).toBeVisible();
    const { id, plainQuestion } = someCard();
    expect(await given(page)).toEqual([
      { title: plainQuestion, text: plainQuestion, url: `${served.url}#/card/${id}` },
    ]);
  });

  test('may be called off', async ({ phone: { page }, served }) => {
    await giveShareSheet(page, 'cancel');
    await openCard(page, served.url);
    await page.getByRole('button', { name: 'Share', exact: true }).click();
    await expect(page.getByText('Not shared.')).toBeVisible();
  });

  for (const sheet of ['absent', 'refuse'] as const) {
    test(`copies the link where the share sheet is ${sheet}`, async ({
      phone: { context, page },
      served,
    }) => {
      await context.grantPermissions(['clipboard-read', 'clipboard-write']);
      if (sheet === 'refuse') await giveShareSheet(page, 'refuse');
      await openCard(page, served.url);
      await page.getByRole('button', { name: 'Share', exact: true }).click();
      await expect(page.getByText('Question and link copied.')).toBeVisible();
      const address = `${served.url}#/card/${someCard().id}`;
      expect(await clipboard(page)).toBe(`${someCard().plainQuestion}\n${address}`);
      const other = await context.newPage();
      await other.goto(address);
      await expect(other.getByRole('heading', { name: someCard().plainQuestion })).toBeVisible();
    });
  }

  test('shows the link where neither works', async ({ phone: { page }, served }) => {
    await refuseClipboard(page);
    await openCard(page, served.url);
    await page.getByRole('button', { name: 'Share', exact: true }).click();
    await expect(page.getByText('neither shares nor copies')).toBeVisible();
    const link = page.getByRole('textbox', { name: 'To copy by hand' });
    await link.focus();
    const selected = await page.evaluate(() => getSelection()?.toString());
    expect(selected).toBe(`${served.url}#/card/${someCard().id}`);
  });
});

test.describe('“this is wrong”', () => {
  async function openReport(page: Page): Promise<void> {
    await page.getByText('This is wrong').click();
    await expect(page.getByLabel('What is wrong?')).toBeVisible();
  }

  async function describe(page: Page, words: string): Promise<void> {
    await page.getByLabel('What is wrong?').selectOption('Code');
    await page.getByLabel('What should it say').fill(words);
  }

  function lines(url: string, words: string): string {
    const { id, plainQuestion } = someCard();
    const { version, checked } = wholeBank().bank;
    const versions = Object.entries(checked.versions).map((pair) => pair.join(' '));
    return [
      `Card: ${id}`,
      `Question: ${plainQuestion}`,
      `Bank: ${version}`,
      `Checked: ${checked.date}, ${versions.join(', ')}`,
      'What is wrong: Code',
      '',
      words,
      '',
      `${url}#/card/${id}`,
    ].join('\n');
  }

  test('wants words before it is handed over', async ({ phone: { page }, served }) => {
    await giveShareSheet(page, 'take');
    await openCard(page, served.url);
    await openReport(page);
    const send = page.getByRole('button', { name: 'Share or copy the report' });
    await send.click();
    await expect(page.getByRole('alert')).toHaveText('Say in a few words what is wrong.');
    await expect(page.getByLabel('What should it say')).toBeFocused();
    await page.keyboard.type('   ');
    await expect(page.getByRole('alert')).toHaveText('');
    await send.click();
    await expect(page.getByRole('alert')).toHaveText('Say in a few words what is wrong.');
    expect(await given(page)).toEqual([]);

    await describe(page, 'It prints 2 & not <1>.');
    await send.click();
    await expect(page.getByText('Handed over.')).toBeVisible();
    expect(await given(page)).toEqual([
      {
        title: `Wrong: ${someCard().plainQuestion}`,
        text: lines(served.url, 'It prints 2 & not <1>.'),
      },
    ]);
  });

  test('is copied where there is no share sheet', async ({ phone: { context, page }, served }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await openCard(page, served.url);
    await openReport(page);
    await describe(page, 'It prints 2.');
    await page.getByRole('button', { name: 'Share or copy the report' }).click();
    await expect(page.getByText('Report copied.')).toBeVisible();
    expect(await clipboard(page)).toBe(lines(served.url, 'It prints 2.'));
  });

  test('is shown to be copied by hand where neither works', async ({ phone: { page }, served }) => {
    await refuseClipboard(page);
    await openCard(page, served.url);
    await openReport(page);
    await describe(page, 'It prints 2.');
    await page.getByRole('button', { name: 'Share or copy the report' }).click();
    const field = page.getByRole('textbox', { name: 'To copy by hand' });
    await expect(field).toHaveValue(lines(served.url, 'It prints 2.'));
  });

  test('opens in the tracker that package.json names', async ({ phone, served }) => {
    // It builds the app.
    test.slow();
    const { context, page } = phone;
    const variant = await buildVariant(`tracker-${test.info().parallelIndex}`, async (root) => {
      const file = join(root, 'package.json');
      const project = JSON.parse(await readFile(file, 'utf8')) as object;
      const bugs = { url: 'https://tracker.example/some/flask/issues' };
      await writeFile(file, JSON.stringify({ ...project, bugs }));
    });
    await served.deploy(variant);
    phone.tolerate(/^foreign request: https:\/\/tracker\.example\/some\/flask\/issues\/new\?/);
    await context.route('https://tracker.example/**', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<title>Tracker</title>' }),
    );
    await openCard(page, served.url);
    await openReport(page);
    const send = page.getByRole('link', { name: 'Open the report in the tracker' });
    await send.click();
    await expect(page.getByRole('alert')).toHaveText('Say in a few words what is wrong.');
    expect(context.pages()).toHaveLength(1);

    await describe(page, 'It prints 2 & not 1.');
    const opened = context.waitForEvent('page');
    await send.click();
    const tracker = await opened;
    await expect(tracker).toHaveTitle('Tracker');
    const { pathname, searchParams } = new URL(tracker.url());
    expect(pathname).toBe('/some/flask/issues/new');
    expect(searchParams.get('title')).toBe(`Wrong: ${someCard().plainQuestion}`);
    expect(searchParams.get('body')).toBe(lines(served.url, 'It prints 2 & not 1.'));
    expect(await tracker.evaluate(() => [window.opener, document.referrer])).toEqual([null, '']);
  });
});

test('follow-ups lead from card to card, and Back leads back', async ({
  phone: { page },
  served,
}) => {
  const [first] = someCard().followUps;
  const next = wholeBank().cards.find(({ id }) => id === first?.id);
  await openCard(page, served.url);
  await page.getByRole('link', { name: next?.plainQuestion ?? '?' }).click();
  await expect(page.getByRole('heading', { name: next?.plainQuestion ?? '?' })).toBeFocused();
  await page.goBack();
  await expect(page.getByRole('heading', { name: someCard().plainQuestion })).toBeFocused();
});

test('with the server gone a card opens by its address, and is starred and noted', async ({
  phone: { page },
  served,
}) => {
  await openOffline(page, served.url);
  await served.kill();
  await page.goto(`${served.url}#/card/${someCard().id}`);
  await page.reload();
  await star(page).click();
  await note(page).fill('on the train');
  await expect(noteSaved(page)).toBeVisible();
  await page.reload();
  await expect(star(page)).toHaveAttribute('aria-pressed', 'true');
  await expect(note(page)).toHaveValue('on the train');
});
