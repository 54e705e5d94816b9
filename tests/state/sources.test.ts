// The sites of all sources are counted by card, and the pages once each.

import { expect, it } from 'vitest';
import { sourcesOf } from '../../src/state/sources.ts';

function citing(...urls: readonly string[]) {
  return { sources: urls.map((url) => ({ url, supports: 'a claim' })) };
}

it('counts the cards of a site, the most used site first', () => {
  const cards = [
    citing('https://b.example/1', 'https://b.example/2'),
    citing('https://a.example/1'),
    citing('https://c.example/1', 'https://a.example/2', 'https://b.example/1'),
  ];
  expect(sourcesOf(cards).sites).toEqual([
    { host: 'a.example', cards: 2 },
    { host: 'b.example', cards: 2 },
    { host: 'c.example', cards: 1 },
  ]);
});

it('counts a page once, whatever part of it is meant', () => {
  const cards = [
    citing('https://a.example/1#top', 'https://a.example/1#end'),
    citing('https://a.example/1', 'https://a.example/2'),
  ];
  expect(sourcesOf(cards).pages).toBe(2);
});

it('has nothing to say of no cards', () => {
  expect(sourcesOf([])).toEqual({ pages: 0, sites: [] });
});
