// The service worker from the page's side: registered once, and its updates announced.

import { type ReadonlySignal, signal } from '@preact/signals';
import type { Workbox } from 'workbox-window';
import { createTakeover, type Takeover } from './takeover.ts';

export type WorkerState = 'preparing' | 'ready' | 'unsupported' | 'failed';

export interface Worker {
  /** `ready` once every file is in the precache and the app opens without a network. */
  readonly state: ReadonlySignal<WorkerState>;
  readonly update: Pick<Takeover, 'due' | 'take'>;
}

interface ScriptPolicy {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): unknown };
}

/**
 * @param script the worker's URL, relative to the page so that any sub-path will do
 * @param servedBy the worker that served this page
 */
export function registerWorker(script: string, servedBy: ServiceWorker | null): Worker {
  const state = signal<WorkerState>('preparing');
  if (!('serviceWorker' in navigator)) {
    return {
      state: signal('unsupported'),
      update: { due: signal('no'), take: () => undefined },
    };
  }

  let workbox: Workbox | null = null;
  const update = createTakeover(servedBy, () => workbox?.messageSkipWaiting());

  async function register(): Promise<void> {
    // Start-up does not wait for it, so its bytes are not part of start-up.
    const library = await import('workbox-window');
    workbox = new library.Workbox(trusted(script), { updateViaCache: 'none' });
    workbox.addEventListener('waiting', update.announce);
    workbox.addEventListener('redundant', () => {
      if (state.peek() === 'preparing') state.value = 'failed';
    });
    await workbox.register({ immediate: true });
  }

  void activation().then(() => {
    state.value = 'ready';
  });
  register().catch(async () => {
    // Without a network there is nothing to register from; a worker from an earlier visit still serves.
    const earlier = await navigator.serviceWorker.getRegistration().catch(() => undefined);
    state.value = earlier?.active ? 'ready' : 'failed';
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void workbox?.update().catch(() => undefined);
  });
  return { state, update };
}

/** Also when another page, or this one before a reload, began the installation. */
async function activation(): Promise<void> {
  const { active } = await navigator.serviceWorker.ready;
  await new Promise<void>((resolve) => {
    const check = () => active?.state === 'activated' && resolve();
    active?.addEventListener('statechange', check);
    check();
  });
}

/** The page's policy demands a TrustedScriptURL, which workbox-window passes on as it is. */
function trusted(script: string): string {
  const factory = (globalThis as { trustedTypes?: ScriptPolicy }).trustedTypes;
  const policy = factory?.createPolicy('pocket-flask-worker', { createScriptURL: (url) => url });
  return (policy?.createScriptURL(script) ?? script) as string;
}
