// A mock interview under way, full screen: the clock, the question or its answer, the way out.

import { useEffect, useRef } from 'preact/hooks';
import type { Confidence } from '../../memory/event.ts';
import type { MockView } from '../../state/mockView.ts';
import { suggest } from '../../state/suggestion.ts';
import { attend } from '../attend.ts';
import { Button } from '../Button.tsx';
import { createEchoFilter } from '../burst/doubleTap.ts';
import { actionOf } from '../burst/keys.ts';
import { Ratings } from '../burst/Ratings.tsx';
import { useModels } from '../models.ts';
import { NotLoaded } from '../NotLoaded.tsx';
import { useKeys } from '../useKeys.ts';
import { Announcer } from './Announcer.tsx';
import { Clock, Taken } from './Clock.tsx';
import styles from './Interview.module.css';
import { Judge } from './Judge.tsx';
import { Question } from './Question.tsx';
import { UndoButton } from './UndoButton.tsx';
import { useMock } from './useMock.ts';

type View = Extract<MockView, { readonly kind: 'question' | 'judge' }>;

export function Interview({ view }: { readonly view: View }) {
  const { content, device, mocks, settings } = useModels();
  const mock = useMock();
  const isEcho = useRef(createEchoFilter());
  const { kind, entry, number, of } = view;
  const asking = kind === 'question';
  const load = content.cards(entry.topic).value;
  const card = load?.kind === 'loaded' ? load.cards.get(entry.id) : undefined;
  const points = card?.points.length ?? 0;

  useEffect(() => device.keepAwake(), [device]);
  useEffect(() => (asking ? attend(mock) : undefined), [asking, mock]);
  useEffect(() => void content.load(entry.topic), [content, entry]);

  function rate(confidence: Confidence): void {
    if (!mock.rate(entry.id, confidence)) return;
    const { haptics, sound } = settings.settings.peek();
    if (haptics) device.feedback.vibrate();
    if (sound) device.feedback.tick();
  }

  useKeys((key, target) => {
    const face = asking ? ({ kind } as const) : ({ kind: 'answer', prediction: 'none' } as const);
    const actions = {
      onReveal: mock.answer,
      onRate: rate,
      onUndo: mock.undo,
      onLeave: mocks.leave,
    };
    const action = actionOf(asking && key === 'Enter' ? ' ' : key, target, face, actions);
    action?.();
    return action !== null;
  });

  function stopEcho(click: MouseEvent): void {
    if (isEcho.current(click)) click.stopPropagation();
  }

  return (
    <main class={styles['interview']} data-kind={kind}>
      <header class={styles['header']}>
        <button
          type="button"
          class={styles['leave']}
          aria-label="Leave the interview; it is kept"
          onClick={mocks.leave}
        >
          <span aria-hidden="true">✕</span>
        </button>
        <span class={styles['number']}>
          Question {number} of {of}
        </span>
        <UndoButton class={styles['undo']} />
      </header>
      {view.kind === 'question' ? <Clock /> : <Taken ms={view.spentMs} />}
      <article key={`${kind}/${number}`} class={styles['card']}>
        {load?.kind === 'missing' && (
          <NotLoaded what="This card" onRetry={() => void content.load(entry.topic)} />
        )}
        {card &&
          (view.kind === 'question' ? (
            <Question card={card} />
          ) : (
            <Judge card={card} ticked={view.ticked} />
          ))}
      </article>
      <div class={styles['actions']} onClickCapture={stopEcho}>
        {view.kind === 'question' ? (
          <Button kind="primary" onClick={mock.answer}>
            I have answered
          </Button>
        ) : (
          <Ratings
            suggested={points > 0 ? (suggest(view.ticked.length, points) ?? 1) : null}
            onRate={rate}
          />
        )}
      </div>
      <Announcer asking={asking} />
    </main>
  );
}
