// What holds of every merge: order-free, idempotent, told beforehand, and to be taken back.

import fc from 'fast-check';
import { review } from '../../memory/logs.ts';
import {
  type Dump,
  dump,
  dumpWithoutCopy,
  expectEqual,
  expectFolded,
  expectSame,
  importFrom,
  merge,
  open,
  unpack,
} from './device.ts';
import { exported, isSound, live, pasts, twins } from './logs.ts';

const NOW = 1_850_000_000_000;

/** Two files into one device, in either order and twice; the result is the fold of the union. */
export function merging(numRuns: number): Promise<void> {
  return fc.assert(
    fc.asyncProperty(pasts, twins, async (past, { a, b }) => {
      const files = [await exported(await live('a', a)), await exported(await live('b', b))];
      const before = await live('c', past).then(() => dump('c'));
      const results: Dump[] = [];
      for (const [first, second] of [files, files.toReversed()]) {
        const store = await live('c', past);
        await merge(store, first ?? '', NOW);
        expectFolded(await dump('c'), 'after one');
        await merge(store, second ?? '', NOW);
        const once = await dumpWithoutCopy('c');
        expectFolded(once, 'after two');
        for (const file of files) await merge(store, file, NOW + 1);
        expectSame(await dumpWithoutCopy('c'), once, 'the same files again');
        results.push(once);
      }
      expectEqual(results[0], results[1], 'in either order');
      const sound = [...files.flatMap(eventsOf).filter(isSound), ...valuesOf(before)];
      const ids = [...new Set(sound.map((event) => (event as { id: string }).id))].sort();
      expectSame(
        results[0]?.['events']?.map(([key]) => key),
        ids,
        'the union',
      );
    }),
    { numRuns, includeErrorInReport: true },
  );
}

/** What is said before an import is what it then does. */
export function comparing(numRuns: number): Promise<void> {
  return fc.assert(
    fc.asyncProperty(twins, async ({ a, b }) => {
      const text = await exported(await live('a', a));
      const store = await live('b', b);
      const before = await dump('b');
      const file = await importFrom(store, text);
      const said = await store.compare(file);
      expectSame(await dump('b'), before, 'a look changes nothing');
      await merge(store, text, NOW);
      const after = await dump('b');
      const changed = new Map(
        before['events']?.map(([key, value]) => [key, JSON.stringify(value)]),
      );
      const news = (after['events'] ?? [])
        .filter(([key, value]) => changed.get(key) !== JSON.stringify(value))
        .map(([, value]) => value as { type: string; card?: string });
      const isNewer = ({ type }: { type: string }) => ['applause', 'constructor'].includes(type);
      const found = {
        reviews: news.filter(({ type }) => type === 'review').length,
        others: news.filter((event) => event.type !== 'review' && !isNewer(event)).length,
        known: new Set(file.events.map(({ id }) => id)).size - news.length,
        newer: news.filter(isNewer).length,
        damaged: eventsOf(text).filter((event) => !isSound(event)).length,
        settings: choicesOf(after).filter((line) => !choicesOf(before).includes(line)).length,
        cards: [...new Set(news.flatMap(({ card }) => card ?? []))].sort(),
      };
      expectSame({ ...said, cards: [...said.cards].sort() }, found, 'what was said');
      const again = await store.compare(file);
      expectSame(again.reviews + again.others + again.newer + again.settings, 0, 'nothing is left');
    }),
    { numRuns, includeErrorInReport: true },
  );
}

/** Taking an import back leaves every byte as it was, but for what happened since. */
export function takingBack(numRuns: number): Promise<void> {
  return fc.assert(
    fc.asyncProperty(twins, fc.boolean(), fc.boolean(), async ({ a, b }, rates, chooses) => {
      const text = await exported(await live('a', a));
      const since = review('since', NOW + 2, 4, 'a');
      // The device to compare with lives through the same, but for the import.
      const dumps: Dump[] = [];
      for (const imports of [false, true]) {
        const store = await live('b', b);
        if (imports) await merge(store, text, NOW);
        if (rates) await store.record(since, null);
        if (chooses) await store.saveSetting('minutes', 10, NOW + 3);
        if (imports) {
          await store.takeBack();
          expectSame(await store.lastImport(), null, 'once is enough');
        }
        // As the next start does.
        await open('b').load();
        dumps.push(await dump('b'));
      }
      expectFolded(dumps[1] ?? {}, 'taken back');
      expectEqual(dumps[1], dumps[0], 'as if it had never been');
    }),
    { numRuns, includeErrorInReport: true },
  );
}

/** An export holds all there is: a new device that imports it has the same events and choices. */
export function travelling(numRuns: number): Promise<void> {
  return fc.assert(
    fc.asyncProperty(pasts, async (past) => {
      const text = await exported(await live('a', past));
      const there = await unpack('b');
      await merge(there, text, NOW);
      const [from, to] = [await dump('a'), await dump('b')];
      expectSame(valuesOf(to), valuesOf(from).filter(isSound), 'the events');
      expectSame(choicesOf(to), choicesOf(from), 'the choices');
      expectFolded(to, 'there');
    }),
    { numRuns, includeErrorInReport: true },
  );
}

function eventsOf(text: string): readonly unknown[] {
  return (JSON.parse(text) as { events: readonly unknown[] }).events;
}

function valuesOf({ events = [] }: Dump): readonly unknown[] {
  return events.map(([, value]) => value);
}

/** The settings that go along to another device, with their times, one a line. */
function choicesOf({ settings = [] }: Dump): readonly string[] {
  const stored = new Map(settings);
  const times = (stored.get('chosenAt') ?? {}) as Record<string, number>;
  return ['interview', 'levels', 'topicsOff', 'minutes']
    .filter((key) => stored.has(key))
    .map((key) => JSON.stringify([key, stored.get(key), times[key]]));
}
