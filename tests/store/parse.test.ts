// Whatever stands on disk or in a file, only sound values get past the boundary.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CardId, Level, TopicId } from '../../src/bank/card.ts';
import {
  type BurstId,
  type Confidence,
  type Event,
  type EventId,
  LONGEST_NOTE,
  type Prediction,
} from '../../src/memory/event.ts';
import { fold } from '../../src/memory/fold.ts';
import type { InterviewDate } from '../../src/memory/horizon.ts';
import type { Marks } from '../../src/memory/marks.ts';
import type { Memory } from '../../src/memory/memory.ts';
import {
  type Burst,
  type CardList,
  type Place,
  parseBurst,
  type Scope,
} from '../../src/store/burst.ts';
import { knownEvents, parseEvent } from '../../src/store/events.ts';
import { type Mock, type MockPlace, parseMock } from '../../src/store/mock.ts';
import { isMarks, isMemory } from '../../src/store/parse.ts';
import { DEFAULTS, readSettings, type Settings } from '../../src/store/settings.ts';

/** Also names that an object inherits, or that change it when they are written carelessly. */
const text = fc.oneof(
  fc.string({ minLength: 1 }),
  fc.constantFrom('__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'toString'),
);
/** Any moment a `Date` can hold; adding 0 turns -0, which JSON forgets, into 0. */
const times = fc.double({ min: -8.64e15, max: 8.64e15, noNaN: true }).map((time) => time + 0);
const durations = fc.double({ min: 0, max: 8.64e15, noNaN: true }).map((ms) => ms + 0);
const confidences = fc.constantFrom<Confidence>(1, 2, 3, 4);
const predictions = fc.constantFrom<Prediction>('sure', 'unsure', 'none');
const cards = text.map((id) => id as CardId);
const bursts = text.map((id) => id as BurstId);
const eventIds = text.map((id) => id as EventId);
const topics = text.map((id) => id as TopicId);
const levels = fc.constantFrom<Level>('junior', 'mid', 'senior');
const notes = fc.oneof(
  fc.string(),
  fc.constantFrom('', '__proto__', 'x'.repeat(LONGEST_NOTE), 'Line 1\nLine 2 \u{1f40d}'),
);

const events: fc.Arbitrary<Event> = fc.oneof(
  fc.record({
    type: fc.constant('review' as const),
    id: eventIds,
    at: times,
    card: cards,
    burst: bursts,
    confidence: confidences,
    prediction: predictions,
    tookMs: durations,
  }),
  fc.record({
    type: fc.constant('undo' as const),
    id: eventIds,
    at: times,
    card: cards,
    burst: bursts,
    undoes: eventIds,
  }),
  fc.record({
    type: fc.constantFrom('suspend' as const, 'resume' as const),
    id: eventIds,
    at: times,
    card: cards,
  }),
  fc.record({
    type: fc.constantFrom('star' as const, 'unstar' as const),
    id: eventIds,
    at: times,
    card: cards,
  }),
  fc.record({
    type: fc.constant('note' as const),
    id: eventIds,
    at: times,
    card: cards,
    text: notes,
  }),
);

const places: fc.Arbitrary<Place> = fc.oneof(
  fc.record({ kind: fc.constant('question' as const), card: cards }),
  fc.record({ kind: fc.constant('answer' as const), card: cards, prediction: predictions }),
  fc.constant({ kind: 'summary' } as const),
);

const LISTS: readonly CardList[] = ['sure-and-wrong', 'last-day', 'starred', 'study-next'];

const scopes: fc.Arbitrary<Scope> = fc.oneof(
  fc.constant({ kind: 'all' } as const),
  fc.record({ kind: fc.constant('topic' as const), topic: topics }),
  fc.record({
    kind: fc.constant('list' as const),
    list: fc.constantFrom(...LISTS),
    cards: fc.array(cards),
  }),
);

const records: fc.Arbitrary<Burst> = fc.record({
  id: bursts,
  minutes: fc.constantFrom(3, 5, 10),
  scope: scopes,
  startedAt: times,
  spentMs: durations,
  place: places,
});

const memories: fc.Arbitrary<Memory> = fc.record({
  card: cards,
  stability: fc.double({ min: 0.001, max: 36_500, noNaN: true }),
  difficulty: fc.double({ min: 1, max: 10, noNaN: true }),
  reviewedAt: times,
  confidence: confidences,
  reviews: fc.integer({ min: 1, max: 1000 }),
});

const marks: fc.Arbitrary<Marks> = fc.record({
  card: cards,
  starred: fc.boolean(),
  suspended: fc.boolean(),
  note: notes,
  markedAt: times,
});

/** An interview of some questions, at one of them or at its report. */
const mocks: fc.Arbitrary<Mock> = fc
  .tuple(fc.array(cards, { minLength: 1, maxLength: 12 }), fc.nat())
  .chain(([questions, chosen]) => {
    const number = 1 + (chosen % questions.length);
    const at: readonly MockPlace[] = [
      { kind: 'question', number },
      { kind: 'judge', number },
      { kind: 'report' },
    ];
    return fc.record({
      id: bursts,
      level: levels,
      minutes: fc.constantFrom(15, 30, 45),
      judging: fc.constantFrom('after-each', 'at-the-end'),
      startedAt: times,
      questions: fc.constant(questions),
      spentMs: fc.array(durations, { maxLength: questions.length }),
      ticks: fc.array(fc.array(fc.nat(9)), { maxLength: questions.length }),
      place: fc.constantFrom(...at),
    });
  });

const settings: fc.Arbitrary<Settings> = fc.record({
  interview: fc.option(
    fc.constantFrom('2026-03-16', '2028-02-29').map((date) => date as InterviewDate),
  ),
  levels: fc.subarray<Level>(['junior', 'mid', 'senior'], { minLength: 1 }),
  topicsOff: fc.array(topics),
  theme: fc.constantFrom('auto', 'light', 'dark'),
  textSize: fc.constantFrom('normal', 'large', 'larger'),
  minutes: fc.constantFrom(3, 5, 10),
  haptics: fc.boolean(),
  sound: fc.boolean(),
  installOffered: fc.boolean(),
  backedUpAt: durations,
});

/** Anything a structured clone can bring, not only JSON: NaN, dates, maps, objects without prototype. */
const anything = fc.anything({ withDate: true, withMap: true, withNullPrototype: true });

/** A sound value with one field gone or replaced: what bugs and other versions write. */
function nearly<T extends object>(sound: fc.Arbitrary<T>): fc.Arbitrary<unknown> {
  return sound.chain((value) =>
    fc
      .tuple(
        fc.constantFrom(...Object.keys(value)),
        fc.boolean(),
        fc.oneof(anything, text, fc.double()),
      )
      .map(([key, gone, other]) =>
        Object.fromEntries(
          Object.entries(value)
            .filter(([each]) => !(gone && each === key))
            .map(([each, old]) => [each, each === key ? other : old]),
        ),
      ),
  );
}

function inputs<T extends object>(sound: fc.Arbitrary<T>): fc.Arbitrary<unknown> {
  return fc.oneof(fc.jsonValue(), anything, nearly(sound), nearly(sound));
}

const keysOf = (value: object) => Object.keys(value).toSorted();
const BASE = ['at', 'card', 'id', 'type'];
const FIELDS: Readonly<Record<Event['type'], readonly string[]>> = {
  review: ['at', 'burst', 'card', 'confidence', 'id', 'prediction', 'tookMs', 'type'],
  undo: ['at', 'burst', 'card', 'id', 'type', 'undoes'],
  suspend: BASE,
  resume: BASE,
  star: BASE,
  unstar: BASE,
  note: ['at', 'card', 'id', 'text', 'type'],
};

function expectText(value: unknown): void {
  expect(value).toBeTypeOf('string');
  expect(value).not.toBe('');
}

function expectNote(value: unknown): void {
  expect(value).toBeTypeOf('string');
  expect((value as string).length).toBeLessThanOrEqual(4000);
}

/** What an event is, written down a second time and field by field. */
function expectSound(event: Event): void {
  expect(keysOf(event)).toEqual(FIELDS[event.type]);
  for (const id of [event.id, event.card]) expectText(id);
  expect(Math.abs(event.at)).toBeLessThanOrEqual(8.64e15);
  if (event.type === 'note') expectNote(event.text);
  if (event.type !== 'review' && event.type !== 'undo') return;
  expectText(event.burst);
  if (event.type === 'undo') {
    expectText(event.undoes);
    return;
  }
  expect([1, 2, 3, 4]).toContain(event.confidence);
  expect(['sure', 'unsure', 'none']).toContain(event.prediction);
  expect(event.tookMs).toBeGreaterThanOrEqual(0);
  expect(event.tookMs).toBeLessThan(Number.POSITIVE_INFINITY);
}

describe('an event', () => {
  it('of any shape is read without throwing, and is sound if it gets through', () => {
    fc.assert(
      fc.property(inputs(events), (value) => {
        const parsed = parseEvent(value);
        if (parsed.kind === 'event') expectSound(parsed.event);
      }),
      { numRuns: 2000 },
    );
  });

  it('that is valid comes through unchanged, from disk and from a file', () => {
    fc.assert(
      fc.property(events, (event) => {
        expect(parseEvent(structuredClone(event))).toEqual({ kind: 'event', event });
        expect(parseEvent(JSON.parse(JSON.stringify(event)))).toEqual({ kind: 'event', event });
      }),
    );
  });

  it('brings along no field that this version does not know', () => {
    fc.assert(
      fc.property(events, fc.jsonValue(), (event, more) => {
        expect(parseEvent({ ...event, device: more })).toEqual({ kind: 'event', event });
      }),
    );
  });

  it.each(['applause', 'Star', 'suspended', 'Review', 'reviews', '__proto__', 'constructor'])(
    'of a type that only a newer version knows is unknown, not damaged: %s',
    (type) => {
      expect(parseEvent({ id: '1', type })).toEqual({ kind: 'unknown' });
      expect(parseEvent({ id: '1', type, at: 'soon', card: null })).toEqual({ kind: 'unknown' });
    },
  );

  it.each([
    ['no id', { type: 'applause' }],
    ['an empty id', { id: '', type: 'applause' }],
    ['no type', { id: '1' }],
    ['a type that is no text', { id: '1', type: 7 }],
    ['a known type and nothing else', { id: '1', type: 'review' }],
    ['a known type that needs no more, but no card', { id: '1', type: 'star', at: 1 }],
    ['a known type that needs no more, but no time', { id: '1', type: 'resume', card: 'a' }],
    ['no shape at all', null],
    ['the shape of a list', [{ id: '1', type: 'applause' }]],
  ])('with %s is damaged', (_, value) => {
    expect(parseEvent(value)).toEqual({ kind: 'damaged' });
  });

  const review = {
    type: 'review',
    id: '1',
    at: 1,
    card: 'a',
    burst: 'b',
    confidence: 3,
    prediction: 'none',
    tookMs: 0,
  };

  it.each([
    { at: Number.NaN },
    { at: Number.POSITIVE_INFINITY },
    { at: 1e300 },
    { at: '1' },
    { at: new Date(1) },
    { confidence: 0 },
    { confidence: 5 },
    { confidence: 2.5 },
    { confidence: '3' },
    { prediction: 'maybe' },
    { tookMs: -1 },
    { card: '' },
    { burst: null },
    { type: 'undo' },
  ])('that is a review but for %o is damaged', (fault) => {
    expect(parseEvent(review).kind).toBe('event');
    expect(parseEvent({ ...review, ...fault })).toEqual({ kind: 'damaged' });
  });

  it.each(['suspend', 'resume', 'star', 'unstar'])('of the type %s needs nothing more', (type) => {
    const event = { id: '1', type, at: 1, card: 'a' };
    expect(parseEvent(event)).toEqual({ kind: 'event', event });
  });

  it.each([
    ['none', undefined],
    ['a number', 7],
    ['nothing', null],
    ['a list of letters', ['a']],
    ['more than a note may hold', 'x'.repeat(4001)],
  ])('that is a note, but with %s as its text, is damaged', (_, text) => {
    const note = { id: '1', type: 'note', at: 1, card: 'a', text: '' };
    expect(parseEvent(note).kind).toBe('event');
    expect(parseEvent({ ...note, text: 'x'.repeat(4000) }).kind).toBe('event');
    expect(parseEvent({ ...note, text })).toEqual({ kind: 'damaged' });
  });

  it('is found among damaged and unknown ones', () => {
    fc.assert(
      fc.property(fc.array(events), fc.array(fc.jsonValue()), (sound, others) => {
        const unsound = others.filter((value) => parseEvent(value).kind !== 'event');
        expect(knownEvents([...unsound, ...sound, { id: 'x', type: 'applause' }])).toEqual(sound);
      }),
    );
  });

  it('that gets through folds to a memory and marks that get through as well', () => {
    fc.assert(
      fc.property(fc.array(events), (log) => {
        const sameCard = log.map((event) => ({ ...event, card: 'a' as CardId }));
        for (const folded of [fold(log), fold(sameCard)]) {
          for (const memory of folded.memories.values()) {
            expect(isMemory(memory)).toBe(true);
          }
          for (const marked of folded.marks.values()) expect(isMarks(marked)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('a memory', () => {
  it('of any shape is read without throwing, and is sound if it gets through', () => {
    fc.assert(
      fc.property(inputs(memories), (value) => {
        if (!isMemory(value)) return;
        const { card, confidence, difficulty, reviewedAt, reviews, stability } = value;
        expectText(card);
        expect([1, 2, 3, 4]).toContain(confidence);
        for (const figure of [difficulty, reviewedAt, reviews, stability]) {
          expect(figure).toSatisfy(Number.isFinite);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('that is valid gets through', () => {
    fc.assert(
      fc.property(memories, (memory) => {
        expect(isMemory(structuredClone(memory))).toBe(true);
      }),
    );
  });
});

describe('marks', () => {
  it('of any shape are read without throwing, and are sound if they get through', () => {
    fc.assert(
      fc.property(inputs(marks), (value) => {
        if (!isMarks(value)) return;
        expectText(value.card);
        expectNote(value.note);
        expect(value.starred).toBeTypeOf('boolean');
        expect(value.suspended).toBeTypeOf('boolean');
        expect(Math.abs(value.markedAt)).toBeLessThanOrEqual(8.64e15);
      }),
      { numRuns: 2000 },
    );
  });

  it('that are valid get through', () => {
    fc.assert(
      fc.property(marks, (marked) => {
        expect(isMarks(structuredClone(marked))).toBe(true);
      }),
    );
  });

  it.each([
    { card: '' },
    { starred: 1 },
    { starred: undefined },
    { suspended: 'yes' },
    { note: null },
    { note: 'x'.repeat(4001) },
    { markedAt: Number.NaN },
  ])('are not read with %o', (fault) => {
    const marked = { card: 'a', starred: true, suspended: false, note: '', markedAt: 1 };
    expect(isMarks(marked)).toBe(true);
    expect(isMarks({ ...marked, ...fault })).toBe(false);
  });
});

describe('a burst', () => {
  it('of any shape is read without throwing, and is sound if it gets through', () => {
    fc.assert(
      fc.property(inputs(records), (value) => {
        const burst = parseBurst(value);
        if (!burst) return;
        expect(keysOf(burst)).toEqual(['id', 'minutes', 'place', 'scope', 'spentMs', 'startedAt']);
        expectScope(burst.scope);
        expectText(burst.id);
        expect([3, 5, 10]).toContain(burst.minutes);
        expect(burst.startedAt).toSatisfy(Number.isFinite);
        expect(burst.spentMs).toBeGreaterThanOrEqual(0);
        expect(['question', 'answer', 'summary']).toContain(burst.place.kind);
        if (burst.place.kind === 'summary') return;
        expectText(burst.place.card);
        if (burst.place.kind === 'question') return;
        expect(['sure', 'unsure', 'none']).toContain(burst.place.prediction);
      }),
      { numRuns: 2000 },
    );
  });

  it('that is valid comes through unchanged', () => {
    fc.assert(
      fc.property(records, (burst) => {
        expect(parseBurst(structuredClone(burst))).toEqual(burst);
      }),
    );
  });

  it.each([
    { place: { kind: 'question' } },
    { place: { kind: 'answer', card: 'a' } },
    { place: { kind: 'answer', card: 'a', prediction: 'maybe' } },
    { place: { kind: 'elsewhere', card: 'a' } },
    { place: 'summary' },
    { minutes: 4 },
    { spentMs: -1 },
    { startedAt: null },
    { scope: null },
    { scope: 'all' },
    { scope: { kind: 'some' } },
    { scope: { kind: 'topic' } },
    { scope: { kind: 'topic', topic: '' } },
    { scope: { kind: 'list', list: 'starred' } },
    { scope: { kind: 'list', list: 'favourites', cards: [] } },
    { scope: { kind: 'list', list: 'starred', cards: ['a', 7] } },
    { scope: { kind: 'list', list: 'starred', cards: 'ab' } },
  ])('is not read with %o', (fault) => {
    expect(parseBurst(BURST)).toEqual(BURST);
    expect(parseBurst({ ...BURST, ...fault })).toBeNull();
  });

  it('of the first versions, which says nothing of a scope, asks everything', () => {
    const { scope, ...old } = BURST;
    expect(scope).toEqual({ kind: 'all' });
    expect(parseBurst(old)).toEqual(BURST);
    fc.assert(
      fc.property(records, ({ scope: _, ...earlier }) => {
        expect(parseBurst(structuredClone(earlier))).toEqual({
          ...earlier,
          scope: { kind: 'all' },
        });
      }),
    );
  });

  it('brings along nothing of a scope that this version does not know', () => {
    const more = { kind: 'topic', topic: 'contexts', level: 'senior' };
    expect(parseBurst({ ...BURST, scope: more })?.scope).toEqual({
      kind: 'topic',
      topic: 'contexts',
    });
    expect(parseBurst({ ...BURST, scope: { kind: 'all', topic: 'contexts' } })).toEqual(BURST);
  });

  const BURST = {
    id: 'b',
    minutes: 5,
    scope: { kind: 'all' },
    startedAt: 1,
    spentMs: 0,
    place: { kind: 'summary' },
  };

  function expectScope(scope: Scope): void {
    if (scope.kind === 'all') expect(scope).toEqual({ kind: 'all' });
    else if (scope.kind === 'topic') {
      expect(keysOf(scope)).toEqual(['kind', 'topic']);
      expectText(scope.topic);
    } else {
      expect(keysOf(scope)).toEqual(['cards', 'kind', 'list']);
      expect(scope.kind).toBe('list');
      expect(LISTS).toContain(scope.list);
      for (const card of scope.cards) expectText(card);
    }
  }
});

describe('a mock interview', () => {
  it('of any shape is read without throwing, and is sound if it gets through', () => {
    fc.assert(
      fc.property(inputs(mocks), (value) => {
        const mock = parseMock(value);
        if (mock) expectMock(mock);
      }),
      { numRuns: 2000 },
    );
  });

  it('that is valid comes through unchanged', () => {
    fc.assert(
      fc.property(mocks, (mock) => {
        expect(parseMock(structuredClone(mock))).toEqual(mock);
      }),
    );
  });

  it.each([
    { id: '' },
    { level: 'expert' },
    { minutes: 5 },
    { judging: 'never' },
    { startedAt: Number.POSITIVE_INFINITY },
    { questions: 'ab' },
    { questions: ['a', 7] },
    { questions: [''] },
    { questions: [] },
    { spentMs: [-1] },
    { spentMs: ['1'] },
    { spentMs: 1 },
    { ticks: undefined },
    { ticks: [1] },
    { ticks: [[0], [-1]] },
    { ticks: [[0.5]] },
    { ticks: [['0']] },
    { place: null },
    { place: { kind: 'elsewhere', number: 1 } },
    { place: { kind: 'question' } },
    { place: { kind: 'question', number: 0 } },
    { place: { kind: 'question', number: 1.5 } },
    { place: { kind: 'question', number: 3 } },
    { place: { kind: 'judge' } },
    { place: { kind: 'judge', number: 3 } },
    { place: { kind: 'judge', number: '1' } },
  ])('is not read with %o', (fault) => {
    const mock = {
      id: 'm',
      level: 'mid',
      minutes: 30,
      judging: 'after-each',
      startedAt: 1,
      questions: ['a', 'b'],
      spentMs: [1000],
      ticks: [[0, 2], []],
      place: { kind: 'question', number: 2 },
    };
    expect(parseMock(mock)).toEqual(mock);
    expect(parseMock({ ...mock, ...fault })).toBeNull();
  });

  function expectMock(mock: Mock): void {
    expect(keysOf(mock)).toEqual([
      'id',
      'judging',
      'level',
      'minutes',
      'place',
      'questions',
      'spentMs',
      'startedAt',
      'ticks',
    ]);
    expectText(mock.id);
    expect(['junior', 'mid', 'senior']).toContain(mock.level);
    expect([15, 30, 45]).toContain(mock.minutes);
    expect(['after-each', 'at-the-end']).toContain(mock.judging);
    expect(mock.startedAt).toSatisfy(Number.isFinite);
    for (const question of mock.questions) expectText(question);
    for (const ms of mock.spentMs) {
      expect(ms).toBeGreaterThanOrEqual(0);
      expect(ms).toSatisfy(Number.isFinite);
    }
    expect(mock.ticks.flat().every((point) => Number.isSafeInteger(point) && point >= 0)).toBe(
      true,
    );
    const { place } = mock;
    expect(['question', 'judge', 'report']).toContain(place.kind);
    if (place.kind === 'report') return;
    expectText(mock.questions[place.number - 1]);
  }
});

describe('settings', () => {
  const stored = (values: object) => new Map<string, unknown>(Object.entries(values));

  it('that are valid come through unchanged', () => {
    fc.assert(
      fc.property(settings, (chosen) => {
        expect(readSettings(stored(chosen))).toEqual({ settings: chosen, damaged: 0 });
      }),
    );
  });

  it('that were never chosen are the defaults', () => {
    expect(readSettings(new Map())).toEqual({ settings: DEFAULTS, damaged: 0 });
  });

  it('that make no sense are counted, each replaced by its default, and spare the others', () => {
    const values = { theme: 'pink', minutes: 10, interview: 'soon' };
    expect(readSettings(stored(values))).toEqual({
      settings: { ...DEFAULTS, minutes: 10 },
      damaged: 2,
    });
  });

  it.each([
    { levels: [] },
    { levels: ['junior', 'expert'] },
    { levels: 'junior' },
    { topicsOff: 'contexts' },
    { topicsOff: [7] },
    { textSize: 'huge' },
    { haptics: 1 },
    { sound: 'on' },
    { installOffered: null },
    { backedUpAt: -1 },
    { backedUpAt: Number.NaN },
    { backedUpAt: Number.POSITIVE_INFINITY },
    { backedUpAt: '2026-03-16' },
  ])('that make no sense are the default: %o', (values) => {
    expect(readSettings(stored(values))).toEqual({ settings: DEFAULTS, damaged: 1 });
  });

  it('of any shape are sound', () => {
    const key = fc.oneof(fc.constantFrom(...Object.keys(DEFAULTS)), text);
    fc.assert(
      fc.property(fc.array(fc.tuple(key, anything)), (entries) => {
        const { settings: read, damaged } = readSettings(new Map(entries));
        expect(keysOf(read)).toEqual(keysOf(DEFAULTS));
        expect(['auto', 'light', 'dark']).toContain(read.theme);
        expect([3, 5, 10]).toContain(read.minutes);
        expect(read.interview ?? '2026-03-16').toMatch(/^\d{4}-\d{2}-\d{2}$/);
        expect(['normal', 'large', 'larger']).toContain(read.textSize);
        expect(read.levels.length).toBeGreaterThan(0);
        for (const level of read.levels) expect(['junior', 'mid', 'senior']).toContain(level);
        for (const topic of read.topicsOff) expect(topic).toBeTypeOf('string');
        for (const flag of [read.haptics, read.sound, read.installOffered]) {
          expect(flag).toBeTypeOf('boolean');
        }
        expect(read.backedUpAt).toBeGreaterThanOrEqual(0);
        expect(read.backedUpAt).toBeLessThanOrEqual(8.64e15);
        expect(damaged).toBeLessThanOrEqual(Object.keys(DEFAULTS).length);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('input that aims at the prototype', () => {
  const EVIL = '{"polluted":true,"id":"1","type":"review","confidence":4}';

  it.each([
    `{"__proto__":${EVIL}}`,
    `{"constructor":{"prototype":${EVIL}}}`,
    `{"id":"1","type":"star","__proto__":${EVIL}}`,
    `{"id":"1","type":"review","at":1,"card":"a","burst":"b","__proto__":{"confidence":4,"prediction":"none","tookMs":0}}`,
    `{"id":"b","minutes":5,"startedAt":1,"spentMs":0,"__proto__":{"place":{"kind":"summary"}}}`,
    `{"id":"1","type":"note","at":1,"card":"a","__proto__":{"text":"x"}}`,
    `{"card":"a","note":"","markedAt":1,"__proto__":{"starred":true,"suspended":true}}`,
    `{"id":"m","level":"mid","minutes":30,"judging":"after-each","startedAt":1,"questions":["a"],"spentMs":[],"ticks":[],"__proto__":{"place":{"kind":"report"}}}`,
  ])('changes nothing and passes for nothing: %s', (json) => {
    const value: unknown = JSON.parse(json);
    expect(parseEvent(value).kind).not.toBe('event');
    expect(isMemory(value)).toBe(false);
    expect(isMarks(value)).toBe(false);
    expect(parseBurst(value)).toBeNull();
    expect(parseMock(value)).toBeNull();
    expect(readSettings(new Map([['theme', value]])).settings).toEqual(DEFAULTS);
    const entries = Object.entries(value as object);
    expect(readSettings(new Map(entries)).settings).toEqual(DEFAULTS);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('is no more than a name when it stands for an id', () => {
    const event = {
      type: 'review',
      id: '__proto__',
      at: 1,
      card: 'constructor',
      burst: 'prototype',
      confidence: 4,
      prediction: 'sure',
      tookMs: 1,
    };
    const known = knownEvents([event]);
    expect(known).toEqual([event]);
    expect([...fold(known).memories.keys()]).toEqual(['constructor']);
  });
});
