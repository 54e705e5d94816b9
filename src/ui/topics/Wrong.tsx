// "This is wrong": the learner says what, and takes the report to whoever looks after the cards.

import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { Card } from '../../bank/card.ts';
import type { Handed } from '../../state/device.ts';
import {
  LONGEST_WORDS,
  PARTS,
  type Part,
  type Report,
  reportAddress,
  reportText,
  reportTitle,
} from '../../state/report.ts';
import { hashOf } from '../../state/route.ts';
import { useModels } from '../models.ts';
import { Outcome } from './Outcome.tsx';
import styles from './Wrong.module.css';

export function Wrong({ card }: { readonly card: Card }) {
  const { bank, device } = useModels();
  const part = useSignal<Part>('Spoken answer');
  const words = useSignal('');
  const missing = useSignal(false);
  const handed = useSignal<Handed | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const address = device.addressOf(hashOf({ screen: 'card', card: card.id }));
  const report: Report = { card, bank, part: part.value, words: words.value, address };

  function isComplete(): boolean {
    missing.value = words.peek().trim() === '';
    if (missing.peek()) field.current?.focus();
    return !missing.peek();
  }

  async function handOver(event: Event): Promise<void> {
    event.preventDefault();
    if (!isComplete()) return;
    handed.value = null;
    handed.value = await device.share({ title: reportTitle(report), text: reportText(report) });
  }

  return (
    <details class={styles['wrong']}>
      <summary>This is wrong</summary>
      <form class={styles['form']} noValidate onSubmit={(event) => void handOver(event)}>
        <label for="wrong-part">What is wrong?</label>
        <select
          id="wrong-part"
          value={part.value}
          onChange={({ currentTarget }) => {
            part.value = PARTS[currentTarget.selectedIndex] ?? part.peek();
          }}
        >
          {PARTS.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
        <label for="wrong-words">What should it say, and how do you know?</label>
        <textarea
          ref={field}
          id="wrong-words"
          rows={4}
          required
          maxLength={LONGEST_WORDS}
          aria-invalid={missing.value}
          aria-describedby="wrong-missing wrong-note"
          value={words.value}
          onInput={({ currentTarget }) => {
            words.value = currentTarget.value;
            missing.value = false;
          }}
        />
        <p id="wrong-missing" class={styles['problem']} role="alert">
          {missing.value && 'Say in a few words what is wrong.'}
        </p>
        <p id="wrong-note" class={styles['note']}>
          The report holds the card, the versions it was checked against and your words, nothing
          else about you.{' '}
          {device.bugsUrl
            ? 'You send it in the tracker, which opens in a new tab.'
            : 'You choose where it goes.'}
        </p>
        {device.bugsUrl ? (
          <a
            class={styles['send']}
            href={reportAddress(device.bugsUrl, report)}
            target="_blank"
            rel="noopener noreferrer"
            onClick={(event) => {
              if (!isComplete()) event.preventDefault();
            }}
          >
            Open the report in the tracker
          </a>
        ) : (
          <button type="submit" class={styles['send']}>
            Share or copy the report
          </button>
        )}
        <Outcome
          handed={handed.value}
          copied="Report copied. Send it to whoever gave you this app."
          text={reportText(report)}
        />
      </form>
    </details>
  );
}
