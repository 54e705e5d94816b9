// Every screen of the app, each reachable in one step, for checks that hold everywhere.

import { expect, type Locator, type Page } from '@playwright/test';
import { answer, openOffline, question } from './app.ts';
import { wholeBank } from './bank.ts';
import { failingWrites, refuseStorageAtStart, setFault } from './broken.ts';
import { choose, copyOf, ratings } from './copies.ts';
import { write } from './database.ts';
import { dayFromNow } from './time.ts';

export const SCREENS = [
  'home',
  'home with no card to ask',
  'home in larger text',
  'topics',
  'topics with one off',
  'topics with no card to ask',
  'choosing topics',
  'topic',
  'topic that is off',
  'card',
  'card in larger text',
  'card put aside',
  'no such card',
  'report',
  'guide',
  'question',
  'answer',
  'summary',
  'summary with the install offer',
  'progress',
  'settings',
  'settings without storage',
  'erasing',
  'licences',
  'search',
  'search with results',
  'search without results',
  'mock set-up',
  'mock question',
  'mock judging',
  'mock left',
  'mock report',
  'help',
  'not saved',
  'in another tab',
  'mock in another tab',
  'import told',
  'home on the last day',
  'last day',
  'last day with nothing to win',
  // From here on nothing is left of the learner.
  'lost',
  'first run',
  'progress of a newcomer',
] as const;
export type ScreenName = (typeof SCREENS)[number];

const BURST = 'looked-at';

/** A learner in the middle of things: a third of the cards rated, in all four ways. */
export async function moveIn(page: Page, url: string): Promise<void> {
  await openOffline(page, url);
  const at = Date.now() - 60_000;
  const events = ratedCards().map(({ id }, index) => ({
    id: `moved-in-${id}`,
    type: 'review',
    at: at + index,
    card: id,
    burst: index < 7 ? BURST : 'earlier',
    confidence: confidenceAt(index),
    prediction: index % 2 === 0 ? 'sure' : 'unsure',
    tookMs: 20_000,
  }));
  const starred = { id: 'starred', type: 'star', at, card: fullestCard().id };
  await write(page, { events: [...events, starred] });
}

/** What a screen chooses is undone by the next one. */
const CHOICES = {
  interview: null,
  levels: ['junior', 'mid', 'senior'],
  topicsOff: [],
  textSize: 'normal',
  installOffered: true,
} as const;

/**
 * Opens a screen afresh and waits until all of it is there and at rest.
 *
 * @param arrived called before anything is opened on it
 */
export async function visit(
  page: Page,
  screen: ScreenName,
  arrived?: () => Promise<void>,
): Promise<void> {
  const others = page.context().pages();
  for (const other of others) if (other !== page) await other.close();
  const { hash, choices, place, mock, script, before, shown, open } = wayTo(page, screen);
  const startedAt = Date.now() - 300_000;
  const burst = { id: BURST, minutes: 5, startedAt, spentMs: 200_000, place };
  await write(page, {
    settings: {
      ...CHOICES,
      ...choices,
      ...(place && { burst }),
      ...(mock && { mock: mockAt(mock) }),
    },
  });
  await page.evaluate((to) => history.replaceState(null, '', to), hash);
  await before?.();
  const session = await page.context().newCDPSession(page);
  if (script) {
    await session.send('Page.enable');
    await session.send('Page.addScriptToEvaluateOnNewDocument', { source: `(${script})()` });
  }
  await page.reload();
  await expect(shown).toBeVisible();
  // The script goes with it.
  await session.detach();
  await arrived?.();
  await open?.();
  await page.evaluate(async () => {
    await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
  });
}

interface Way {
  readonly hash: string;
  /** Where they differ from `CHOICES`. */
  readonly choices?: Partial<Record<keyof typeof CHOICES, unknown>>;
  /** Where the burst is, for its screens. */
  readonly place?: object;
  /** Where the mock interview is, for its screens. */
  readonly mock?: object;
  /** Runs in the page before the app does. */
  readonly script?: () => void;
  /** What happens before the screen is opened, with its address set. */
  readonly before?: () => Promise<void>;
  readonly shown: Locator;
  /** Opens what is closed at first. */
  readonly open?: () => Promise<void>;
}

