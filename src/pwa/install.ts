// Whether the app is on the home screen, and the way there.

import { type ReadonlySignal, signal } from '@preact/signals';
import { isStandalone } from './standalone.ts';

/**
 * `ready`: the browser lets us ask; `by-hand`: iOS, where the learner must do two steps in a menu;
 * `unknown`: this browser offers nothing to a page.
 */
export type InstallState = 'installed' | 'ready' | 'by-hand' | 'unknown';

export interface Install {
  readonly state: ReadonlySignal<InstallState>;
  /** Opens the browser's own question; does nothing unless the state is `ready`. */
  readonly ask: () => Promise<void>;
}

interface InstallPrompt extends Event {
  prompt(): Promise<unknown>;
}

/** To be called at start: the browser tells once, and early. */
export function watchInstall(window: Window): Install {
  const state = signal<InstallState>(stateOf(window.navigator));
  let prompt: InstallPrompt | null = null;

  window.addEventListener('beforeinstallprompt', (event) => {
    // Without this, old Chrome shows a banner of its own at a moment of its own.
    event.preventDefault();
    prompt = event as InstallPrompt;
    if (state.peek() === 'unknown') state.value = 'ready';
  });
  window.addEventListener('appinstalled', () => {
    state.value = 'installed';
  });

  return {
    state,
    async ask() {
      const question = prompt;
      prompt = null;
      if (!question) return;
      // It can be asked only once.
      state.value = 'unknown';
      await question.prompt();
    },
  };
}

function stateOf({ platform, userAgent, maxTouchPoints }: Navigator): InstallState {
  if (isStandalone()) return 'installed';
  // iPads say that they are Macs, but no Mac has a touch screen.
  const isIpad = platform === 'MacIntel' && maxTouchPoints > 1;
  return isIpad || /iPhone|iPad|iPod/.test(userAgent) ? 'by-hand' : 'unknown';
}
