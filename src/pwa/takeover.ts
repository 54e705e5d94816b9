// The moment a newer version of the app takes over: when asked, and one reload each.

import { type ReadonlySignal, signal } from '@preact/signals';

export interface Takeover {
  /** A newer version waits, or has taken over at another tab's wish. */
  readonly due: ReadonlySignal<boolean>;
  /** A newer version has been downloaded. */
  readonly announce: () => void;
  /** Lets it take over and reloads the page with it. */
  readonly take: () => void;
}

/** iOS sometimes never tells that the new worker took over. */
const TAKEOVER_TIMEOUT_MS = 3000;

/** A worker that refuses to take over must not make the page reload again and again. */
const ASK_AGAIN_AFTER_MS = 3_600_000;
const ASKED_AT = 'update-asked-at';

/** @param ask tells the waiting worker to take over */
export function createTakeover(ask: () => void): Takeover {
  const { serviceWorker } = navigator;
  const due = signal(false);
  let controlled = serviceWorker.controller !== null;
  let asked = false;
  let reloaded = false;

  function reload(): void {
    if (reloaded) return;
    reloaded = true;
    location.reload();
  }

  let take = () => {
    if (asked || askedLately()) return;
    asked = true;
    ask();
    setTimeout(reload, TAKEOVER_TIMEOUT_MS);
  };

  serviceWorker.addEventListener('controllerchange', () => {
    if (asked) reload();
    // Another tab took the update. The first worker of a first visit replaces nothing.
    else if (controlled) {
      take = reload;
      due.value = true;
    }
    controlled = true;
  });

  return {
    due,
    announce() {
      due.value = true;
    },
    take: () => take(),
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
