// Topics: where one stands on each, what is in the interview, and bursts on a part of it.

import type { Locator, Page } from '@playwright/test';
import type { Review } from '../../src/memory/event.ts';
import { expectCard, leaveBurst, openOffline, question, rate, rateCards, reveal } from './app.ts';
import { wholeBank } from './bank.ts';
import { contents, reviews, write } from './database.ts';
import { expect, test } from './fixtures.ts';

const DAY = 86_400_000;

type Told = Pick<Review, 'card' | 'confidence'> & { readonly daysAgo: number };

/** Ratings of before, as the log has them. */
function ratings(...told: readonly Told[]) {
  return told.map(({ card, confidence, daysAgo }, index) => ({
    id: `told-${index}`,
    type: 'review',
    at: Date.now() - daysAgo * DAY - 60_000 + index,
    card,
    burst: 'earlier',
    confidence,
    prediction: 'none',
    tookMs: 20_000,
  }));
}

function topicAt(place: number) {
  const topic = wholeBank().bank.topics[place];
  if (!topic) throw new Error(`There is no topic ${place}.`);
  return topic;
}

/** A topic that a burst can go through, and is not the first. */
function smallTopic() {
  const small = wholeBank().bank.topics.find(({ cards }, place) => place > 0 && cards.length <= 6);
  if (!small) throw new Error('Every topic is large.');
  return small;
}

const every = (confidence: Review['confidence'], daysAgo: number) =>
  wholeBank().cards.map(({ id }): Told => ({ card: id, confidence, daysAgo }));

async function openWith(page: Page, url: string, parts: Parameters<typeof write>[1], hash: string) {
  await openOffline(page, url);
  await write(page, parts);
  await page.evaluate((to) => history.replaceState(null, '', to), hash);
  await page.reload();
}

const overall = (page: Page) => page.getByRole('status').filter({ hasText: 'ready for your' });

/** What the figure at the top says, in per cent. */
async function readiness(page: Page): Promise<number> {
  const [, figure] = /^(\d+)%/.exec((await overall(page).textContent()) ?? '') ?? [];
  return Number(figure);
}

const row = (page: Page, title: string): Locator =>
  page.getByRole('listitem').filter({ has: page.getByText(title, { exact: true }) });

async function openChoice(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Choose topics' }).click();
  await expect(page.getByRole('button', { name: 'Done' })).toBeFocused();
}

const levelBox = (page: Page, level: string) =>
  page.getByRole('checkbox', { name: level, exact: true });

/** The box itself is not seen: its label shows the state and takes the touch. */
const levelOf = (page: Page, level: string) =>
  page.getByRole('group', { name: 'In my interview' }).getByText(level);

const topicBox = (page: Page, title: string) =>
  page.getByRole('checkbox', { name: new RegExp(`^${title} `) });

const startOn = (page: Page, what: string) =>
  page.getByRole('button', { name: new RegExp(`^Start a (new )?5-minute burst on ${what}$`) });

/** Goes through a whole burst and returns the questions it asked. */
async function questionsOfBurst(page: Page): Promise<readonly string[]> {
  const asked: string[] = [];
  const done = page.getByRole('heading', { name: 'Burst done' });
  for (;;) {
    await expect(question(page).or(done)).toBeVisible();
    if (await done.isVisible()) return asked;
    await expectCard(page, asked.length + 1);
    asked.push((await question(page).textContent())?.trim() ?? '');
    await reveal(page);
    await rate(page, 'Nailed');
  }
}

const questionsOf = (cards: readonly { readonly id: string }[]) =>
  cards.map(({ id }) => wholeBank().cards.find((card) => card.id === id)?.plainQuestion ?? '');

