// The cards of a burst as layers: the one in use, the next one under it while it is swiped, the last one flying off.

import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { CardEntry } from '../../bank/card.ts';
import type { Confidence } from '../../memory/event.ts';
import type { BurstView } from '../../state/burstView.ts';
import type { Face } from '../../state/sitting.ts';
import { suggest } from '../../state/suggestion.ts';
import { CONFIDENCE } from '../confidence.ts';
import type { Direction } from '../gesture/swipe.ts';
import { useModels } from '../models.ts';
import { useKeys } from '../useKeys.ts';
import { CardLayer, type Layer } from './CardLayer.tsx';
import styles from './Deck.module.css';
import { createEchoFilter } from './doubleTap.ts';
import { actionOf } from './keys.ts';
import { Prompts } from './Prompts.tsx';
import { Ratings } from './Ratings.tsx';
import { useBurst } from './useBurst.ts';

type CardView = Extract<BurstView, { kind: 'card' }>;

interface Leaving {
  readonly key: string;
  readonly entry: CardEntry;
  readonly face: Face;
  readonly direction: Direction;
  readonly confidence: Confidence;
}

/** As long as the flight in CardLayer.module.css. */
const FLIGHT_MS = 220;

const SWIPED: Readonly<Record<Direction, Confidence>> = { left: 1, right: 3 };

const QUESTION: Face = { kind: 'question' };

interface Props {
  readonly view: CardView;
  readonly onLeave: () => void;
}

export function Deck({ view, onLeave }: Props) {
  const { content, device, settings } = useModels();
  const burst = useBurst();
  const under = useSignal<CardEntry | null>(null);
  const leaving = useSignal<Leaving | null>(null);
  const ticked = useSignal<{ readonly key: string; readonly count: number } | null>(null);
  const isEcho = useRef(createEchoFilter());
  const { entry, face, number } = view;
  const key = keyOf(view, entry, number);

  useEffect(() => {
    const timer = setTimeout(() => {
      leaving.value = null;
    }, FLIGHT_MS);
    return () => clearTimeout(timer);
  }, [key, leaving]);

  function rate(confidence: Confidence): void {
    const direction = confidence <= 2 ? 'left' : 'right';
    if (!burst.rate(entry.id, confidence)) return;
    const { haptics, sound } = settings.settings.peek();
    if (haptics) device.feedback.vibrate();
    if (sound) device.feedback.tick();
    leaving.value = { key, entry, face, direction, confidence };
    under.value = null;
  }

  const swipe = {
    onLean(direction: Direction) {
      under.value = burst.peek(entry.id, SWIPED[direction]);
    },
    onSwipe(direction: Direction) {
      // Taps before and after it are two.
      isEcho.current = createEchoFilter();
      rate(SWIPED[direction]);
    },
    onReturn() {
      under.value = null;
    },
  };

  function stopEcho(click: MouseEvent): void {
    if (isEcho.current(click)) click.stopPropagation();
  }

  const reveal = () => burst.reveal('none');
  useKeys((pressed, target) => {
    const actions = { onReveal: reveal, onRate: rate, onUndo: burst.undo, onLeave };
    const action = actionOf(pressed, target, face, actions);
    action?.();
    return action !== null;
  });

  const layers: readonly (Pick<Leaving, 'key' | 'entry' | 'face'> & { readonly layer: Layer })[] = [
    ...layerOf(under.value && { key: keyOf(view, under.value, number + 1), entry: under.value }),
    { key, entry, face, layer: { kind: 'top' } },
    ...(leaving.value && leaving.value.key !== key ? [flightOf(leaving.value)] : []),
  ];
  const points = ticked.value?.key === key ? pointsOf(entry) : 0;

  function pointsOf({ id, topic }: CardEntry): number {
    const cards = content.cards(topic).value;
    return cards?.kind === 'loaded' ? (cards.cards.get(id)?.points.length ?? 0) : 0;
  }

  return (
    <>
      <div class={styles['deck']}>
        {layers.map((each) => (
          <CardLayer
            key={each.key}
            entry={each.entry}
            face={each.face}
            why={each.key === key ? view.why : null}
            layer={each.layer}
            swipe={swipe}
            onReveal={reveal}
            onTicked={(count) => {
              ticked.value = { key, count };
            }}
          />
        ))}
      </div>
      <div class={styles['actions']} onClickCapture={stopEcho}>
        {face.kind === 'question' ? (
          <Prompts onReveal={burst.reveal} />
        ) : (
          <Ratings
            suggested={points > 0 ? suggest(ticked.value?.count ?? 0, points) : null}
            onRate={rate}
          />
        )}
      </div>
    </>
  );
}

/** The same card keeps its place in the DOM while it moves up from under the top one. */
function keyOf(view: CardView, entry: CardEntry, number: number): string {
  return `${view.burst}/${number}/${entry.id}`;
}

function layerOf(under: { readonly key: string; readonly entry: CardEntry } | null) {
  return under ? [{ ...under, face: QUESTION, layer: { kind: 'under' } as const }] : [];
}

function flightOf({ key, entry, face, direction, confidence }: Leaving) {
  const label = CONFIDENCE[confidence];
  return { key, entry, face, layer: { kind: 'leaving', direction, label } as const };
}
