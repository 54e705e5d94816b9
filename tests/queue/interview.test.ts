// What the learner's interview may ask: levels, topics switched off, cards they do not need.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Level, TopicId } from '../../src/bank/card.ts';
import { type Choices, inInterview, withAskable } from '../../src/queue/interview.ts';
import { banks, entry, id, topic } from './banks.ts';

const EVERYTHING: Choices = {
  levels: ['junior', 'mid', 'senior'],
  topicsOff: [],
  isSuspended: () => false,
};

function choices(parts: Partial<Choices>): Choices {
  return { ...EVERYTHING, ...parts };
}

const basics = topic('basics', [entry('basics-1'), entry('basics-2', 'mid')]);
const contexts = topic('contexts', [entry('contexts-1', 'senior'), entry('contexts-2')]);
const signals = topic('signals', [entry('signals-1', 'senior')]);
const bank = [basics, contexts, signals];
const off = (...topics: string[]) => topics as TopicId[];

/** The ids of the cards, by topic. */
const ids = (topics: readonly (typeof basics)[]) =>
  topics.map(({ cards }) => cards.map((card) => card.id).join(' '));

describe('the interview', () => {
  it('is the whole bank until something is left out, down to the same objects', () => {
    const all = inInterview(bank, EVERYTHING);
    expect(all).toEqual(bank);
    for (const [index, one] of all.entries()) expect(one).toBe(bank[index]);
  });

  it('has no topic that is switched off', () => {
    expect(inInterview(bank, choices({ topicsOff: off('contexts') }))).toEqual([basics, signals]);
    const all = off('basics', 'contexts', 'signals');
    expect(inInterview(bank, choices({ topicsOff: all }))).toEqual([]);
  });

  it('does not mind a switched-off topic that the bank does not have', () => {
    expect(inInterview(bank, choices({ topicsOff: off('gone') }))).toEqual(bank);
  });

  it.each<[Level[], string[]]>([
    [['junior'], ['basics-1', 'contexts-2']],
    [['mid'], ['basics-2']],
    [['senior'], ['contexts-1', 'signals-1']],
    [
      ['senior', 'junior'],
      ['basics-1', 'contexts-1 contexts-2', 'signals-1'],
    ],
    [[], []],
  ])('asks cards of the levels %j only', (levels, expected) => {
    expect(ids(inInterview(bank, choices({ levels })))).toEqual(expected);
  });

  it('leaves out what the learner does not need, and topics of which nothing is left', () => {
    const suspended = [id('basics-1'), id('signals-1')];
    const left = inInterview(bank, choices({ isSuspended: (card) => suspended.includes(card) }));
    expect(ids(left)).toEqual(['basics-2', 'contexts-1 contexts-2']);
    expect(left[1]).toBe(contexts);
  });

  it('keeps title and summary of a topic that lost a card', () => {
    const [first] = inInterview(bank, choices({ levels: ['junior'] }));
    expect(first).toEqual({ ...basics, cards: [basics.cards[0]] });
  });

  it('has no topic without cards', () => {
    expect(inInterview([topic('empty', []), signals], EVERYTHING)).toEqual([signals]);
  });
});

describe('one topic', () => {
  it('shows what may be asked of it, switched off or not', () => {
    const junior = choices({ levels: ['junior'], topicsOff: off('contexts') });
    expect(withAskable(contexts, junior)).toEqual({ ...contexts, cards: [contexts.cards[1]] });
  });

  it('may have nothing to ask', () => {
    expect(withAskable(signals, choices({ levels: ['junior'] })).cards).toEqual([]);
    expect(withAskable(signals, choices({ isSuspended: () => true })).cards).toEqual([]);
  });
});

it('any choices leave exactly the cards that nothing speaks against, in their order', () => {
  const levels = fc.subarray<Level>(['junior', 'mid', 'senior']);
  const someOff = fc.subarray(off('t0', 't1', 't2', 't3', 't4'));
  fc.assert(
    fc.property(banks, levels, someOff, fc.nat(4), (topics, asked, topicsOff, last) => {
      const isSuspended = (card: string) => card.endsWith(`-${last}`);
      const copy = structuredClone(topics);
      const left = inInterview(topics, { levels: asked, topicsOff, isSuspended });
      expect(left.flatMap(({ cards }) => cards)).toEqual(
        topics
          .flatMap(({ cards }) => cards)
          .filter((card) => asked.includes(card.level))
          .filter((card) => !topicsOff.includes(card.topic))
          .filter((card) => !isSuspended(card.id)),
      );
      for (const { id: of, cards } of left) {
        expect(cards.length).toBeGreaterThan(0);
        for (const card of cards) expect(card.topic).toBe(of);
      }
      expect(topics).toEqual(copy);
    }),
  );
});
