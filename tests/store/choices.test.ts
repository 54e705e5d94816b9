// Of two devices the later choice of each setting wins, in whatever order they meet.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Level, TopicId } from '../../src/bank/card.ts';
import type { InterviewDate } from '../../src/memory/horizon.ts';
import { type Choices, laterChoices, parseChosenAt } from '../../src/store/choices.ts';
import { DEFAULTS, type Settings } from '../../src/store/settings.ts';

const SHARED = ['interview', 'levels', 'topicsOff', 'minutes'] as const;

const settings: fc.Arbitrary<Settings> = fc
  .record({
    interview: fc.constantFrom(null, '2026-03-16', '2026-04-01'),
    levels: fc.constantFrom(['junior', 'mid', 'senior'], ['junior'], ['junior', 'mid']),
    topicsOff: fc.constantFrom([], ['routing'], ['routing', 'forms']),
    minutes: fc.constantFrom(3, 5, 10),
    theme: fc.constantFrom('auto', 'dark'),
    haptics: fc.boolean(),
  })
  .map((some) => ({ ...DEFAULTS, ...some }) as unknown as Settings);

/** Few times, so that two are often the same, or missing as in files of the first versions. */
const time = fc.option(fc.constantFrom(-5, 0, 1, 2, 1_800_000_000_000), { nil: undefined });

const choices: fc.Arbitrary<Choices> = fc
  .tuple(settings, fc.record({ interview: time, levels: time, topicsOff: time, minutes: time }))
  .map(([chosen, times]) => ({ settings: chosen, chosenAt: parseChosenAt(times) }));

/** What a device holds after it has taken over what is later; as the store does it. */
function merged(ours: Choices, theirs: Choices): Choices {
  const later = laterChoices(ours, theirs);
  const taken = Object.fromEntries(later.map((key) => [key, theirs.settings[key]]));
  const times = Object.fromEntries(later.map((key) => [key, theirs.chosenAt[key] ?? 0]));
  return {
    settings: { ...ours.settings, ...taken },
    chosenAt: { ...ours.chosenAt, ...times },
  };
}

/** What of it belongs to the learner; a choice of time 0 is one of the first versions. */
function shared({ settings: all, chosenAt }: Choices): unknown {
  return SHARED.map((key) => {
    const isDefault = JSON.stringify(all[key]) === JSON.stringify(DEFAULTS[key]);
    return [key, all[key], chosenAt[key] ?? (isDefault ? 'never' : 0)];
  });
}

describe('choices of two devices', () => {
  it('meet in the same state in either order', () => {
    fc.assert(
      fc.property(choices, choices, (a, b) => {
        expect(shared(merged(a, b))).toEqual(shared(merged(b, a)));
      }),
      { numRuns: 1000 },
    );
  });

  it('of three, in any grouping', () => {
    fc.assert(
      fc.property(choices, choices, choices, (a, b, c) => {
        expect(shared(merged(merged(a, b), c))).toEqual(shared(merged(a, merged(b, c))));
      }),
      { numRuns: 1000 },
    );
  });

  it('change nothing when they come again', () => {
    fc.assert(
      fc.property(choices, choices, (a, b) => {
        const once = merged(a, b);
        expect(laterChoices(once, b)).toEqual([]);
        expect(laterChoices(once, a)).toEqual([]);
        expect(laterChoices(a, a)).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  it('never touch what belongs to the device', () => {
    fc.assert(
      fc.property(choices, choices, (a, b) => {
        for (const key of laterChoices(a, b)) expect(SHARED).toContain(key);
        const { theme, haptics } = merged(a, b).settings;
        expect({ theme, haptics }).toEqual({
          theme: a.settings.theme,
          haptics: a.settings.haptics,
        });
      }),
    );
  });
});

describe('the later choice', () => {
  const at = (minutes: 3 | 5 | 10, chosenAt: Choices['chosenAt'] = {}): Choices => ({
    settings: { ...DEFAULTS, minutes },
    chosenAt,
  });

  it('wins', () => {
    expect(laterChoices(at(3, { minutes: 1 }), at(10, { minutes: 2 }))).toEqual(['minutes']);
    expect(laterChoices(at(3, { minutes: 2 }), at(10, { minutes: 1 }))).toEqual([]);
  });

  it('may be the default', () => {
    expect(laterChoices(at(3, { minutes: 1 }), at(5, { minutes: 2 }))).toEqual(['minutes']);
  });

  it('of no known time wins against none only', () => {
    expect(laterChoices(at(5), at(10))).toEqual(['minutes']);
    expect(laterChoices(at(10), at(5))).toEqual([]);
    expect(laterChoices(at(3, { minutes: 1 }), at(10))).toEqual([]);
  });

  it('is found setting by setting', () => {
    const ours: Choices = {
      settings: { ...DEFAULTS, levels: ['junior'] as Level[], topicsOff: ['forms'] as TopicId[] },
      chosenAt: { levels: 9, topicsOff: 1 },
    };
    const theirs: Choices = {
      settings: { ...DEFAULTS, interview: '2026-03-16' as InterviewDate },
      chosenAt: { interview: 3, levels: 2, topicsOff: 2 },
    };
    expect(laterChoices(ours, theirs)).toEqual(['interview', 'topicsOff']);
  });
});

it.each([null, 7, 'noon', [], { minutes: 'noon' }, { minutes: 1e16 }, { minutes: Number.NaN }])(
  'times that make no sense are none: %o',
  (value) => expect(parseChosenAt(value)).toEqual({}),
);

it('times of what is no setting are none', () => {
  const value = JSON.parse('{"__proto__":{"minutes":1},"constructor":2,"theme":3}') as unknown;
  expect(parseChosenAt(value)).toEqual({ theme: 3 });
});
