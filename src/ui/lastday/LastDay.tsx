// The day before the interview: only what can still be won, and the cheat sheet.

import { useEffect, useMemo } from 'preact/hooks';
import { createLastDay, type Gain, type Nothing } from '../../state/lastDay.ts';
import { hashOf } from '../../state/route.ts';
import { Button } from '../Button.tsx';
import { useModels } from '../models.ts';
import { Screen } from '../Screen.tsx';
import { countdown, plural } from '../words.ts';
import styles from './LastDay.module.css';

export function LastDay() {
  const models = useModels();
  const { bursts, progress, route, settings } = models;
  const lastDay = useMemo(() => createLastDay(models), [models]);
  const cards = lastDay.cards.value;
  const nothing = lastDay.nothing.value;
  const { minutes } = settings.settings.value;

  useEffect(() => {
    progress.refresh();
    void lastDay.load();
  }, [lastDay, progress]);

  function start(): void {
    bursts.ask(minutes, { kind: 'list', list: 'last-day', cards });
    route.open({ screen: 'burst' });
  }

  return (
    <Screen title="What can still be won">
      <p>
        <When nothing={nothing !== null} />
      </p>
      {lastDay.state.value !== 'loading' &&
        (nothing ? (
          <p>{NOTHING[nothing]}</p>
        ) : (
          <>
            <ul class={styles['gains']}>
              {lastDay.counts.value.map(({ gain, count }) => (
                <li key={gain}>
                  <strong>{plural(count, 'card')}</strong> {GAINS[gain]}
                </li>
              ))}
            </ul>
            <Button kind="primary" onClick={start}>
              Start a {minutes}-minute burst on these
            </Button>
          </>
        ))}
      <a class={styles['guide']} href={hashOf({ screen: 'guide' })}>
        Read the cheat sheet
      </a>
    </Screen>
  );
}

function When({ nothing }: { readonly nothing: boolean }) {
  const { progress } = useModels();
  const days = progress.daysToInterview.value;
  if (days === null || days < 0) {
    return <>For the last day before an interview: no new senior cards, the shakiest ones first.</>;
  }
  return (
    <>
      Your interview is {countdown(days)}.
      {!nothing && ' New senior cards can wait; these are worth your minutes, in this order.'}
    </>
  );
}

const GAINS: Readonly<Record<Gain, string>> = {
  'sure-and-wrong': 'you were sure of, and wrong',
  shaky: 'you have seen, the shakiest first',
  new: 'you have not seen, none of them senior',
};

const NOTHING: Readonly<Record<Nothing, string>> = {
  'no-card': 'No card is left to ask. Choose a topic or a level to be asked anything.',
  'all-senior':
    'Nothing: every card in your interview is senior and new to you, and costs more than a day leaves time for. Read the cheat sheet, and rest.',
  'all-safe': 'Nothing: everything that you have seen will hold. Read the cheat sheet, and rest.',
};
