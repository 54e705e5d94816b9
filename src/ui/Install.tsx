// The way onto the home screen, as far as this browser lets a page show it.

import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import type { InstallState } from '../state/device.ts';
import { Button } from './Button.tsx';
import styles from './Install.module.css';
import { useModels } from './models.ts';

export function Install() {
  const { install } = useModels().device;
  const words = useRef<HTMLParagraphElement>(null);
  const state = install.state.value;

  /** The browser asks only once, so the button goes and the focus needs a new place. */
  function ask(): void {
    words.current?.focus();
    void install.ask();
  }

  return (
    <div class={styles['install']}>
      <p ref={words} class={styles['words']} role="status" tabIndex={-1}>
        {WORDS[state]}
      </p>
      {state === 'ready' && (
        <Button kind="plain" onClick={ask}>
          Install Pocket Flask
        </Button>
      )}
      {state === 'by-hand' && <Steps />}
    </div>
  );
}

const WORDS: Readonly<Record<InstallState, string>> = {
  installed: 'Installed. Open Pocket Flask from your home screen, with or without a network.',
  ready: 'On your home screen it opens like any app, and your ratings are kept more safely.',
  'by-hand':
    'Safari deletes the data of a website after seven days without a visit, but not that of an app on your home screen. Two steps:',
  unknown: 'This browser leaves it to you: look in its menu for “Install” or “Add to home screen”.',
};

function Steps() {
  return (
    <>
      <ol class={styles['steps']}>
        <li>
          <span>
            Tap <Icon of={SHARE} /> <strong>Share</strong>. If you don’t see it, tap{' '}
            <Icon of={MORE} /> <strong>More</strong> first.
          </span>
        </li>
        <li>
          <span>
            Choose <Icon of={ADD} /> <strong>Add to Home Screen</strong>, then <strong>Add</strong>.
          </span>
        </li>
      </ol>
      <p class={styles['words']}>
        The app on the home screen starts empty. To bring your ratings, export them here and import
        them there.
      </p>
    </>
  );
}

/** Named by the word that follows it. */
function Icon({ of }: { readonly of: JSX.Element }) {
  return (
    <svg class={styles['icon']} viewBox="0 0 24 24" aria-hidden="true">
      {of}
    </svg>
  );
}

/** As iOS draws them. */
const SHARE = (
  <path d="M12 15V3M8 7l4-4 4 4M8.5 10H6a1 1 0 0 0-1 1v9a1 1 0 0 0 1 1h12a1 1 0 0 0 1-1v-9a1 1 0 0 0-1-1h-2.5" />
);
const ADD = (
  <path d="M7 4h10a3 3 0 0 1 3 3v10a3 3 0 0 1-3 3H7a3 3 0 0 1-3-3V7a3 3 0 0 1 3-3ZM12 8v8M8 12h8" />
);
const MORE = <path d="M4.5 12h1M11.5 12h1M18.5 12h1" stroke-width="3" />;
