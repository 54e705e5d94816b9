// Devices and files to merge: random logs that share events, contradict each other, or make no sense.

import fc from 'fast-check';
import type { Event, EventId } from '../../../src/memory/event.ts';
import { parseEvent } from '../../../src/store/events.ts';
import type { Settings } from '../../../src/store/settings.ts';
import type { Store } from '../../../src/store/store.ts';
import { logs } from '../../memory/logs.ts';
import { smuggle, unpack } from './device.ts';

/** What a learner chose, and when. */
export interface Choice {
  readonly key: keyof Settings;
  readonly value: unknown;
  readonly at: number;
}

export interface Past {
  readonly events: readonly Event[];
  /** Of newer versions, or damaged. */
  readonly strange: readonly object[];
  readonly choices: readonly Choice[];
}

const times = fc.integer({ min: 1_800_000_000_000, max: 1_800_000_000_003 });

const choices: fc.Arbitrary<readonly Choice[]> = fc.array(
  fc
    .constantFrom<readonly [keyof Settings, unknown]>(
      ['minutes', 3],
      ['minutes', 5],
      ['minutes', 10],
      ['interview', '2027-03-16'],
      ['interview', null],
      ['topicsOff', ['routing']],
      ['topicsOff', []],
      ['levels', ['junior']],
      ['theme', 'dark'],
    )
    .chain(([key, value]) => times.map((at) => ({ key, value, at }))),
  { maxLength: 4 },
);

/** Few ids, so that two devices often have the same one. */
const newerEvents = fc.array(
  fc.record({
    id: fc.constantFrom('n1', 'n2', 'n3'),
    type: fc.constantFrom('applause', 'constructor'),
    card: fc.constantFrom('a', 'b', 'of another bank'),
    loudness: fc.option(fc.nat(3), { nil: undefined }),
  }),
  { maxLength: 3 },
);

const damagedEvents = fc.array(
  fc.record({
    id: fc.constantFrom('d1', 'd2', '0', '1', 'mark-0'),
    type: fc.constant('review'),
    card: fc.constantFrom('a', 'b'),
    confidence: fc.constant(9),
  }),
  { maxLength: 2 },
);

/** Where ids are drawn from few, devices share events, and contradict each other about them. */
const someLogs = fc.tuple(logs, fc.boolean()).map(([log, isFew]) => {
  if (!isFew) return log;
  const short = (id: string) => id.replace(/^\d+-/, '');
  return log.map((event) => {
    const own = { ...event, id: short(event.id) as EventId };
    return own.type === 'undo' ? { ...own, undoes: short(own.undoes) as EventId } : own;
  });
});

export const pasts: fc.Arbitrary<Past> = fc
  .tuple(someLogs, newerEvents, damagedEvents, choices)
  .map(([events, newer, damaged, chosen]) => ({
    events,
    strange: [...newer, ...damaged],
    choices: chosen,
  }));

/** Two devices of one learner: both have lived through the beginning. */
export const twins = fc.tuple(pasts, pasts, pasts).map(([before, a, b]) => ({
  a: together(before, a),
  b: together(before, b),
}));

function together(first: Past, second: Past): Past {
  const known = new Set(first.events.map(({ id }) => id));
  return {
    events: [...first.events, ...second.events.filter(({ id }) => !known.has(id))],
    strange: [...first.strange, ...second.strange],
    choices: [...first.choices, ...second.choices],
  };
}

/** A device that has lived through this. */
export async function live(device: string, { events, strange, choices }: Past): Promise<Store> {
  const store = await unpack(device);
  for (const { key, value, at } of choices) await store.saveSetting(key, value as never, at);
  const taken = new Set(events.map(({ id }) => String(id)));
  const foreign = strange.filter((event) => !taken.has((event as { id: string }).id));
  // All at once, for the sake of time; the check folds them as a start would.
  await smuggle(device, [...events, ...foreign]);
  await store.check();
  return store;
}

/** The file that a device exports. */
export async function exported(store: Store): Promise<string> {
  return JSON.stringify(await store.backup(1_800_000_000_000));
}

export function isSound(event: unknown): boolean {
  return parseEvent(event).kind !== 'damaged';
}
