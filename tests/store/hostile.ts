// Files as bugs, other apps and people with bad intent make them, as text.

import fc from 'fast-check';
import { DEFAULTS } from '../../src/store/settings.ts';
import { logs } from '../memory/logs.ts';

/** Names that an object inherits, or that change it when they are written carelessly. */
const POISON = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'];

/** The same key, as a reader that looks for plain text does not see it. */
const hiddenKey = fc
  .constantFrom(...POISON)
  .map((key) =>
    [...key].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
  );

/** Seldom large, for the sake of time. */
const sizes = fc.oneof({ weight: 9, arbitrary: fc.nat(60) }, fc.constantFrom(5000, 30_000));

function nested(opening: string, depth: number): string {
  return `${opening.repeat(depth)}1${(opening === '[' ? ']' : '}').repeat(depth)}`;
}

/** Pieces of JSON, or nearly so, that are hard on a reader. */
const nastyValue = fc.oneof(
  fc.constantFrom(
    ...['1e999', '-1e999', '1e-999', '-0', '9007199254740993', '8.64e15', '8.64000000001e15'],
    ...['NaN', 'Infinity', 'undefined', 'null', 'true', '""', '"\\ud800"', '"\\udc00\\ud800"'],
    ...['{}', '[]', '[[]]', '{"length":1e9}', '{"toJSON":1}', '"<img src=x onerror=alert(1)>"'],
    ...['"\\u0000"', '"2026-02-30"', '[1,2,3]', '"3"', '3.5', '-1', '253402300800000'],
  ),
  fc.tuple(fc.constantFrom('[', '{"a":'), sizes).map(([opening, depth]) => nested(opening, depth)),
  sizes.map((length) => JSON.stringify('x'.repeat(length))),
  fc.json(),
);

const poison = fc
  .tuple(fc.oneof(fc.constantFrom(...POISON), hiddenKey), nastyValue)
  .map(([key, value]) => `"${key}":${value === 'NaN' ? '{"polluted":true}' : value}`);

const FIELDS = ['id', 'type', 'at', 'card', 'burst', 'confidence', 'prediction', 'tookMs', 'text'];

const soundEvents = logs.map((log) => log.map((event) => JSON.stringify(event)));

/** Sound ones with a field too many, a field that is wrong, or the same field once more. */
const hurtEvent = fc
  .tuple(soundEvents, fc.nat(), fc.constantFrom(...FIELDS), nastyValue, fc.option(poison))
  .map(([events, chosen, field, value, poisoned]) => {
    const event = events[chosen % Math.max(1, events.length)] ?? '{}';
    const more = [`"${field}":${value}`, ...(poisoned ? [poisoned] : [])].join(',');
    return event === '{}' ? `{${more}}` : `${event.slice(0, -1)},${more}}`;
  });

const newerEvent = fc
  .tuple(fc.constantFrom('applause', 'Star', '__proto__', 'constructor'), fc.nat(50), nastyValue)
  .map(([type, id, value]) => `{"id":"new-${id}","type":"${type}","card":"a","more":${value}}`);

const eventList = fc
  .tuple(soundEvents, fc.array(fc.oneof(hurtEvent, newerEvent, nastyValue), { maxLength: 5 }))
  .chain(([sound, others]) => fc.shuffledSubarray([...sound, ...sound.slice(0, 3), ...others]))
  .map((events) => `[${events.join()}]`);

const TIMES = Object.fromEntries(Object.keys(DEFAULTS).map((key) => [key, 1]));

/** An export whose every part may be right, wrong or poisoned. */
export const nearExports = fc
  .record({
    app: fc.oneof({ weight: 20, arbitrary: fc.constant('"pocket-flask"') }, nastyValue),
    format: fc.oneof({ weight: 20, arbitrary: fc.constant('1') }, fc.constant('2'), nastyValue),
    exportedAt: fc.oneof(fc.constant('1800000000000'), nastyValue),
    events: fc.oneof({ weight: 20, arbitrary: eventList }, nastyValue),
    settings: fc.oneof(fc.constant(JSON.stringify(DEFAULTS)), nastyValue),
    chosenAt: fc.oneof(fc.constant(JSON.stringify(TIMES)), nastyValue),
    poison: fc.option(poison),
  })
  .map(({ poison: more, ...parts }) => {
    const fields = Object.entries(parts).map(([key, value]) => `"${key}":${value}`);
    return `{${[...fields, ...(more ? [more] : [])].join()}}`;
  });

/** A sound export, cut off, with a hole, or with something strange in the middle of it. */
export const damagedExports = fc
  .tuple(
    eventList.map(
      (events) => `{"app":"pocket-flask","format":1,"exportedAt":1,"events":${events}}`,
    ),
    fc.nat(),
    fc.nat(40),
    fc.oneof(fc.constant(''), fc.string(), fc.constantFrom(...POISON), nastyValue),
    fc.boolean(),
  )
  .map(([text, where, length, instead, isCut]) => {
    const at = where % (text.length + 1);
    return text.slice(0, at) + instead + (isCut ? '' : text.slice(at + length));
  });

export const anyJson = fc.oneof(fc.json(), nastyValue);

export const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '',
    ' ',
    '\ufeff',
    '<!doctype html><title>Not found</title>',
    '%PDF-1.7\n%âãÏÓ\n',
  ),
);
