// The moment a newer version of the app takes over: when asked, and one reload each.

import { type ReadonlySignal, signal } from '@preact/signals';

/** `waiting`: a newer version is downloaded; `replaced`: it has taken over, only this page is old. */
export type Due = 'no' | 'waiting' | 'replaced';

export interface Takeover {
  readonly due: ReadonlySignal<Due>;
  /** A newer version has been downloaded. */
  readonly announce: () => void;
  /** The next step, to be taken when nothing is under way: let it take over, or reload with it. */
  readonly take: () => void;
}

/** iOS sometimes never tells that the new worker took over. */
const TAKEOVER_TIMEOUT_MS = 3000;

/** A worker that refuses to take over must not make the page reload again and again. */
const ASK_AGAIN_AFTER_MS = 3_600_000;
const ASKED_AT = 'update-asked-at';

/**
 * @param servedBy the worker that served this page
 * @param ask tells the waiting worker to take over
 */
export function createTakeover(servedBy: ServiceWorker | null, ask: () => void): Takeover {
  const { serviceWorker } = navigator;
  const { controller } = serviceWorker;
  const due = signal<Due>(servedBy && controller !== servedBy ? 'replaced' : 'no');
  let controlled = controller !== null;
  let asked = false;
  let reloaded = false;

  function replaced(): void {
    due.value = 'replaced';
  }

  function reload(): void {
    if (reloaded) return;
    reloaded = true;
    location.reload();
  }

  serviceWorker.addEventListener('controllerchange', () => {
    // Here or in another tab; only the first worker of a first visit replaces nothing.
    if (controlled) replaced();
    controlled = true;
  });

  return {
    due,
    announce() {
      if (due.peek() === 'no') due.value = 'waiting';
    },
    take() {
      if (due.peek() === 'replaced') reload();
      if (due.peek() !== 'waiting' || asked || askedLately()) return;
      asked = true;
      ask();
      setTimeout(replaced, TAKEOVER_TIMEOUT_MS);
    },
  };
}

/** Notes the question in this tab, where it outlives the reload. */
function askedLately(): boolean {
  const before = Number(sessionStorage.getItem(ASKED_AT));
  const now = Date.now();
  if (Math.abs(now - before) < ASK_AGAIN_AFTER_MS) return true;
  sessionStorage.setItem(ASKED_AT, String(now));
  return false;
}
