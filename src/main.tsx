// Wires the real clock, dice, store and bank into models, and the models into the page.

import './ui/tokens.css';
import './ui/base.css';
import { effect, signal } from '@preact/signals';
import { render } from 'preact';
import { bank, loadGuide, loadTopic } from './bank/load.ts';
import { FOLD_VERSION } from './memory/version.ts';
import { setBadge } from './pwa/badge.ts';
import { openChannel } from './pwa/channel.ts';
import { browserHistory } from './pwa/history.ts';
import { watchInstall } from './pwa/install.ts';
import { late } from './pwa/late.ts';
import { askToPersist, persistence } from './pwa/persistence.ts';
import { readSentinel, removeSentinel, writeSentinel } from './pwa/sentinel.ts';
import { openSpill, readSpilled } from './pwa/spill.ts';
import { markStandalone } from './pwa/standalone.ts';
import { transition } from './pwa/transition.ts';
import { registerWorker } from './pwa/worker.ts';
import { createBursts } from './state/bursts.ts';
import { createContent } from './state/content.ts';
import type { Device } from './state/device.ts';
import type { Environment } from './state/environment.ts';
import { createMarks } from './state/marks.ts';
import { createMocks } from './state/mocks.ts';
import type { Models } from './state/models.ts';
import { createPlan } from './state/plan.ts';
import { createProgress } from './state/progress.ts';
import { createRoute } from './state/route.ts';
import { createSaving } from './state/saving.ts';
import { createSettings } from './state/settings.ts';
import { createTabs } from './state/tabs.ts';
import { knownEvents } from './store/events.ts';
import { type Opened, openStore } from './store/open.ts';
import type { Folding } from './store/store.ts';
import { App } from './ui/App.tsx';
import { ModelsProvider } from './ui/models.ts';

/** `bugs.url` of package.json, or `null`; put in by vite.config.ts. */
declare const __BUGS_URL__: string | null;

/** The fold comes with the first burst; a start needs only what it made before. */
const FOLDING: Folding = {
  version: FOLD_VERSION,
  load: async () => (await import('./memory/fold.ts')).fold,
};

function buildModels({ store, stored, failure }: Opened): Models {
  const now = () => Date.now();
  const newId = () => `${now().toString(36)}-${crypto.randomUUID()}`;
  const environment: Environment = {
    now,
    newId,
    bank,
    loadTopic,
    loadGuide,
    store,
    claim: late.claim,
  };
  const worker = registerWorker('sw.js');
  const channel = openChannel((news) => {
    if (news.kind === 'erased') {
      // Or what this tab still remembers would look like a loss after the reload.
      stopSentinel();
      device.startAgain();
    } else void tabs.hear(news);
  });
  const onSaved = () => channel.tell({ kind: 'settings' });
  const settings = createSettings({ store, now, onSaved }, stored.settings);
  const marks = createMarks(environment, stored.marks, (event) => saving.save(event, null));
  const plan = createPlan(bank, settings, marks);
  const progress = createProgress(environment, stored.memories, {
    interview: () => settings.settings.value.interview,
    topics: () => plan.topics.value,
  });
  const saving = createSaving(store, (card, state) => {
    progress.set(card, state.memory);
    marks.set(card, state.marks);
    channel.tell({ kind: 'card', card });
  });
  const { tell } = channel;
  /** How many events were on disk before those that this tab has saved. */
  const counted = signal(stored.events);
  const onCounted = (events: number) => {
    counted.value = events - saving.saved.peek();
  };
  const tabs = createTabs({ store, progress, marks, settings, saving, tell, onCounted });
  const content = createContent(environment);
  const bursts = createBursts(stored.burst, (card) => content.entry(card) !== undefined);
  const mocks = createMocks(stored.mock);
  const route = createRoute(browserHistory(window), transition);
  const sentinel = readSentinel();
  const wiped = store.durable && stored.events === 0 && sentinel?.events ? sentinel : null;
  const inTheWay = signal<readonly string[]>([]);
  if (failure === 'blocked') {
    void channel.others().then((titles) => {
      inTheWay.value = titles;
    });
  }
  const device: Device = {
    offline: worker.state,
    storage: failure ?? 'durable',
    inTheWay,
    damagedSettings: stored.damagedSettings,
    wiped,
    startAgain() {
      removeSentinel();
      location.reload();
    },
    census: store.census,
    events: async () => [...(await store.events()), ...saving.waiting.peek()],
    persistence,
    exportData: async () => {
      const { backupFile, backupOf } = await import('./state/backup.ts');
      const backup = await backupOf(store, saving.waiting.value, now());
      const handed = await late.handOver(backupFile(backup, now()));
      if (handed !== 'cancelled') await settings.choose('backedUpAt', now());
      return handed !== 'cancelled';
    },
    handOver: late.handOver,
    erase: async () => {
      await store.erase();
      stopSentinel();
      removeSentinel();
      readSpilled().forget();
      channel.tell({ kind: 'erased' });
    },
    install: watchInstall(window),
    share: late.share,
    addressOf: (hash) => new URL(hash, location.href).href,
    bugsUrl: __BUGS_URL__,
    keepAwake: late.keepAwake,
    feedback: late.feedback,
  };
  const install = sentinel?.install ?? newId();
  const stopSentinel = effect(() => {
    const events = counted.value + saving.saved.value;
    const { backedUpAt } = settings.settings.value;
    // An import that was taken back leaves none, and is no loss; a loss is told until one has chosen.
    const worthIt = events > 0 || readSentinel() !== null;
    if (store.durable && !wiped && worthIt) writeSentinel({ install, events, backedUpAt });
  });
  effect(() => {
    if (store.durable && saving.saved.value === 1) void askToPersist();
  });
  void tabs.check();
  // What an earlier page could not write is in the database before its second place is given up.
  if (store.durable && !wiped) {
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
  const spill = openSpill(newId());
  effect(() => spill.keep(saving.unsaved.value > 0 ? saving.waiting.value : []));
  // An old page whose files a newer version has replaced: reloading brings the newer one.
  window.addEventListener('vite:preloadError', () => {
    if (worker.update.due.peek() === 'replaced') worker.update.take();
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void tabs.hear({ kind: 'everything' });
  });
  effect(() => setBadge(progress.weak.value));
  // An update waits for a moment when nothing is under way and a reload loses nothing.
  effect(() => {
    const idle = route.route.value.screen === 'study';
    const safe = saving.settled.value && (store.durable || saving.saved.value === 0);
    if (worker.update.due.value !== 'no' && idle && safe) worker.update.take();
  });
  return {
    environment,
    bank,
    content,
    marks,
    plan,
    progress,
    saving,
    settings,
    route,
    bursts,
    tabs,
    mocks,
    device,
  };
}

async function start(root: HTMLElement): Promise<void> {
  markStandalone(document.documentElement);
  const opened = await openStore(FOLDING);
  const models = buildModels(opened);
  root.textContent = '';
  render(
    <ModelsProvider value={models}>
      <App />
    </ModelsProvider>,
    root,
  );
}

const root = document.getElementById('app');
if (!root) throw new Error('index.html has no #app');
start(root).catch(() => {
  root.textContent =
    'Pocket Flask could not start. Your ratings are untouched; reload to try again.';
});
