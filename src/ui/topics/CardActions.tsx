// What one can do with a card besides reading it: star it, put it aside, hand it on.

import { useSignal } from '@preact/signals';
import type { Card } from '../../bank/card.ts';
import type { Handed } from '../../state/device.ts';
import { hashOf } from '../../state/route.ts';
import { useModels } from '../models.ts';
import styles from './CardActions.module.css';
import { Outcome } from './Outcome.tsx';

export function CardActions({ card }: { readonly card: Card }) {
  const { device, marks } = useModels();
  const handed = useSignal<Handed | null>(null);
  const { starred = false, suspended = false } = marks.of(card.id) ?? {};
  const address = device.addressOf(hashOf({ screen: 'card', card: card.id }));

  async function share(): Promise<void> {
    handed.value = null;
    const { plainQuestion } = card;
    handed.value = await device.share({ title: plainQuestion, text: plainQuestion, url: address });
  }

  return (
    <div>
      <div class={styles['actions']}>
        <button
          type="button"
          aria-pressed={starred}
          onClick={() => void marks.change(card.id, { type: starred ? 'unstar' : 'star' })}
        >
          <span aria-hidden="true">{starred ? '★' : '☆'} </span>Star
        </button>
        <button type="button" onClick={() => void share()}>
          Share
        </button>
        <button
          type="button"
          onClick={() => void marks.change(card.id, { type: suspended ? 'resume' : 'suspend' })}
        >
          {suspended ? 'Bring it back' : 'I don’t need this one'}
        </button>
      </div>
      <p class={styles['note']} role="status">
        {suspended && 'You don’t need this one: it is not asked and does not count.'}
      </p>
      <Outcome handed={handed.value} copied="Question and link copied." text={address} />
    </div>
  );
}
