// Where in the app we are: the URL hash, so that any static host and any sub-path will do.

import { computed, signal } from '@preact/signals';
import type { CardId, TopicId } from '../bank/card.ts';
import type { Minutes } from '../store/settings.ts';

export type Route =
  | { readonly screen: (typeof PLAIN)[number] }
  | { readonly screen: 'topic'; readonly topic: TopicId }
  | { readonly screen: 'card'; readonly card: CardId }
  /** What was typed so far. */
  | { readonly screen: 'search'; readonly query: string }
  /** Starts a burst at once; the home-screen shortcut points here. */
  | { readonly screen: 'start'; readonly minutes: Minutes };

/** Screens that need nothing but their name. */
const PLAIN = [
  'study',
  'topics',
  'progress',
  'guide',
  'settings',
  'licences',
  'last-day',
  'mock',
  'burst',
] as const;

export function parseRoute(hash: string): Route {
  const [screen, id] = hash.replace(/^#?\/?/, '').split('/');
  switch (screen) {
    case 'topics':
      return id ? { screen: 'topic', topic: id as TopicId } : { screen };
    case 'card':
      return id ? { screen, card: id as CardId } : { screen: 'topics' };
    case 'search':
      return { screen, query: decoded(id ?? '') };
    case 'start':
      return { screen, minutes: id === '3' ? 3 : id === '10' ? 10 : 5 };
    default:
      return { screen: PLAIN.find((name) => name === screen) ?? 'study' };
  }
}

/** A hand-made address may hold what is no encoding of anything. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function hashOf(route: Route): string {
  switch (route.screen) {
    case 'study':
      return '#/';
    case 'topic':
      return `#/topics/${route.topic}`;
    case 'card':
      return `#/card/${route.card}`;
    case 'search':
      return `#/search/${encodeURIComponent(route.query)}`;
    case 'start':
      return `#/start/${route.minutes}`;
    default:
      return `#/${route.screen}`;
  }
}

/** The browser's history, as little of it as we use. */
export interface History {
  readonly hash: () => string;
  readonly push: (hash: string) => void;
  readonly replace: (hash: string) => void;
  readonly back: () => void;
  /** Whether the entry before this one is ours, so that going back stays in the app. */
  readonly canGoBack: () => boolean;
  /** Where the entry was scrolled to when it was left; 0 for a new one. In CSS pixels. */
  readonly scrollTop: () => number;
  /** `animated`: the browser has shown the way there already. */
  readonly listen: (moved: (animated: boolean) => void) => void;
}

export type RouteModel = ReturnType<typeof createRoute>;

/** @param transition shows the way from one screen to the next around the given change */
export function createRoute(history: History, transition: (change: () => void) => void) {
  const route = signal(parseRoute(history.hash()));

  function show(next: Route, animated: boolean): void {
    const change = () => {
      route.value = next;
    };
    // A burst begins and ends without delay.
    const isBurst = [next, route.peek()].some(({ screen }) => screen === 'burst');
    if (animated || isBurst || next.screen === route.peek().screen) change();
    else transition(change);
  }

  history.listen((animated) => show(parseRoute(history.hash()), animated));

  return {
    route: computed(() => route.value),
    open(next: Route): void {
      history.push(hashOf(next));
      show(next, false);
    },
    /** Goes to another place without leaving this one in the history. */
    replace(next: Route): void {
      history.replace(hashOf(next));
      route.value = next;
    },
    back: history.back,
    scrollTop: history.scrollTop,
    /** Back where we came from; to the given place when the app was opened right here. */
    leave(otherwise: Route): void {
      if (history.canGoBack()) history.back();
      else this.replace(otherwise);
    },
  };
}
