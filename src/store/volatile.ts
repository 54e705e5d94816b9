// The same contract kept in memory only, for browsers that refuse storage: study works, nothing stays.

import type { Event, EventId } from '../memory/event.ts';
import type { Mock } from './mock.ts';
import { DEFAULTS, type Settings } from './settings.ts';
import type { Folding, Store } from './store.ts';

export function createVolatileStore(folding: Folding): Store {
  const events = new Map<EventId, Event>();
  let settings: Settings = DEFAULTS;
  let mock: Mock | null = null;
  const all = () => [...events.values()];

  return {
    durable: false,
    load: async () => ({
      memories: new Map(),
      marks: new Map(),
      events: 0,
      settings,
      damagedSettings: 0,
      burst: null,
      mock,
    }),
    async record(event, bookmark) {
      if (bookmark?.in === 'mock') mock = bookmark.at;
      const fold = await folding.load();
      events.set(event.id, event);
      const { memories, marks } = fold(all().filter(({ card }) => card === event.card));
      return { memory: memories.get(event.card), marks: marks.get(event.card) };
    },
    async saveBookmark(bookmark) {
      if (bookmark.in === 'mock') mock = bookmark.at;
    },
    check: async () => 'sound',
    async saveSetting(key, value) {
      settings = { ...settings, [key]: value };
    },
    eventsOfBurst: async (burst) =>
      all().filter((event) => 'burst' in event && event.burst === burst),
    eventsOfCard: async (card) => all().filter((event) => event.card === card),
    events: async () => all(),
    census: async () => ({ events: events.size, unknown: 0, damaged: 0 }),
    backup: async (now) => ({
      app: 'pocket-flask',
      format: 1,
      exportedAt: now,
      events: all(),
      settings,
      chosenAt: {},
    }),
    burst: async () => null,
    async stateOf(card) {
      const fold = await folding.load();
      const { memories, marks } = fold(all().filter((event) => event.card === card));
      return { memory: memories.get(card), marks: marks.get(card) };
    },
    readFile: refuse,
    compare: refuse,
    merge: refuse,
    lastImport: async () => null,
    takeBack: refuse,
    async erase() {
      events.clear();
      settings = DEFAULTS;
      mock = null;
    },
  };
}

/** An import that nothing outlives would look like one that was kept. */
async function refuse(): Promise<never> {
  throw new Error('This browser keeps nothing, so nothing can be imported.');
}
