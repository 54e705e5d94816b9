// Wires the real clock, dice, store and bank into models, and the models into the page.

import './ui/tokens.css';
import './ui/base.css';
import { effect } from '@preact/signals';
import { render } from 'preact';
import { bank, loadGuide, loadTopic } from './bank/load.ts';
import { FOLD_VERSION, fold } from './memory/memory.ts';
import { download } from './pwa/download.ts';
import { browserHistory } from './pwa/history.ts';
import { askToPersist } from './pwa/persistence.ts';
import { markStandalone } from './pwa/standalone.ts';
import { registerWorker } from './pwa/worker.ts';
import { backupOf } from './state/backup.ts';
import { createBurst } from './state/burst.ts';
import { createContent } from './state/content.ts';
import type { Environment } from './state/environment.ts';
import type { Models } from './state/models.ts';
import { createProgress } from './state/progress.ts';
import { createRoute } from './state/route.ts';
import { createSaving } from './state/saving.ts';
import { createSettings } from './state/settings.ts';
import { type Opened, openStore } from './store/open.ts';
import { App } from './ui/App.tsx';
import { ModelsProvider } from './ui/models.ts';

function buildModels({ store, stored, failure }: Opened): Models {
  const now = () => Date.now();
  const newId = () => `${now().toString(36)}-${crypto.randomUUID()}`;
  const environment: Environment = { now, newId, bank, loadTopic, loadGuide, store };
  const worker = registerWorker('sw.js');
  const settings = createSettings(store, stored.settings);
  const interview = () => settings.settings.value.interview;
  const progress = createProgress(environment, stored.memories, interview);
  const saving = createSaving(store, progress.set);
  const content = createContent(environment);
  const burst = createBurst(environment, { content, progress, saving });
  const route = createRoute(browserHistory(window));
  const device = {
    offline: worker.state,
    storage: failure ?? ('durable' as const),
    damagedSettings: stored.damagedSettings,
    census: store.census,
    exportData: async () =>
      download('pocket-flask.json', await backupOf(store, saving.waiting.value, now())),
  };

  effect(() => {
    if (store.durable && saving.saved.value === 1) void askToPersist();
  });
  // An update waits for a moment when nothing is under way and a reload loses nothing.
  effect(() => {
    const idle = route.route.value.screen === 'study';
    const safe = saving.settled.value && (store.durable || saving.saved.value === 0);
    if (worker.update.due.value !== 'no' && idle && safe) worker.update.take();
  });
  return { bank, content, progress, saving, settings, route, burst, device };
}

async function start(root: HTMLElement): Promise<void> {
  markStandalone(document.documentElement);
  const opened = await openStore({ version: FOLD_VERSION, fold });
  const models = buildModels(opened);
  if (opened.stored.burst) await models.burst.restore(opened.stored.burst);
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
