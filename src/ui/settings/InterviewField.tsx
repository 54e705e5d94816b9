// The day everything is prepared for.

import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { type DateChoice, readInterviewDate } from '../../state/interviewDate.ts';
import { useModels } from '../models.ts';
import { countdown } from '../words.ts';
import styles from './Settings.module.css';

const PROBLEMS: Readonly<Record<Exclude<DateChoice['kind'], 'date'>, string>> = {
  impossible: 'No calendar has that day. Choose another one.',
  past: 'That day is over. Choose today or a later day.',
};

export function InterviewField() {
  const { progress, settings } = useModels();
  const input = useRef<HTMLInputElement>(null);
  const problem = useSignal<string | null>(null);
  const { interview } = settings.settings.value;
  const days = progress.daysToInterview.value;

  // While a date is being typed the field is empty and `badInput`; that must not take the date away.
  function onChange({ currentTarget: { validity, value } }: { currentTarget: HTMLInputElement }) {
    if (!validity.badInput) choose(value);
  }

  function onBlur({ currentTarget }: { currentTarget: HTMLInputElement }): void {
    if (currentTarget.validity.badInput) problem.value = PROBLEMS.impossible;
  }

  function choose(text: string): void {
    progress.refresh();
    const choice = readInterviewDate(text, progress.lookedAt.peek());
    problem.value = choice.kind === 'date' ? null : PROBLEMS[choice.kind];
    if (choice.kind === 'date') void settings.choose('interview', choice.date);
  }

  /** The button goes with the date, so the focus moves to the field. */
  function clear(): void {
    choose('');
    input.current?.focus();
  }

  return (
    <section class={styles['group']}>
      <h2>
        <label for="interview">Interview</label>
      </h2>
      <input
        ref={input}
        id="interview"
        class={styles['date']}
        type="date"
        value={interview ?? ''}
        aria-describedby="interview-note"
        aria-invalid={problem.value !== null}
        onChange={onChange}
        onBlur={onBlur}
      />
      <p
        id="interview-note"
        class={problem.value ? styles['problem'] : styles['note']}
        role="status"
      >
        {problem.value ?? <Note days={days} />}
      </p>
      {interview && (
        <button type="button" class={styles['action']} onClick={clear}>
          No date
        </button>
      )}
    </section>
  );
}

function Note({ days }: { readonly days: number | null }) {
  if (days === null) return <>Without a date you prepare for a week from now.</>;
  if (days < 0) return <>It is over. Set the next one when you know it.</>;
  return <>Your readiness is what you will still know then: {countdown(days)}, at 9 o’clock.</>;
}
