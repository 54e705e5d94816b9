// The service worker from the page's side: registered once, and its updates taken when told to.

import { type ReadonlySignal, signal } from '@preact/signals';
import type { Workbox } from 'workbox-window';

export type WorkerState = 'preparing' | 'ready' | 'unsupported' | 'failed';

export interface Worker {
  /** `ready` once every file is in the precache and the app opens without a network. */
  readonly state: ReadonlySignal<WorkerState>;
  /** A newer version is downloaded and waits. */
  readonly updateWaits: ReadonlySignal<boolean>;
  /** Lets the waiting version take over and reloads the page with it, once. */
  readonly takeUpdate: () => void;
}

/** iOS sometimes never tells that the new worker took over. */
const TAKEOVER_TIMEOUT_MS = 3000;

interface ScriptPolicy {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): unknown };
}

/** @param script the worker's URL, relative to the page so that any sub-path will do */
export function registerWorker(script: string): Worker {
  const state = signal<WorkerState>('preparing');
  const updateWaits = signal(false);
  if (!('serviceWorker' in navigator)) {
    return { state: signal('unsupported'), updateWaits, takeUpdate: () => undefined };
  }

  let workbox: Workbox | null = null;
  let asked = false;
  let reloaded = false;

  function reload(): void {
    if (!asked || reloaded) return;
    reloaded = true;
    location.reload();
  }

  async function register(): Promise<void> {
    // Start-up does not wait for it, so its bytes are not part of start-up.
    const library = await import('workbox-window');
    workbox = new library.Workbox(trusted(script), { updateViaCache: 'none' });
    workbox.addEventListener('redundant', () => {
      if (state.peek() === 'preparing') state.value = 'failed';
    });
    workbox.addEventListener('waiting', () => {
      updateWaits.value = true;
    });
    await workbox.register({ immediate: true });
  }

  navigator.serviceWorker.addEventListener('controllerchange', reload);
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

  return {
    state,
    updateWaits,
    takeUpdate() {
      if (asked) return;
      asked = true;
      workbox?.messageSkipWaiting();
      setTimeout(reload, TAKEOVER_TIMEOUT_MS);
    },
  };
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