function wayTo(page: Page, screen: ScreenName): Way {
  const { id, topic, plainQuestion } = fullestCard();
  switch (screen) {
    case 'home':
      return { hash: '#/', shown: page.getByRole('button', { name: /^Start a/ }) };
    case 'home with no card to ask':
    case 'topics with no card to ask':
      return {
        hash: screen === 'home with no card to ask' ? '#/' : '#/topics',
        choices: { topicsOff: wholeBank().bank.topics.map((each) => each.id) },
        shown: page.getByText('No card is left to ask.'),
      };
    case 'home in larger text':
      return { ...wayTo(page, 'home'), choices: { textSize: 'larger' } };
    case 'topics':
      return { hash: '#/topics', shown: page.getByRole('listitem').last() };
    case 'topics with one off':
      return {
        hash: '#/topics',
        choices: { topicsOff: [topic] },
        shown: page.getByRole('heading', { name: 'Not in my interview' }),
      };
    case 'choosing topics':
      return {
        hash: '#/topics',
        shown: page.getByRole('listitem').last(),
        async open() {
          await page.getByRole('button', { name: 'Choose topics' }).click();
          await page.getByRole('checkbox').last().uncheck();
          await page.getByText('Starred (1)').click();
          await expect(page.getByRole('link', { name: plainQuestion })).toBeVisible();
        },
      };
    case 'topic':
      return { hash: `#/topics/${topic}`, shown: page.getByRole('link', { name: plainQuestion }) };
    case 'topic that is off':
      return { ...wayTo(page, 'topic'), choices: { topicsOff: [topic] } };
    case 'card':
      return { hash: `#/card/${id}`, shown: page.getByRole('heading', { name: 'Sources' }) };
    case 'card in larger text':
      return { ...wayTo(page, 'card'), choices: { textSize: 'larger' } };
    case 'card put aside': {
      const card = wholeBank().cards.find((each) => each.id !== id)?.id;
      const at = Date.now();
      const text = `${'Asked at the bank, twice. '.repeat(40)}\n\n${'x'.repeat(200)}`;
      const events = [
        { id: 'put-aside', type: 'suspend', at, card },
        { id: 'noted', type: 'note', at: at + 1, card, text },
      ];
      return {
        hash: `#/card/${card}`,
        before: () => write(page, { events }),
        shown: page.getByText('You don’t need this one: it is not asked'),
      };
    }
    case 'no such card':
      return {
        hash: '#/card/a-card-of-another-bank',
        shown: page.getByRole('heading', { name: 'No such card' }),
      };
    case 'report':
      return {
        hash: `#/card/${id}`,
        shown: page.getByRole('heading', { name: 'Sources' }),
        async open() {
          await page.getByText('This is wrong').click();
          await page.getByRole('button', { name: 'Share or copy the report' }).click();
          await expect(page.getByRole('alert')).toHaveText(/^Say/);
        },
      };
    case 'guide':
      return { hash: '#/guide', shown: page.getByRole('heading', { name: 'How to answer' }) };
    case 'question':
      return { hash: '#/burst', place: { kind: 'question', card: id }, shown: question(page) };
    case 'answer':
      return {
        hash: '#/burst',
        place: { kind: 'answer', card: id, prediction: 'none' },
        shown: answer(page),
      };
    case 'summary':
      return {
        hash: '#/burst',
        place: { kind: 'summary' },
        shown: page.getByRole('heading', { name: 'To look at again' }),
      };
    case 'summary with the install offer':
      return {
        ...wayTo(page, 'summary'),
        choices: { installOffered: false },
        script: () => {
          const listen = window.addEventListener;
          window.addEventListener = (...args: Parameters<typeof listen>) => {
            listen.apply(window, args);
            if (args[0] === 'beforeinstallprompt') window.dispatchEvent(new Event(args[0]));
          };
        },
        shown: page.getByRole('button', { name: 'Install Pocket Flask' }),
      };
    case 'progress':
      return {
        hash: '#/progress',
        shown: page.getByRole('button', { name: /^Study these/ }),
        async open() {
          for (const more of await page.locator('summary').all()) await more.click();
          await expect(page.getByRole('row', { name: /^now/ })).toBeVisible();
        },
      };
    case 'settings':
      return {
        hash: '#/settings',
        shown: page.getByText(/ratings, undos and marks on this device/),
        async open() {
          await page.getByText('All versions checked').click();
          await page.evaluate(() => scrollTo(0, 0));
        },
      };
    case 'settings without storage':
      return {
        hash: '#/settings',
        script: refuseStorageAtStart,
        shown: page.getByText(/until you close the app$/),
        async open() {
          await expect(page.getByRole('alert')).toContainText('refuses to store');
        },
      };
    case 'erasing':
      return {
        hash: '#/settings',
        shown: page.getByText(/ratings, undos and marks on this device/),
        async open() {
          await page.getByRole('button', { name: 'Erase everything…' }).click();
          await page.getByRole('button', { name: 'Export, then erase' }).click();
          await expect(page.getByText(/the field must say ERASE/)).toBeVisible();
        },
      };
    case 'licences':
      return {
        hash: '#/licences',
        shown: page.getByText(/^Every card names what it rests on/),
        async open() {
          await page.getByText('All sites').click();
          await page.getByText(/^preact \d/).click();
        },
      };
    case 'search':
      return { hash: '#/search/', shown: page.getByRole('button', { name: 'csrf' }) };
    case 'search with results':
      return { hash: '#/search/session', shown: page.locator('main ol a').last() };
    case 'search without results':
      return { hash: '#/search/xylophone', shown: page.getByText(/^Nothing found for/) };
    case 'mock set-up':
      return { hash: '#/mock', shown: page.getByRole('button', { name: 'Start the interview' }) };
    case 'mock question':
    case 'mock judging': {
      const kind = screen === 'mock question' ? 'question' : 'judge';
      const goOn = page.getByRole('button', { name: /^Go on with your mock interview/ });
      return {
        hash: '#/mock',
        mock: { kind, number: 1 },
        shown: goOn,
        async open() {
          await goOn.click();
          await expect(page.getByText('Question 1 of 7')).toBeVisible();
          if (kind === 'judge') await page.getByText('Code, why they ask, sources').click();
        },
      };
    }
    case 'mock left':
      return {
        hash: '#/mock',
        mock: { kind: 'question', number: 3 },
        shown: page.getByRole('button', { name: 'End it here' }),
      };
    case 'mock report':
      return {
        hash: '#/mock',
        mock: { kind: 'report' },
        shown: page.getByRole('heading', { name: 'Time per question' }),
      };
    case 'help':
      return {
        hash: '#/',
        shown: page.getByRole('button', { name: /^Start a/ }),
        async open() {
          await page.keyboard.press('?');
          await expect(page.getByRole('dialog')).toBeVisible();
        },
      };
    case 'not saved':
      return {
        hash: '#/burst',
        place: { kind: 'answer', card: id, prediction: 'none' },
        shown: answer(page),
        async open() {
          await page.evaluate(failingWrites);
          await setFault(page, { failAll: true });
          await page.keyboard.press('3');
          await expect(page.getByRole('alert')).toContainText('not saved yet');
          await setFault(page, { failAll: false });
        },
      };
    case 'in another tab':
      return {
        hash: '#/burst',
        place: { kind: 'question', card: id },
        async before() {
          const other = await page.context().newPage();
          await other.goto(page.url());
          // Where the screen before was a burst, this page still holds it.
          const takeOver = other.getByRole('button', { name: 'Go on here' });
          await expect(question(other).or(takeOver)).toBeVisible();
          if (await takeOver.isVisible()) await takeOver.click();
          await expect(question(other)).toBeVisible();
          await page.bringToFront();
        },
        shown: page.getByRole('button', { name: 'Go on here' }),
      };
    case 'mock in another tab':
      return {
        hash: '#/mock',
        mock: { kind: 'question', number: 1 },
        async before() {
          const other = await page.context().newPage();
          await other.goto(page.url());
          const goOn = other.getByRole('button', { name: /^Go on with your mock interview/ });
          // Where the screen before was the mock interview, this page still holds it.
          const takeOver = other.getByRole('button', { name: 'Go on here' });
          await expect(goOn.or(takeOver)).toBeVisible();
          if (await takeOver.isVisible()) await takeOver.click();
          await page.bringToFront();
        },
        shown: page.getByRole('button', { name: 'Go on here' }),
      };
    case 'import told':
      return {
        hash: '#/settings',
        shown: page.getByText(/ratings, undos and marks on this device/),
        async open() {
          await choose(page, copyOf(ratings('theirs', 5, [id, 'a-card-of-another-bank'])));
          await expect(page.getByRole('button', { name: 'Add them' })).toBeVisible();
        },
      };
    case 'home on the last day':
      return {
        hash: '#/',
        choices: { interview: dayFromNow(1) },
        shown: page.getByRole('link', { name: 'What can still be won' }),
      };
    case 'last day':
      return {
        hash: '#/last-day',
        choices: { interview: dayFromNow(1) },
        shown: page.getByRole('button', { name: /on these$/ }),
      };
    case 'last day with nothing to win':
      return {
        hash: '#/last-day',
        choices: {
          interview: dayFromNow(1),
          levels: ['senior'],
          topicsOff: topicsWithWeakSeniors(),
        },
        shown: page.getByText(/^Nothing: everything that you have seen/),
      };
    case 'lost':
      return {
        hash: '#/',
        before: () => forget(page, 'indexeddb'),
        shown: page.getByRole('heading', { name: /^Your ratings are gone/ }),
      };
    case 'first run':
      return {
        hash: '#/',
        before: () => forget(page, 'indexeddb,local_storage'),
        shown: page.getByRole('heading', { name: 'Your interview' }),
      };
    case 'progress of a newcomer':
      return {
        hash: '#/progress',
        before: () => forget(page, 'indexeddb,local_storage'),
        shown: page.getByText(/^Your first burst draws the first picture/),
      };
  }
}