test('topics come weakest first, with what was seen and how that moved since last week', async ({
  phone: { page },
  served,
}) => {
  const [fresh, faded, risen] = [topicAt(0), topicAt(1), topicAt(2)];
  const told: Told[] = [
    ...faded.cards.map(({ id }): Told => ({ card: id, confidence: 3, daysAgo: 8 })),
    ...risen.cards.slice(0, 2).map(({ id }): Told => ({ card: id, confidence: 4, daysAgo: 1 })),
  ];
  await openWith(page, served.url, { events: ratings(...told) }, '#/topics');

  const rows = page.getByRole('listitem');
  await expect(rows.first()).toContainText(fresh.title);
  await expect(rows.last()).toContainText(faded.title);
  await expect(row(page, fresh.title)).toContainText(`0 of ${fresh.cards.length} cards seen`);
  await expect(row(page, risen.title)).toContainText(`2 of ${risen.cards.length} cards seen`);

  await expect(row(page, faded.title)).toContainText(/down \d+ since last week/);
  const [, shown] = /(\d+)% ready/.exec((await row(page, risen.title).textContent()) ?? '') ?? [];
  await expect(row(page, risen.title)).toContainText(`up ${shown} since last week`);
  await expect(row(page, fresh.title)).not.toContainText('week');
});

