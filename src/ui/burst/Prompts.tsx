// The two ways to see the answer; which one is the learner's prediction.

import type { Prediction } from '../../memory/event.ts';
import { Button } from '../Button.tsx';
import styles from './Prompts.module.css';

interface Props {
  readonly onReveal: (prediction: Prediction) => void;
}

export function Prompts({ onReveal }: Props) {
  return (
    <>
      <div class={styles['prompts']}>
        <Button kind="plain" onClick={() => onReveal('unsure')}>
          Not sure
        </Button>
        <Button kind="primary" onClick={() => onReveal('sure')}>
          I know this
        </Button>
      </div>
      <p class={styles['note']}>both show the answer</p>
    </>
  );
}
