// The URL hash says where we are, can be typed by anyone, and never leads outside the app.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CardId, TopicId } from '../../src/bank/card.ts';
import {
  createRoute,
  type History,
  hashOf,
  parseRoute,
  type Route,
} from '../../src/state/route.ts';

/** Ids as content/README.md allows them. */
const ids = fc.stringMatching(/^[a-z0-9]+(-[a-z0-9]+){0,3}$/);

const routes: fc.Arbitrary<Route> = fc.oneof(
  fc.constantFrom<Route>(
    { screen: 'study' },
    { screen: 'topics' },
    { screen: 'settings' },
    { screen: 'burst' },
    { screen: 'progress' },
    { screen: 'guide' },
    { screen: 'licences' },
    { screen: 'last-day' },
    { screen: 'mock' },
  ),
  fc.string().map((query): Route => ({ screen: 'search', query })),
  ids.map((id): Route => ({ screen: 'topic', topic: id as TopicId })),
  ids.map((id): Route => ({ screen: 'card', card: id as CardId })),
  fc.constantFrom(3, 5, 10).map((minutes): Route => ({ screen: 'start', minutes }) as Route),
);

const SCREENS = [
  'topics',
  'card',
  'search',
  'settings',
  'start',
  'burst',
  'progress',
  'guide',
  'licences',
  'last-day',
  'mock',
];

describe('a hash', () => {
  it('is read back as the route it was made from', () => {
    fc.assert(
      fc.property(routes, (route) => {
        expect(parseRoute(hashOf(route))).toEqual(route);
      }),
    );
  });

  it('has one form, whatever way it was typed', () => {
    fc.assert(
      fc.property(routes, (route) => {
        const hash = hashOf(route);
        const bare = hash.slice(2);
        for (const typed of [`#${bare}`, `/${bare}`, bare]) {
          expect(hashOf(parseRoute(typed))).toBe(hash);
        }
      }),
    );
  });

  it.each(['', '#', '#/', '#//', '#/nowhere', '#/Topics', '#/__proto__', '#/constructor/x', '# '])(
    'that is unknown leads home: "%s"',
    (hash) => expect(parseRoute(hash)).toEqual({ screen: 'study' }),
  );

  it('of any kind leads home unless it names a screen', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        fc.pre(!SCREENS.includes(text.replace(/^#?\/?/, '').split('/')[0] ?? ''));
        expect(parseRoute(text)).toEqual({ screen: 'study' });
      }),
    );
  });

  it('without the id it needs leads to where one can choose', () => {
    expect(parseRoute('#/card')).toEqual({ screen: 'topics' });
    expect(parseRoute('#/card/')).toEqual({ screen: 'topics' });
    expect(parseRoute('#/topics/')).toEqual({ screen: 'topics' });
  });

  it.each(['#/start', '#/start/', '#/start/4', '#/start/1e9', '#/start/-3'])(
    'starts five minutes if no burst is that long: %s',
    (hash) => expect(parseRoute(hash)).toEqual({ screen: 'start', minutes: 5 }),
  );
});

/** A tab's history; `first` is the entry it was opened with. */
function tab(first: string, entries = [first]) {
  let moved = (_animated: boolean) => {};
  const tab = {
    entries,
    at: entries.length - 1,
    /** What the browser's own buttons do. */
    go(by: number, animated = false) {
      tab.at += by;
      moved(animated);
    },
  };
  const history: History = {
    hash: () => tab.entries[tab.at] ?? '',
    push(hash) {
      tab.entries.splice(++tab.at, tab.entries.length, hash);
    },
    replace(hash) {
      tab.entries[tab.at] = hash;
    },
    back: () => tab.go(-1),
    canGoBack: () => tab.at > 0,
    scrollTop: () => 0,
    listen(listener) {
      moved = listener;
    },
  };
  const shown: string[] = [];
  const transition = (change: () => void) => {
    change();
    shown.push(model.route.peek().screen);
  };
  const model = createRoute(history, transition);
  return { tab, model, shown };
}

describe('the route', () => {
  it('begins where the link pointed', () => {
    expect(tab('#/start/10').model.route.value).toEqual({ screen: 'start', minutes: 10 });
  });

  it('opens a screen as a new entry, to which the browser can go back', () => {
    const { tab: page, model } = tab('#/');
    model.open({ screen: 'settings' });
    expect(page.entries).toEqual(['#/', '#/settings']);
    expect(model.route.value).toEqual({ screen: 'settings' });
    page.go(-1);
    expect(model.route.value).toEqual({ screen: 'study' });
    page.go(1);
    expect(model.route.value).toEqual({ screen: 'settings' });
  });

  it('replaces a screen without a trace in the history', () => {
    const { tab: page, model } = tab('#/start/5');
    model.replace({ screen: 'burst' });
    expect(page.entries).toEqual(['#/burst']);
    expect(model.route.value).toEqual({ screen: 'burst' });
  });

  it('fades from one screen to the next, but not into a burst, nor where the browser did it', () => {
    const { tab: page, model, shown } = tab('#/');
    model.open({ screen: 'settings' });
    page.go(-1);
    expect(shown).toEqual(['settings', 'study']);
    page.go(1, true);
    model.open({ screen: 'burst' });
    page.go(-1);
    model.open({ screen: 'card', card: 'a' as CardId });
    model.open({ screen: 'card', card: 'b' as CardId });
    expect(model.route.value).toEqual({ screen: 'card', card: 'b' });
    expect(shown).toEqual(['settings', 'study', 'card']);
  });

  it('leaves to where we came from', () => {
    const { tab: page, model } = tab('#/topics');
    model.open({ screen: 'card', card: 'a' as CardId });
    model.leave({ screen: 'study' });
    expect(page.at).toBe(0);
    expect(model.route.value).toEqual({ screen: 'topics' });
  });

  it('leaves to the given place, and never out of the app, when it was opened right here', () => {
    const { tab: page, model } = tab('#/card/a');
    model.leave({ screen: 'topics' });
    expect(page.entries).toEqual(['#/topics']);
    expect(model.route.value).toEqual({ screen: 'topics' });
  });
});
