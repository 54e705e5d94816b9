// One card of the deck: on top and in use, underneath and waiting, or on its way out.

import { useRef } from 'preact/hooks';
import type { CardEntry } from '../../bank/card.ts';
import type { Face, Why } from '../../state/sitting.ts';
import { Attention } from '../attention.ts';
import type { Direction } from '../gesture/swipe.ts';
import { type SwipeTarget, useSwipe } from '../gesture/useSwipe.ts';
import { useModels } from '../models.ts';
import { NotLoaded } from '../NotLoaded.tsx';
import { Answer } from './Answer.tsx';
import styles from './CardLayer.module.css';
import { Question } from './Question.tsx';

export type Layer =
  | { readonly kind: 'top' }
  | { readonly kind: 'under' }
  | { readonly kind: 'leaving'; readonly direction: Direction; readonly label: string };

interface Props {
  readonly entry: CardEntry;
  readonly face: Face;
  readonly why: Why | null;
  readonly layer: Layer;
  readonly swipe: SwipeTarget;
  readonly onReveal: () => void;
  readonly onTicked: (ticked: number) => void;
}

export function CardLayer({ entry, face, why, layer, swipe, onReveal, onTicked }: Props) {
  const element = useRef<HTMLElement>(null);
  const onTop = layer.kind === 'top';
  useSwipe(element, onTop && face.kind === 'answer', swipe);

  /** A tap anywhere on the question shows the answer, unless it was meant for something else. */
  function reveal(event: MouseEvent): void {
    const elsewhere = event.target instanceof Element && event.target.closest('a, button, pre');
    if (!elsewhere && window.getSelection()?.isCollapsed !== false) onReveal();
  }

  return (
    <article
      ref={element}
      class={styles['card']}
      data-layer={layer.kind}
      data-face={face.kind}
      data-direction={layer.kind === 'leaving' ? layer.direction : undefined}
      aria-hidden={!onTop || undefined}
      inert={!onTop}
      onClick={onTop && face.kind === 'question' ? reveal : undefined}
    >
      <div class={styles['scroller']}>
        <Attention.Provider value={onTop}>
          <Contents entry={entry} face={face} why={why} onTop={onTop} onTicked={onTicked} />
        </Attention.Provider>
      </div>
      <span class={styles['stamp']} data-side="right" aria-hidden="true">
        {layer.kind === 'leaving' && layer.direction === 'right' ? layer.label : 'Solid'}
      </span>
      <span class={styles['stamp']} data-side="left" aria-hidden="true">
        {layer.kind === 'leaving' && layer.direction === 'left' ? layer.label : 'Blank'}
      </span>
    </article>
  );
}

type ContentsProps = Pick<Props, 'entry' | 'face' | 'why' | 'onTicked'> & {
  readonly onTop: boolean;
};

function Contents({ entry, face, why, onTop, onTicked }: ContentsProps) {
  const { content } = useModels();
  const cards = content.cards(entry.topic).value;
  if (cards?.kind === 'missing') {
    return (
      <div class={styles['missing']}>
        <NotLoaded what="This card" onRetry={() => void content.load(entry.topic)} />
      </div>
    );
  }
  const card = cards?.kind === 'loaded' ? cards.cards.get(entry.id) : undefined;
  if (!card) return null;
  return face.kind === 'question' ? (
    <Question card={card} why={why} />
  ) : (
    <Answer card={card} onTop={onTop} onTicked={onTicked} />
  );
}
