// Whatever stands on disk or in a file, only sound values get past the boundary.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CardId } from '../../src/bank/card.ts';
import type { BurstId, Confidence, Event, EventId, Prediction } from '../../src/memory/event.ts';
import type { InterviewDate } from '../../src/memory/horizon.ts';
import { fold, type Memory } from '../../src/memory/memory.ts';
import { type Burst, type Place, parseBurst } from '../../src/store/burst.ts';
import { knownEvents, parseEvent, parseMemory } from '../../src/store/parse.ts';
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
);

const places: fc.Arbitrary<Place> = fc.oneof(
  fc.record({ kind: fc.constant('question' as const), card: cards }),
  fc.record({ kind: fc.constant('answer' as const), card: cards, prediction: predictions }),
  fc.constant({ kind: 'summary' } as const),
);

const records: fc.Arbitrary<Burst> = fc.record({
  id: bursts,
  minutes: fc.constantFrom(3, 5, 10),
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

const settings: fc.Arbitrary<Settings> = fc.record({
  interview: fc.option(
    fc.constantFrom('2026-03-16', '2028-02-29').map((date) => date as InterviewDate),
  ),
  theme: fc.constantFrom('auto', 'light', 'dark'),
  minutes: fc.constantFrom(3, 5, 10),
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
const REVIEW = ['at', 'burst', 'card', 'confidence', 'id', 'prediction', 'tookMs', 'type'];
const UNDO = ['at', 'burst', 'card', 'id', 'type', 'undoes'];

function expectText(value: unknown): void {
  expect(value).toBeTypeOf('string');
  expect(value).not.toBe('');
}

/** What an event is, written down a second time and field by field. */
function expectSound(event: Event): void {
  expect(keysOf(event)).toEqual(event.type === 'review' ? REVIEW : UNDO);
  for (const id of [event.id, event.card, event.burst]) expectText(id);
  expect(Math.abs(event.at)).toBeLessThanOrEqual(8.64e15);
  if (event.type === 'undo') {
    expectText(event.undoes);
    return;
  }
  expect(event.type).toBe('review');
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

  it.each(['star', 'suspend', 'Review', 'reviews', '__proto__', 'constructor'])(
    'of a type that only a newer version knows is unknown, not damaged: %s',
    (type) => {
      expect(parseEvent({ id: '1', type })).toEqual({ kind: 'unknown' });
      expect(parseEvent({ id: '1', type, at: 'soon', card: null })).toEqual({ kind: 'unknown' });
    },
  );

  it.each([
    ['no id', { type: 'star' }],
    ['an empty id', { id: '', type: 'star' }],
    ['no type', { id: '1' }],
    ['a type that is no text', { id: '1', type: 7 }],
    ['a known type and nothing else', { id: '1', type: 'review' }],
    ['no shape at all', null],
    ['the shape of a list', [{ id: '1', type: 'star' }]],
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

  it('is found among damaged and unknown ones', () => {
    fc.assert(
      fc.property(fc.array(events), fc.array(fc.jsonValue()), (sound, others) => {
        const unsound = others.filter((value) => parseEvent(value).kind !== 'event');
        expect(knownEvents([...unsound, ...sound, { id: 'x', type: 'star' }])).toEqual(sound);
      }),
    );
  });

  it('that gets through folds to a memory that gets through as well', () => {
    fc.assert(
      fc.property(fc.array(events), (log) => {
        const sameCard = log.map((event) => ({ ...event, card: 'a' as CardId }));
        for (const memory of [...fold(log).values(), ...fold(sameCard).values()]) {
          expect(parseMemory(memory)).toEqual(memory);
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
        const memory = parseMemory(value);
        if (!memory) return;
        const { card, confidence, ...figures } = memory;
        expectText(card);
        expect([1, 2, 3, 4]).toContain(confidence);
        expect(keysOf(figures)).toEqual(['difficulty', 'reviewedAt', 'reviews', 'stability']);
        for (const figure of Object.values(figures)) expect(figure).toSatisfy(Number.isFinite);
      }),
      { numRuns: 2000 },
    );
  });

  it('that is valid comes through unchanged', () => {
    fc.assert(
      fc.property(memories, (memory) => {
        expect(parseMemory(structuredClone(memory))).toEqual(memory);
      }),
    );
  });
});

describe('a burst', () => {
  it('of any shape is read without throwing, and is sound if it gets through', () => {
    fc.assert(
      fc.property(inputs(records), (value) => {
        const burst = parseBurst(value);
        if (!burst) return;
        expect(keysOf(burst)).toEqual(['id', 'minutes', 'place', 'spentMs', 'startedAt']);
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
  ])('is not read with %o', (fault) => {
    const burst = { id: 'b', minutes: 5, startedAt: 1, spentMs: 0, place: { kind: 'summary' } };
    expect(parseBurst(burst)).toEqual(burst);
    expect(parseBurst({ ...burst, ...fault })).toBeNull();
  });
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

  it('of any shape are sound', () => {
    const key = fc.oneof(fc.constantFrom('interview', 'theme', 'minutes'), text);
    fc.assert(
      fc.property(fc.array(fc.tuple(key, anything)), (entries) => {
        const { settings: read, damaged } = readSettings(new Map(entries));
        expect(keysOf(read)).toEqual(['interview', 'theme', 'minutes'].toSorted());
        expect(['auto', 'light', 'dark']).toContain(read.theme);
        expect([3, 5, 10]).toContain(read.minutes);
        expect(read.interview ?? '2026-03-16').toMatch(/^\d{4}-\d{2}-\d{2}$/);
        expect(damaged).toBeLessThanOrEqual(3);
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
  ])('changes nothing and passes for nothing: %s', (json) => {
    const value: unknown = JSON.parse(json);
    expect(parseEvent(value).kind).not.toBe('event');
    expect(parseMemory(value)).toBeNull();
    expect(parseBurst(value)).toBeNull();
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
    expect([...fold(known).keys()]).toEqual(['constructor']);
  });
});
