// What was said before the reveal against what came of it, and the cards that fooled the learner.

import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import type { CardEntry } from '../../bank/card.ts';
import type { Calibration, Kept } from '../../memory/calibration.ts';
import { hashOf } from '../../state/route.ts';
import { Button } from '../Button.tsx';
import { Markup } from '../Markup.tsx';
import { useModels } from '../models.ts';
import { plural } from '../words.ts';
import { More } from './More.tsx';
import { Picture } from './Picture.tsx';
import styles from './Predictions.module.css';
import { times } from './words.ts';

/** Cards; more at once would be a wall. */
export const SHOWN_AT_ONCE = 5;

interface Props {
  readonly calibration: Calibration;
  readonly sureAndWrong: readonly CardEntry[];
}

export function Predictions({ calibration, sureAndWrong }: Props) {
  const { sure, unsure } = calibration;
  const said = allOf(sure) + allOf(unsure);
  return (
    <Picture title="Sure, and right?">
      {said === 0 ? (
        <p>
          Before you reveal an answer, say “I know this” or “Not sure”: here you will see how often
          that came true.
        </p>
      ) : (
        <>
          <ul class={styles['predictions']}>
            <Said said="sure" kept={sure}>
              When you said “I know this”, you did {times(sure.knew, allOf(sure))}.
            </Said>
            <Said said="unsure" kept={unsure}>
              When you said “Not sure”, you knew it all the same {times(unsure.knew, allOf(unsure))}
              .
            </Said>
          </ul>
          {sureAndWrong.length > 0 ? (
            <SureAndWrong cards={sureAndWrong} />
          ) : (
            <p>No card fools you at the moment.</p>
          )}
        </>
      )}
    </Picture>
  );
}

function allOf({ knew, didNot }: Kept): number {
  return knew + didNot;
}

interface SaidProps {
  readonly said: keyof Calibration;
  readonly kept: Kept;
  readonly children: ComponentChildren;
}

/** One prediction in a sentence, and as a bar in two parts. */
function Said({ said, kept, children }: SaidProps) {
  if (allOf(kept) === 0) return null;
  return (
    <li class={styles['said']}>
      <p>{children}</p>
      <p class={styles['bar']}>
        <Part count={kept.knew} kind={said === 'sure' ? 'right' : 'better'}>
          knew it
        </Part>
        <Part count={kept.didNot} kind={said === 'sure' ? 'fooled' : 'right'}>
          did not
        </Part>
      </p>
    </li>
  );
}

interface PartProps {
  readonly count: number;
  /** Right, better than thought, or sure and wrong. */
  readonly kind: 'right' | 'better' | 'fooled';
  readonly children: ComponentChildren;
}

function Part({ count, kind, children }: PartProps) {
  return (
    <span class={styles['part']} data-kind={kind} style={{ '--count': count }}>
      <strong>{count}</strong> {children}
    </span>
  );
}

function SureAndWrong({ cards }: { readonly cards: readonly CardEntry[] }) {
  const { bursts, content, route, settings } = useModels();
  const rest = cards.slice(SHOWN_AT_ONCE);

  useEffect(() => {
    for (const { topic } of cards) void content.load(topic);
  }, [cards, content]);

  function study(): void {
    const { minutes } = settings.settings.peek();
    bursts.ask(minutes, { kind: 'list', list: 'sure-and-wrong', cards: cards.map(({ id }) => id) });
    route.open({ screen: 'burst' });
  }

  return (
    <>
      <h3 class={styles['heading']}>You were sure of these, and wrong</h3>
      <List cards={cards.slice(0, SHOWN_AT_ONCE)} />
      {rest.length > 0 && (
        <More title={`${rest.length} more`}>
          <List cards={rest} />
        </More>
      )}
      <Button kind="primary" onClick={study}>
        {cards.length === 1 ? 'Study this card' : `Study these ${plural(cards.length, 'card')}`}
      </Button>
    </>
  );
}

function List({ cards }: { readonly cards: readonly CardEntry[] }) {
  const { content } = useModels();
  return (
    <ul class={styles['cards']}>
      {cards.map(({ id, topic }) => {
        const loaded = content.cards(topic).value;
        const card = loaded?.kind === 'loaded' ? loaded.cards.get(id) : undefined;
        return (
          <li key={id}>
            <a class={styles['card']} href={hashOf({ screen: 'card', card: id })}>
              {card ? <Markup html={card.question} /> : id}
            </a>
          </li>
        );
      })}
    </ul>
  );
}
