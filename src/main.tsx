// Wires the real clock, dice, store and bank into models, and the models into the page.

import './ui/tokens.css';
import './ui/base.css';
import { signal } from '@preact/signals';
import { render } from 'preact';
import { bank, loadGuide, loadTopic } from './bank/load.ts';
import { FOLD_VERSION } from './memory/version.ts';
import type { News } from './pwa/channel.ts';
import { browserHistory } from './pwa/history.ts';
import { watchInstall } from './pwa/install.ts';
import { late } from './pwa/late.ts';
import { readSentinel, removeSentinel } from './pwa/sentinel.ts';
import { markStandalone } from './pwa/standalone.ts';
import { transition } from './pwa/transition.ts';
import { createBursts } from './state/bursts.ts';
import { createContent } from './state/content.ts';
import type { Device, Offline } from './state/device.ts';
import type { Environment } from './state/environment.ts';
import { createMarks } from './state/marks.ts';
import { createMocks } from './state/mocks.ts';
import type { Models } from './state/models.ts';
import { createPlan } from './state/plan.ts';
import { createProgress } from './state/progress.ts';
import { createRoute } from './state/route.ts';
import { createSaving } from './state/saving.ts';
import { createSettings } from './state/settings.ts';
import type { Opening } from './store/database.ts';
import { type Opened, openStore } from './store/open.ts';
import type { Folding } from './store/store.ts';
import { App } from './ui/App.tsx';
import { ModelsProvider } from './ui/models.ts';
import { Alerts } from './ui/Notices.tsx';
import { fetchAhead } from './ui/screens.ts';
import type { Upkeep } from './upkeep.ts';

/** `bugs.url` of package.json, or `null`; put in by vite.config.ts. */
declare const __BUGS_URL__: string | null;

declare global {
  /** By the script in index.html. */
  var opening: Opening | undefined;
}

/** The fold comes with the first burst; a start needs only what it made before. */
const FOLDING: Folding = {
  version: FOLD_VERSION,
  load: async () => (await import('./memory/fold.ts')).fold,
};

interface Built {
  readonly models: Models;
  /** To be called once the first screen is there. */
  readonly keepUp: () => void;
}

function build({ store, stored, failure }: Opened): Built {
  const now = () => Date.now();
  const newId = () => `${now().toString(36)}-${crypto.randomUUID()}`;
  const environment: Environment = {
    now,
    newId,
    bank,
    loadTopic,
    loadGuide,
    store,
    afterPaint,
    claim: late.claim,
  };
  let begin: (upkeep: Promise<Upkeep>) => void = () => {};
  const upkeep = new Promise<Upkeep>((resolve) => {
    begin = resolve;
  });
  const recovered = upkeep.catch(() => undefined);
  const tell = (news: News) => void upkeep.then((it) => it.tell(news)).catch(() => {});
  const onSaved = () => tell({ kind: 'settings' });
  const settings = createSettings({ store, now, onSaved }, stored.settings);
  const marks = createMarks(environment, stored.marks, (event) => saving.save(event, null));
  const plan = createPlan(bank, settings, marks);
  const progress = createProgress(environment, stored.memories, {
    interview: () => settings.settings.value.interview,
    topics: () => plan.topics.value,
  });
  const saving = createSaving(
    store,
    (card, state) => {
      progress.set(card, state.memory);
      marks.set(card, state.marks);
      tell({ kind: 'card', card });
    },
    recovered,
  );
  const content = createContent(environment);
  const bursts = createBursts(stored.burst, (card) => content.entry(card) !== undefined);
  const mocks = createMocks(stored.mock);
  const route = createRoute(browserHistory(window), transition);
  // Reading it holds the page up, and only a database without events needs it.
  const sentinel = store.durable && stored.events === 0 ? readSentinel() : null;
  const offline = signal<Offline>('preparing');
  const inTheWay = signal<readonly string[]>([]);
  const device: Device = {
    offline,
    storage: failure ?? 'durable',
    inTheWay,
    damagedSettings: stored.damagedSettings,
    wiped: sentinel?.events ? sentinel : null,
    startAgain() {
      removeSentinel();
      location.reload();
    },
    census: store.census,
    events: async () => [...(await store.events()), ...saving.waiting.peek()],
    persistence: late.persistence,
    exportData: async () => (await upkeep).exportData(),
    keepReserve: () => upkeep.then((it) => it.keepReserve()).catch(() => {}),
    reserve: late.reserve,
    handOver: late.handOver,
    erase: async () => (await upkeep).erase(),
    install: watchInstall(window),
    share: late.share,
    addressOf: (hash) => new URL(hash, location.href).href,
    bugsUrl: __BUGS_URL__,
    keepAwake: late.keepAwake,
    feedback: late.feedback,
  };
  const models: Models = {
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
    tabs: { everythingChanged: async () => (await upkeep).everythingChanged() },
    mocks,
    device,
  };
  const servedBy = (navigator.serviceWorker as ServiceWorkerContainer | undefined)?.controller;
  return {
    models,
    keepUp() {
      const { events } = stored;
      const parts = { models, servedBy: servedBy ?? null, offline, inTheWay, events };
      begin(import('./upkeep.ts').then((it) => it.keepUp(parts)));
      upkeep.catch(() => {
        offline.value = 'failed';
      });
    },
  };
}

async function start(root: HTMLElement): Promise<void> {
  const opening = openStore(FOLDING, self.opening);
  markStandalone(document.documentElement);
  fetchAhead(location.hash, { bank, loadTopic });
  const { models, keepUp } = build(await opening);
  // Where the burst begins that the shortcut asks for.
  const [weakest] = models.progress.topics.peek();
  if (weakest && models.route.route.peek().screen === 'start') {
    void models.content.load(weakest.topic.id);
  }
  root.textContent = '';
  render(
    <ModelsProvider value={models}>
      <App />
    </ModelsProvider>,
    root,
  );
  // The first frame may be one that only sends for the screen's content.
  afterPaint(() =>
    afterPaint(() => {
      keepUp();
      void Alerts.prefetch();
    }),
  );
}

function afterPaint(run: () => void): void {
  requestAnimationFrame(() => setTimeout(run));
}

const root = document.getElementById('app');
if (!root) throw new Error('index.html has no #app');
// What cannot start leaves the line in index.html that says what to do.
start(root).catch(() => {});
