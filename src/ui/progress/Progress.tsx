// How it went and where it leads: readiness, bursts, topics, predictions and time, as pictures.

import { useEffect, useMemo, useState } from 'preact/hooks';
import { createHistory, type History, type Story } from '../../state/history.ts';
import { Button } from '../Button.tsx';
import { useModels } from '../models.ts';
import { Screen } from '../Screen.tsx';
import { Bursts } from './Bursts.tsx';
import { Effort } from './Effort.tsx';
import { Predictions, SHOWN_AT_ONCE } from './Predictions.tsx';
import styles from './Progress.module.css';
import { Readiness } from './Readiness.tsx';
import { TopicMoves } from './TopicMoves.tsx';

/** Until then the screen waits for what is to be on it, so that nothing jumps. */
const PATIENCE_MS = 400;

export function Progress() {
  const models = useModels();
  const { content } = models;
  const history = useMemo(() => createHistory(models), [models]);
  const [shown, show] = useState(false);

  async function read(): Promise<void> {
    await history.read();
    const view = history.view.peek();
    if (view.kind === 'read') {
      const first = view.story.sureAndWrong.slice(0, SHOWN_AT_ONCE);
      await Promise.all(first.map(({ topic }) => content.load(topic)));
    }
    show(true);
  }

  useEffect(() => {
    void read();
    const timer = setTimeout(() => show(true), PATIENCE_MS);
    return () => clearTimeout(timer);
    // Once, when the screen opens.
  }, []);

  if (!shown) return <main class={styles['waiting']} aria-busy="true" />;
  return (
    <Screen title="Progress" wide>
      <Content history={history.view.value} onRetry={() => void read()} />
    </Screen>
  );
}

interface Props {
  readonly history: History;
  readonly onRetry: () => void;
}

function Content({ history, onRetry }: Props) {
  switch (history.kind) {
    case 'reading':
      return <p role="status">Reading what you did so far …</p>;
    case 'unreadable':
      return (
        <>
          <p role="alert">What you did so far could not be read. It is still there: try again.</p>
          <Button kind="plain" onClick={onRetry}>
            Try again
          </Button>
        </>
      );
    case 'empty':
      return <Empty />;
    case 'read':
      return <Pictures story={history.story} />;
  }
}

function Empty() {
  const { bursts, route, settings } = useModels();
  const { minutes } = settings.settings.value;

  function start(): void {
    bursts.ask(minutes);
    route.open({ screen: 'burst' });
  }

  return (
    <>
      <p>Your first burst draws the first picture here: how ready you are, day by day.</p>
      <Button kind="primary" onClick={start}>
        Start a {minutes}-minute burst
      </Button>
    </>
  );
}

function Pictures({ story }: { readonly story: Story }) {
  return (
    <div class={styles['pictures']}>
      <Readiness past={story.past} outlook={story.outlook} />
      <Bursts calendar={story.calendar} />
      <TopicMoves changes={story.topics} />
      <Predictions calibration={story.calibration} sureAndWrong={story.sureAndWrong} />
      <Effort effort={story.effort} lately={story.lately} />
    </div>
  );
}
