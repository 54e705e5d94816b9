// What a running app keeps up behind its screens: worker, other tabs, sentinel, spill and badge.

import { effect, type Signal, signal, untracked } from '@preact/signals';
import { setBadge } from './pwa/badge.ts';
import { type News, openChannel } from './pwa/channel.ts';
import { askToPersist } from './pwa/persistence.ts';
import { removeReserve, writeReserve } from './pwa/reserve.ts';
import { readSentinel, removeSentinel, writeSentinel } from './pwa/sentinel.ts';
import { openSpill, readSpilled } from './pwa/spill.ts';
import { registerWorker, type Worker } from './pwa/worker.ts';
import { backupFile, exportBackup } from './state/backup.ts';
import type { Device, Offline } from './state/device.ts';
import type { Models } from './state/models.ts';
import type { Saving } from './state/saving.ts';
import { createTabs, type Tabs } from './state/tabs.ts';
import { knownEvents } from './store/events.ts';

interface Parts {
  readonly models: Models;
  /** The worker that served this page, as it was at start. */
  readonly servedBy: ServiceWorker | null;
  readonly offline: Signal<Offline>;
  readonly inTheWay: Signal<readonly string[]>;
  /** How many were on disk at start. */
  readonly events: number;
}

export interface Upkeep {
  /** Tells the other tabs what this one has changed on disk. */
  readonly tell: (news: News) => void;
  /** Empties everything that is kept, here and in the other tabs; only a reload may follow. */
  readonly erase: () => Promise<void>;
  readonly everythingChanged: Tabs['everythingChanged'];
  readonly exportData: Device['exportData'];
  readonly keepReserve: Device['keepReserve'];
}

/** Events; the copy of more would take a phone's time and space again and again. */
const MOST_RESERVED = 50_000;

/** The quiet moment in which the screens are fetched, too. */
const REST_AFTER_MS = 3000;

/** How long a start may take until what it shows is looked at once more. */
const STALE_MS = 60_000;

/** To be called once, when the first screen is there. */
export function keepUp(parts: Parts): Upkeep {
  const { models, servedBy, offline, inTheWay } = parts;
  const { device, environment, marks, progress, saving, settings } = models;
  const { store } = environment;

  const worker = registerWorker('sw.js', servedBy);
  effect(() => {
    offline.value = worker.state.value;
  });
  keepUpdated(models, worker);
  setTimeout(fetchRest, REST_AFTER_MS, models);

  /** How many events were on disk before those that this tab has saved. */
  const counted = signal(parts.events);
  const stopSentinel = keepSentinel(parts, counted);
  const channel = openChannel((news) => {
    if (news.kind === 'erased') {
      // Or what this tab still remembers would look like a loss after the reload.
      stopSentinel();
      device.startAgain();
    } else void tabs.hear(news);
  });
  const { tell } = channel;
  const onCounted = (events: number) => {
    counted.value = events - saving.saved.peek();
  };
  // The next start finds no event where the sentinel tells of some, and asks what to do.
  const onEmptied = () => location.reload();
  const tabs = createTabs({
    store,
    progress,
    marks,
    settings,
    saving,
    tell,
    onCounted,
    onEmptied,
  });
  if (device.storage === 'blocked') {
    void channel.others().then((titles) => {
      inTheWay.value = titles;
    });
  }
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible') return;
    // Days may have passed: the countdown, and what is still held.
    progress.refresh();
    void tabs.hear({ kind: 'everything' });
  });
  // A page that was put away before its first frame comes back without that event being heard.
  if (environment.now() - progress.lookedAt.peek() > STALE_MS) progress.refresh();
  void tabs.check();

  if (store.durable && !device.wiped) recoverSpilled(saving);
  keepSpill(models);

  effect(() => {
    if (store.durable && saving.saved.value === 1) void askToPersist();
  });
  effect(() => setBadge(progress.weak.value));

  const keepReserve = watchReserve(models, counted);

  return {
    tell,
    everythingChanged: tabs.everythingChanged,
    async erase() {
      await store.erase();
      stopSentinel();
      removeSentinel();
      readSpilled().forget();
      await removeReserve();
      tell({ kind: 'erased' });
    },
    keepReserve,
    exportData: () => exportBackup(models),
  };
}

