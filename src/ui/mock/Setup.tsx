// How the mock interview is to be, and the one button that starts it.

import { useSignal } from '@preact/signals';
import type { Level } from '../../bank/card.ts';
import type { Judging, MockMinutes } from '../../state/mock.ts';
import { Button } from '../Button.tsx';
import { useModels } from '../models.ts';
import { NotLoaded } from '../NotLoaded.tsx';
import { Screen } from '../Screen.tsx';
import { plural } from '../words.ts';
import { Choice } from './Choice.tsx';
import styles from './Setup.module.css';
import { useMock } from './useMock.ts';
import { LEVEL } from './words.ts';

const LEVELS: readonly (readonly [Level, string])[] = [
  ['junior', LEVEL.junior],
  ['mid', LEVEL.mid],
  ['senior', LEVEL.senior],
];
const LENGTHS: readonly (readonly [MockMinutes, string])[] = [
  [15, '15 min'],
  [30, '30 min'],
  [45, '45 min'],
];
const JUDGING: readonly (readonly [Judging, string])[] = [
  ['after-each', 'After each'],
  ['at-the-end', 'At the end'],
];

export function Setup() {
  const { settings } = useModels();
  const mock = useMock();
  const { levels } = settings.settings.value;
  const level = useSignal(LEVELS.findLast(([each]) => levels.includes(each))?.[0] ?? 'senior');
  const minutes = useSignal<MockMinutes>(30);
  const judging = useSignal<Judging>('after-each');
  const failed = useSignal(false);
  const count = mock.questions({ level: level.value, minutes: minutes.value });

  async function start(): Promise<void> {
    const wish = { level: level.value, minutes: minutes.value, judging: judging.value };
    failed.value = !(await mock.start(wish));
  }

  return (
    <Screen title="Mock interview">
      <p>
        Two minutes a question, no hints. Say every answer out loud, then check it against the
        points.
      </p>
      <Choice
        legend="Level"
        options={LEVELS}
        chosen={level.value}
        onChoose={(value) => {
          level.value = value;
        }}
      />
      <Choice
        legend="Length"
        options={LENGTHS}
        chosen={minutes.value}
        onChoose={(value) => {
          minutes.value = value;
        }}
      />
      <Choice
        legend="Check your answers"
        options={JUDGING}
        chosen={judging.value}
        onChoose={(value) => {
          judging.value = value;
        }}
      />
      <div class={styles['start']}>
        <p class={styles['count']} role="status">
          {count > 0
            ? plural(count, 'question')
            : 'Nothing of this level is in your interview. Choose another level, or switch topics on.'}
        </p>
        {failed.value ? (
          <NotLoaded what="The questions" onRetry={() => void start()} />
        ) : (
          count > 0 && (
            <Button kind="primary" onClick={() => void start()}>
              Start the interview
            </Button>
          )
        )}
      </div>
    </Screen>
  );
}
