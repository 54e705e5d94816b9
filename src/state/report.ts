// "This is wrong": what a learner reports of a card, as a text for whoever looks after the cards.

import type { Bank, Card } from '../bank/card.ts';

export const PARTS = [
  'Question',
  'Spoken answer',
  'Points to hit',
  'Code',
  'Why they ask',
  'Often said, but wrong',
  'Sources',
  'Something else',
] as const;

export type Part = (typeof PARTS)[number];

/** Characters; enough to say it, and with the rest of the report still short enough for an address. */
export const LONGEST_WORDS = 1000;

/** Servers that take reports in an address refuse longer ones. */
const LONGEST_ADDRESS = 8000;
const CUT = 50;

export interface Report {
  readonly card: Card;
  readonly bank: Bank;
  readonly part: Part;
  /** The learner's own. */
  readonly words: string;
  /** Where the card is. */
  readonly address: string;
}

export function reportTitle({ card }: Report): string {
  return `Wrong: ${card.plainQuestion}`;
}

/** Plain text. */
export function reportText({ card, bank, part, words, address }: Report): string {
  const { date, versions } = bank.checked;
  const names = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return [
    `Card: ${card.id}`,
    `Question: ${card.plainQuestion}`,
    `Bank: ${bank.version}`,
    `Checked: ${names.length > 0 ? `${date}, ${names.join(', ')}` : 'not yet'}`,
    `What is wrong: ${part}`,
    '',
    words.trim(),
    '',
    address,
  ].join('\n');
}

/** An address that opens the report in the project's tracker, ready to be sent there. */
export function reportAddress(bugsUrl: string, report: Report): string {
  const url = new URL(bugsUrl);
  url.pathname = url.pathname.replace(/\/issues\/?$/, '/issues/new');
  url.searchParams.set('title', reportTitle(report));
  url.searchParams.set('body', reportText(report));
  const { words } = report;
  if (url.href.length <= LONGEST_ADDRESS || words.length <= CUT) return url.href;
  // Some scripts take nine characters in an address for one on paper.
  return reportAddress(bugsUrl, { ...report, words: `${[...words].slice(0, -CUT).join('')}…` });
}