/** @param storageTypes as the DevTools protocol names them */
async function forget(page: Page, storageTypes: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const { origin } = new URL(page.url());
  await session.send('Storage.clearDataForOrigin', { origin, storageTypes });
}

/** A mock interview whose first question is the hardest to lay out, with the ratings of the burst. */
function mockAt(place: object): object {
  const first = fullestCard().id;
  const others = ratedCards()
    .map(({ id }) => id)
    .filter((id) => id !== first);
  return {
    id: BURST,
    level: 'mid',
    minutes: 15,
    judging: 'after-each',
    startedAt: Date.now() - 300_000,
    questions: [first, ...others.slice(0, 6)],
    spentMs: [131_000, 45_000, 90_000, 200_000, 60_000, 20_000, 110_000],
    ticks: [[0, 1], [0], [], [0, 1, 2], [1]],
    place,
  };
}

function ratedCards() {
  return wholeBank().cards.filter((_, index) => index % 3 === 0);
}

/** @param index among the cards that were rated */
function confidenceAt(index: number): number {
  return (index % 4) + 1;
}

function topicsWithWeakSeniors(): readonly string[] {
  const weak = ratedCards().filter((_, index) => confidenceAt(index) < 3);
  return [...new Set(weak.filter(({ level }) => level === 'senior').map(({ topic }) => topic))];
}

/** The card with the most on it is the hardest to lay out. */
function fullestCard() {
  const { cards } = wholeBank();
  const sizes = cards.map((card) => JSON.stringify(card).length);
  const fullest = cards[sizes.indexOf(Math.max(...sizes))];
  if (!fullest) throw new Error('The bank has no cards.');
  return fullest;
}