test('nothing moves when the trend comes', async ({ phone: { page }, served }) => {
  await page.addInitScript(() => {
    const shifts: number[] = [];
    Object.assign(globalThis, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[]) {
        shifts.push(entry.value);
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await openWith(page, served.url, { events: ratings(...every(3, 9)) }, '#/topics');
  await expect(page.getByText(/since last week|as last week/).first()).toBeAttached();
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
  const shifts = await page.evaluate(() => (globalThis as unknown as { shifts: number[] }).shifts);
  expect(shifts).toEqual([]);
});

test('a topic switched off changes the readiness at once, and stays off after a kill', async ({
  phone,
  served,
}) => {
  const { page } = phone;
  const weak = topicAt(0);
  const told = every(4, 0).filter(({ card }) => !weak.cards.some(({ id }) => id === card));
  await openWith(page, served.url, { events: ratings(...told) }, '#/topics');
  const before = await readiness(page);
  await openChoice(page);
  await topicBox(page, weak.title).click();
  await expect(overall(page)).toContainText(`${before}% before`);
  const after = await readiness(page);
  expect(after).toBeGreaterThan(before);
  await expect(overall(page)).toBeInViewport();
  await page.getByRole('button', { name: 'Done' }).click();
  const out = page.getByRole('region', { name: 'Not in my interview' });
  await expect(out.getByRole('listitem')).toHaveText([`${weak.title} 0% ready`]);

  await expect.poll(async () => (await contents(page)).settings['topicsOff']).toEqual([weak.id]);
  await phone.kill();
  const reopened = await phone.relaunch();
  await reopened.goto(`${served.url}#/topics`);
  await expect(overall(reopened)).toContainText(`${after}%`);
  await expect(
    reopened.getByRole('region', { name: 'Not in my interview' }).getByRole('listitem'),
  ).toHaveText([`${weak.title} 0% ready`]);

  // It is the weakest of all, and yet nobody asks it.
  await reopened.getByRole('link', { name: 'Study', exact: true }).click();
  await expect(reopened.getByRole('listitem').first()).not.toContainText(weak.title);

  await reopened.goto(`${served.url}#/topics`);
  await openChoice(reopened);
  await reopened.getByRole('button', { name: 'Put all topics in' }).click();
  await expect(topicBox(reopened, weak.title)).toBeChecked();
  await expect(reopened.getByRole('listitem').first().getByRole('checkbox')).toBeFocused();
  await expect(overall(reopened)).toContainText(`${before}%`);
});

test('a level switched off takes its cards out; the last one stays', async ({
  phone: { page },
  served,
}) => {
  const { cards } = wholeBank();
  await openWith(page, served.url, {}, '#/topics');
  const count = (...levels: string[]) => cards.filter(({ level }) => levels.includes(level)).length;
  await expect(overall(page)).toContainText(`${cards.length} of ${cards.length} cards`);
  await levelOf(page, 'Senior').tap();
  await expect(overall(page)).toContainText(`${count('junior', 'mid')} of ${cards.length} cards`);
  await levelOf(page, 'Mid').tap();
  await expect(overall(page)).toContainText(`${count('junior')} of ${cards.length} cards`);
  await expect(levelBox(page, 'Junior')).toBeDisabled();
  await expect(page.getByText('Junior has to stay on, or there would be no card')).toBeVisible();
  await expect.poll(async () => (await contents(page)).settings['levels']).toEqual(['junior']);
  await page.reload();
  await expect(levelBox(page, 'Mid')).not.toBeChecked();
  await levelOf(page, 'Mid').tap();
  await expect(levelBox(page, 'Junior')).toBeEnabled();
  expect((await contents(page)).settings['levels']).toEqual(['junior', 'mid']);
});

test('the last topic stays in, in the list and on its own screen', async ({
  phone: { page },
  served,
}) => {
  const [only, ...others] = wholeBank().bank.topics;
  const topicsOff = others.map(({ id }) => id);
  await openWith(page, served.url, { settings: { topicsOff } }, '#/topics');
  await expect(overall(page)).toContainText('1 of');
  await openChoice(page);
  await expect(topicBox(page, only?.title ?? '')).toBeDisabled();
  await expect(page.getByText('It has to stay, or there would be no card to ask.')).toBeVisible();
  await page.goto(`${served.url}#/topics/${only?.id}`);
  await expect(page.getByRole('checkbox', { name: 'In my interview' })).toBeDisabled();
  await expect(page.getByText('The only topic in your interview.')).toBeVisible();
});

test('topics are chosen by keyboard alone', async ({ phone: { page }, served }) => {
  await openWith(page, served.url, {}, '#/topics');
  await expect(page.getByRole('heading', { name: 'Topics', level: 1 })).toBeFocused();
  const order = ['Search', 'Cheat sheet', 'Junior', 'Mid', 'Senior', 'Choose topics'];
  for (const name of order) {
    await page.keyboard.press('Tab');
    await expect(page.locator(':focus')).toHaveAccessibleName(name);
  }
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  const first = page.locator(':focus');
  await expect(first).toHaveAccessibleName(new RegExp(`^${topicAt(0).title} `));
  await page.keyboard.press('Space');
  await expect(first).not.toBeChecked();
  await expect(first).toBeFocused();
  await expect(overall(page)).toContainText('before');
});

test('a burst on one topic asks its cards and no others, even of one that is off', async ({
  phone: { page },
  served,
}) => {
  const topic = smallTopic();
  const settings = { topicsOff: [topic.id] };
  await openWith(page, served.url, { settings }, `#/topics/${topic.id}`);
  await expect(page.getByText('Not in your interview: asked only')).toBeVisible();
  await startOn(page, 'this topic').tap();
  const asked = await questionsOfBurst(page);
  expect(asked.toSorted()).toEqual(questionsOf(topic.cards).toSorted());
  await page.getByRole('button', { name: 'Done for now' }).click();
  await expect(page.getByRole('heading', { name: topic.title, level: 1 })).toBeVisible();
  await expect(
    page.getByText(`${topic.cards.length} of ${topic.cards.length} cards`),
  ).toBeVisible();
});

test('the cards of a topic stand in the order in which a burst asks them, and say why', async ({
  phone: { page },
  served,
}) => {
  const topic = smallTopic();
  const told = topic.cards.map(
    ({ id }, index): Told => ({ card: id, confidence: index % 2 === 0 ? 4 : 2, daysAgo: index }),
  );
  await openWith(page, served.url, { events: ratings(...told) }, `#/topics/${topic.id}`);
  const rows = page.getByRole('listitem');
  await expect(rows).toHaveCount(topic.cards.length);
  await expect(rows.first()).toContainText('Asked first here: the weakest you have seen');
  await expect(rows.nth(2)).toContainText('Asked after 2 weaker cards');
  await expect(rows.first()).toContainText(/Shaky \d+% ready/);
  const shown = await rows.allTextContents();
  await startOn(page, 'this topic').click();
  const asked = await questionsOfBurst(page);
  expect(shown.map((text, place) => text.startsWith(asked[place] ?? '?'))).toEqual(
    asked.map(() => true),
  );
});

test('cards never seen say what they are and how many may come first', async ({
  phone: { page },
  served,
}) => {
  const topic = smallTopic();
  await openWith(page, served.url, {}, `#/topics/${topic.id}`);
  const rows = page.getByRole('listitem');
  await expect(rows.first()).toContainText('asked first here: never seen, core', {
    ignoreCase: true,
  });
  await expect(rows.last()).toContainText(/Asked after \d+ others?: never seen/);
  await expect(rows.first()).toContainText('Not seen');
  await expect(page.getByText(/bursts begin here|before this one in your bursts/)).toBeVisible();
});

test('a card that is not needed is never asked, and its topic says so', async ({
  phone: { page },
  served,
}) => {
  const topic = smallTopic();
  const [unneeded, ...needed] = topic.cards;
  await openWith(page, served.url, {}, `#/card/${unneeded?.id}`);
  await page.getByRole('button', { name: 'I don’t need this one' }).tap();
  await expect(page.getByText('it is not asked and does not count')).toBeVisible();
  await page.goto(`${served.url}#/topics/${topic.id}`);
  await expect(page.getByRole('listitem').last()).toContainText('Not asked: you don’t need it');
  await expect(page.getByText(`0 of ${needed.length} cards seen`)).toBeVisible();
  await startOn(page, 'this topic').click();
  const asked = await questionsOfBurst(page);
  expect(asked.toSorted()).toEqual(questionsOf(needed).toSorted());
});

test('a burst on the starred cards asks these, the weakest first', async ({
  phone: { page },
  served,
}) => {
  const { cards } = wholeBank();
  const starred = [cards[0], cards.at(-1), cards[40]].map((card) => card?.id ?? '');
  const events = [
    ...starred.map((card, index) => ({ id: `star-${index}`, type: 'star', at: index + 1, card })),
    ...ratings({ card: starred[0] as Told['card'], confidence: 4, daysAgo: 1 }),
  ];
  await openWith(page, served.url, { events }, '#/topics');
  await page.getByText('Starred (3)').click();
  const list = page.getByRole('group').filter({ has: startOn(page, 'them') });
  await expect(list.getByRole('listitem')).toHaveCount(3);
  await startOn(page, 'them').click();
  const asked = await questionsOfBurst(page);
  expect(asked.toSorted()).toEqual(questionsOf(starred.map((id) => ({ id }))).toSorted());
  expect(asked.at(-1)).toBe(questionsOf([{ id: starred[0] ?? '' }])[0]);
});

test('a burst on a topic takes the place of one that was cut off, and loses no rating', async ({
  phone: { page },
  served,
}) => {
  const topic = smallTopic();
  await openOffline(page, served.url);
  await page.getByRole('button', { name: /^Start a/ }).click();
  await rateCards(page, ['Solid']);
  await leaveBurst(page);
  await page.goto(`${served.url}#/topics/${topic.id}`);
  await page.getByRole('button', { name: 'Start a new 5-minute burst on this topic' }).click();
  await expectCard(page, 1);
  expect(questionsOf(topic.cards)).toContain((await question(page).textContent())?.trim());
  expect(await reviews(page)).toHaveLength(1);
});

test('offline with the server gone, topics and a topic open by their address', async ({
  phone: { page },
  served,
}) => {
  const topic = smallTopic();
  await openOffline(page, served.url);
  await served.kill();
  await page.goto(`${served.url}#/topics`);
  await page.reload();
  await page.getByRole('link', { name: new RegExp(`^${topic.title}`) }).click();
  await expect(page.getByRole('listitem')).toHaveCount(topic.cards.length);
  await page.reload();
  await expect(page.getByRole('listitem')).toHaveCount(topic.cards.length);
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'Topics', level: 1 })).toBeVisible();
});

test('a topic whose cards do not come says so, and Try again brings them', async ({
  phone,
  served,
}) => {
  const { page } = phone;
  const topic = smallTopic();
  // Without a service worker every file comes over the network.
  await phone.context.addInitScript(() => {
    delete (Navigator.prototype as { serviceWorker?: unknown }).serviceWorker;
  });
  phone.tolerate(/ERR_FAILED/);
  await page.route(/assets\/topic-.*\.js/, (route) => route.abort());
  await page.goto(`${served.url}#/topics/${topic.id}`);
  await expect(page.getByText('The questions could not be loaded.')).toBeVisible();
  await expect(startOn(page, 'this topic')).toBeVisible();
  await page.unroute(/assets\/topic-.*\.js/);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('listitem')).toHaveCount(topic.cards.length);
});
