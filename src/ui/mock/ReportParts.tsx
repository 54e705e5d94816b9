// The parts of a mock interview's report, each a list on a card.

import type { Answered, Judged, TopicReport } from '../../state/mockReport.ts';
import { share } from '../../state/mockReport.ts';
import { MS_PER_QUESTION } from '../../state/mockSteps.ts';
import { hashOf } from '../../state/route.ts';
import { Button } from '../Button.tsx';
import { CONFIDENCE } from '../confidence.ts';
import { Markup } from '../Markup.tsx';
import { Meter } from '../Meter.tsx';
import { useModels } from '../models.ts';
import styles from './Report.module.css';
import { points, timeTaken } from './words.ts';

export function ByTopic({ topics }: { readonly topics: readonly TopicReport[] }) {
  return (
    <section class={styles['part']}>
      <h2>By topic, weakest first</h2>
      <ol>
        {topics.map(({ topic, points: own, judged }) => (
          <li key={topic.id}>
            <a href={hashOf({ screen: 'topic', topic: topic.id })}>{topic.title}</a>
            <span class={styles['figure']}>
              {points(own)}
              <span class="hidden-text"> points</span>
            </span>
            <span class={styles['meter']}>
              <Meter value={share(own)} />
            </span>
            <span class={styles['chips']}>
              {judged.map(({ number, confidence }) => (
                <Chip key={number} confidence={confidence} />
              ))}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

export function StudyNext({ judged }: { readonly judged: readonly Judged[] }) {
  const { bursts, content, route, settings } = useModels();
  if (judged.length === 0) return null;

  function study(): void {
    const cards = judged.map(({ card }) => card.id);
    bursts.ask(settings.settings.peek().minutes, { kind: 'list', list: 'study-next', cards });
    route.open({ screen: 'burst' });
  }

  return (
    <section class={styles['part']}>
      <h2>Study next</h2>
      <ul>
        {judged.map(({ card, confidence }) => (
          <li key={card.id}>
            <a class={styles['whole']} href={hashOf({ screen: 'card', card: card.id })}>
              <Markup html={card.question} />
            </a>
            <span class={styles['place']}>{content.topic(card.topic)?.title}</span>
            <Chip confidence={confidence} />
          </li>
        ))}
      </ul>
      <div class={styles['study']}>
        <Button kind="primary" onClick={study}>
          Study {judged.length === 1 ? 'this card' : `these ${judged.length} cards`} now
        </Button>
      </div>
    </section>
  );
}

/** Every bar is to the same scale, with a line at two minutes. */
export function ByQuestion({ answers }: { readonly answers: readonly Answered[] }) {
  const longest = Math.max(MS_PER_QUESTION, ...answers.map(({ spentMs }) => spentMs));
  return (
    <section class={styles['part']}>
      <h2>Time per question</h2>
      <ol style={{ '--limit': MS_PER_QUESTION / longest }}>
        {answers.map(({ card, number, points: own, spentMs, confidence }) => (
          <li key={card.id}>
            <span>
              {number}. {card.plainQuestion}
            </span>
            <span class={styles['figure']} data-over={spentMs > MS_PER_QUESTION || undefined}>
              {timeTaken(spentMs)}
            </span>
            <span class={styles['bar']} aria-hidden="true">
              <span class={styles['spent']} style={{ '--value': spentMs / longest }} />
            </span>
            <span class={styles['place']}>
              {confidence ? `${points(own)} points` : 'not judged'}
              {spentMs > MS_PER_QUESTION && ', over two minutes'}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Chip({ confidence }: Pick<Judged, 'confidence'>) {
  return (
    <span class={styles['chip']} data-confidence={confidence}>
      {CONFIDENCE[confidence]}
    </span>
  );
}
