// Erasing everything, in two steps that nobody takes by accident.

import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { type Erased, eraseEverything, isConfirmed, WORD } from '../../state/erase.ts';
import { useModels } from '../models.ts';
import styles from './Settings.module.css';
import { NOT_ERASABLE } from './words.ts';

const PROBLEMS: Readonly<Record<Exclude<Erased, 'erased'>, string>> = {
  'out-of-reach': 'What is stored does not open to this page, so nothing was erased.',
  'no-copy':
    'Your data could not be read, so there is no whole copy and nothing was erased. Close other tabs of this app and try again.',
  'not-taken': 'You did not take the copy, so nothing was erased.',
  failed: 'You have a copy, but erasing failed and everything is still here. Try again.',
};

export function EraseField({ onErased }: { readonly onErased: () => void }) {
  const { storage } = useModels().device;
  return (
    <section class={styles['group']}>
      <h2>Erase</h2>
      {storage === 'durable' ? (
        <Erase onErased={onErased} />
      ) : (
        <p class={styles['note']}>{NOT_ERASABLE[storage]}</p>
      )}
    </section>
  );
}

function Erase({ onErased }: { readonly onErased: () => void }) {
  const isOpen = useSignal(false);
  const opener = useRef<HTMLButtonElement>(null);

  function close(): void {
    isOpen.value = false;
    opener.current?.focus();
  }

  return (
    <>
      <p class={styles['note']}>
        Takes your ratings, notes, stars and settings off this device. You get a copy first.
      </p>
      <button
        ref={opener}
        type="button"
        class={styles['danger']}
        aria-expanded={isOpen.value}
        onClick={() => {
          isOpen.value = !isOpen.value;
        }}
      >
        Erase everything…
      </button>
      {isOpen.value && <Confirmation onErased={onErased} onCancel={close} />}
    </>
  );
}

interface Props {
  readonly onErased: () => void;
  readonly onCancel: () => void;
}

function Confirmation({ onErased, onCancel }: Props) {
  const { device, saving } = useModels();
  const input = useRef<HTMLInputElement>(null);
  const text = useSignal('');
  const isBusy = useSignal(false);
  const problem = useSignal<string | null>(null);

  useEffect(() => input.current?.focus(), []);

  async function erase(): Promise<void> {
    isBusy.value = true;
    const outcome = await eraseEverything({ device, saving });
    isBusy.value = false;
    if (outcome === 'erased') onErased();
    else problem.value = PROBLEMS[outcome];
  }

  function submit(event: Event): void {
    event.preventDefault();
    if (isBusy.value) return;
    if (isConfirmed(text.value)) void erase();
    else {
      problem.value = `Nothing was erased. To erase everything, the field must say ${WORD}.`;
      input.current?.focus();
    }
  }

  return (
    <form class={styles['confirmation']} onSubmit={submit}>
      <label for="erase">Type {WORD} to go on</label>
      <input
        ref={input}
        id="erase"
        class={styles['date']}
        type="text"
        autocomplete="off"
        autocapitalize="characters"
        spellcheck={false}
        value={text.value}
        aria-describedby="erase-problem"
        onInput={({ currentTarget }) => {
          text.value = currentTarget.value;
        }}
      />
      <p id="erase-problem" class={styles['problem']} role="alert">
        {problem.value}
      </p>
      <div class={styles['actions']}>
        <button type="submit" class={styles['danger']}>
          {isBusy.value ? 'Erasing…' : 'Export, then erase'}
        </button>
        <button type="button" class={styles['action']} onClick={onCancel}>
          Cancel
        </button>
      </div>
    </form>
  );
}
