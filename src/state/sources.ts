// What the cards rest on: the sites that their sources lie on.

import type { Card } from '../bank/card.ts';

export interface Site {
  readonly host: string;
  /** How many cards name a page of it. */
  readonly cards: number;
}

export interface Sources {
  /** Pages, each counted once however many cards name it. */
  readonly pages: number;
  /** The most used first. */
  readonly sites: readonly Site[];
}

export function sourcesOf(cards: readonly Pick<Card, 'sources'>[]): Sources {
  const pages = new Set(cards.flatMap(({ sources }) => sources.map(({ url }) => pageOf(url))));
  const counts = new Map<string, number>();
  for (const { sources } of cards) {
    for (const host of new Set(sources.map(({ url }) => new URL(url).hostname))) {
      counts.set(host, (counts.get(host) ?? 0) + 1);
    }
  }
  const sites = [...counts].map(([host, count]) => ({ host, cards: count }));
  return { pages: pages.size, sites: sites.sort((a, b) => b.cards - a.cards || order(a, b)) };
}

function pageOf(url: string): string {
  return url.replace(/#.*$/, '');
}

function order(a: Site, b: Site): number {
  return a.host < b.host ? -1 : 1;
}
