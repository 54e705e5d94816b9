// The learner's own note on a card, as plain text, saved while they write.

import { useEffect, useMemo } from 'preact/hooks';
import type { CardId } from '../../bank/card.ts';
import type { Storage } from '../../state/device.ts';
import { createNote, LONGEST_NOTE, type NoteState } from '../../state/note.ts';
import { useModels } from '../models.ts';
import styles from './Note.module.css';

/** Long enough not to save every word, short enough to lose none when the phone is put away. */
const PAUSE_MS = 1000;

export function Note({ card }: { readonly card: CardId }) {
  const models = useModels();
  const { storage } = models.device;
  const note = useMemo(() => createNote(models, card), [models, card]);
  const text = note.text.value;

  useEffect(() => {
    const timer = setTimeout(note.keep, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [note, text]);

  useEffect(() => {
    document.addEventListener('visibilitychange', note.keep);
    window.addEventListener('pagehide', note.keep);
    return () => {
      document.removeEventListener('visibilitychange', note.keep);
      window.removeEventListener('pagehide', note.keep);
      note.keep();
    };
  }, [note]);

  return (
    <>
      <section class={styles['note']}>
        <h2>
          <label for="note">My note</label>
        </h2>
        <textarea
          id="note"
          class={styles['text']}
          rows={3}
          maxLength={LONGEST_NOTE}
          aria-describedby="note-state"
          value={text}
          onInput={({ currentTarget }) => note.write(currentTarget.value)}
          onBlur={note.keep}
        />
        <p id="note-state" class={styles['state']} role="status">
          {note.isFull.value && `A note holds ${LONGEST_NOTE} characters; this one is full. `}
          {stateWords(note.state.value, storage)}
        </p>
      </section>
      {text.trim() !== '' && <Printed text={text} />}
    </>
  );
}

/** On paper a note is its words, all of them, and no field. */
function Printed({ text }: { readonly text: string }) {
  return (
    <section class={styles['printed']}>
      <h2>My note</h2>
      <p>{text}</p>
    </section>
  );
}

function stateWords(state: NoteState, storage: Storage): string {
  switch (state) {
    case 'open':
      return 'Plain text, saved as you write.';
    case 'saving':
      return 'Saving…';
    case 'saved':
      if (storage === 'durable') return 'Saved on this device.';
      return storage === 'refused'
        ? 'Kept until you close the app.'
        : 'Kept aside until you reload.';
    case 'failed':
      return 'Not saved yet.';
  }
}