/** An update waits for a moment when nothing is under way and a reload loses nothing. */
function keepUpdated(models: Models, { update }: Worker): void {
  const { bursts, environment, mocks, route, saving } = models;
  /** Whether a file did not come that this page asked for. */
  const incomplete = signal(false);
  effect(() => {
    const { screen } = route.route.value;
    const finished = bursts.model.value?.finished.value ?? false;
    const sitting = screen === 'burst' ? !finished : screen === 'mock' && mocks.running.value;
    // An old page whose files a newer version has replaced: reloading brings the newer one.
    const broken = incomplete.value && update.due.value === 'replaced';
    const idle = screen === 'study' || screen === 'burst' || broken;
    const safe = saving.settled.value && (environment.store.durable || saving.saved.value === 0);
    if (update.due.value !== 'no' && idle && !sitting && safe) update.take();
  });
  window.addEventListener('vite:preloadError', () => {
    incomplete.value = true;
  });
}

/** What no screen brings along: a newer version in another tab would take the files away. */
async function fetchRest({ content }: Models): Promise<void> {
  await Promise.allSettled([
    content.fetchGuide(),
    import('./memory/fold.ts'),
    import('./pwa/asked.ts'),
    import('./store/file.ts'),
    import('./store/merge.ts'),
    import('./store/snapshot.ts'),
  ]);
}

/** @returns stops it */
function keepSentinel({ models }: Parts, counted: Signal<number>): () => void {
  const { device, environment, saving, settings } = models;
  const install = readSentinel()?.install ?? environment.newId();
  return effect(() => {
    const events = counted.value + saving.saved.value;
    const { backedUpAt } = settings.settings.value;
    // An import that was taken back leaves none, and is no loss; a loss is told until one has chosen.
    const worthIt = events > 0 || readSentinel() !== null;
    if (environment.store.durable && !device.wiped && worthIt) {
      writeSentinel({ install, events, backedUpAt });
    }
  });
}

/** What the disk does not take, or all of a page whose storage did not open, comes in with a reload. */
function keepSpill({ device, environment, saving }: Models): void {
  const spill = openSpill(environment.newId());
  effect(() => {
    const { unsaved, waiting, saved } = saving;
    if (device.storage === 'durable') spill.keep(unsaved.value > 0 ? waiting.value : []);
    else if (device.storage !== 'refused' && saved.value + unsaved.value > 0) {
      void device.events().then(spill.keep);
    }
  });
}

/** What an earlier page could not write is in the database before its second place is given up. */
function recoverSpilled(saving: Saving): void {
  const spilled = readSpilled();
  const known = knownEvents(spilled.events);
  // Pages that failed in turn kept the same events, each in its own way.
  const once = new Map(known.map((event) => [event.id, event]));
  for (const event of once.values()) void saving.save(event, null);
  void saving.retry().then(() => {
    const complete = known.length === spilled.events.length;
    if (complete && saving.settled.peek()) spilled.forget();
  });
}

/**
 * Copies the events to a place outside the database when the learner leaves a burst or the app.
 *
 * @returns does so at once
 */
function watchReserve(models: Models, counted: Signal<number>): () => Promise<void> {
  const { device, environment, route, saving } = models;
  const { store, now } = environment;
  /** How many this tab had saved when it made the last copy. */
  let reserved = 0;
  async function keepReserve(): Promise<void> {
    const events = counted.peek() + saving.saved.peek();
    if (!store.durable || device.wiped || events === 0 || events > MOST_RESERVED) return;
    reserved = saving.saved.peek();
    const takenAt = now();
    try {
      const backup = await store.backup(takenAt);
      if (backup.events.length === 0) return;
      await writeReserve({ takenAt, text: backupFile(backup, takenAt).text });
    } catch {
      // What cannot be read is no copy worth keeping; the former one stays.
    }
  }
  function keepNews(): void {
    if (saving.saved.peek() > reserved) void keepReserve();
  }
  effect(() => {
    if (route.route.value.screen !== 'burst') untracked(keepNews);
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') keepNews();
  });
  return keepReserve;
}
