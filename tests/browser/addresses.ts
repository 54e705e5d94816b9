// The address of each screen, and the heading one finds there.

import { wholeBank } from './bank.ts';

export function addresses(): readonly (readonly [hash: string, heading: string])[] {
  const { bank, cards } = wholeBank();
  const [topic] = bank.topics;
  const [card] = cards;
  return [
    ['#/topics', 'Topics'],
    [`#/topics/${topic?.id}`, topic?.title ?? ''],
    [`#/card/${card?.id}`, card?.plainQuestion ?? ''],
    ['#/search/', 'Search'],
    ['#/search/blueprint', 'Search'],
    ['#/progress', 'Progress'],
    ['#/guide', 'Cheat sheet'],
    ['#/mock', 'Mock interview'],
    ['#/last-day', 'What can still be won'],
    ['#/settings', 'Settings'],
    ['#/licences', 'Sources and licences'],
  ];
}
