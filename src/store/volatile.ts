// The same contract kept in memory only, for browsers that refuse storage: study works, nothing stays.

import type { Event, EventId } from '../memory/event.ts';
import { DEFAULTS, type Settings } from './settings.ts';
import type { Folding, Store } from './store.ts';

export function createVolatileStore(folding: Folding): Store {
  const events = new Map<EventId, Event>();
  let settings: Settings = DEFAULTS;
  const all = () => [...events.values()];

  return {
    durable: false,
    load: async () => ({ memories: new Map(), settings, damagedSettings: 0, burst: null }),
    async record(event) {
      events.set(event.id, event);
      return folding.fold(all()).get(event.card);
    },
    async saveBurst() {},
    async saveSetting(key, value) {
      settings = { ...settings, [key]: value };
    },
    eventsOfBurst: async (burst) => all().filter((event) => event.burst === burst),
    eventsOfCard: async (card) => all().filter((event) => event.card === card),
    census: async () => ({ events: events.size, unknown: 0, damaged: 0 }),
    backup: async (now) => ({
      app: 'pocket-flask',
      format: 1,
      exportedAt: now,
      events: all(),
      settings,
    }),
  };
}
