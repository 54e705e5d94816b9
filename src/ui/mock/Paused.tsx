// A mock interview that was left in the middle: go on, or end it there.

import type { MockView } from '../../state/mockView.ts';
import { Button } from '../Button.tsx';
import { useModels } from '../models.ts';
import { Screen } from '../Screen.tsx';
import styles from './Setup.module.css';
import { useMock } from './useMock.ts';
import { ending } from './words.ts';

interface Props {
  readonly view: Extract<MockView, { readonly kind: 'question' | 'judge' }>;
}

export function Paused({ view }: Props) {
  const { mocks } = useModels();
  const mock = useMock();
  const { number, of } = view;
  return (
    <Screen title="Mock interview">
      <p>It waits for you where you left it; its clock stands still.</p>
      <p>If you end it here, {ending(view)}</p>
      <div class={styles['start']}>
        <Button kind="primary" onClick={mocks.goOn}>
          Go on with your mock interview · question {number} of {of}
        </Button>
        <Button kind="quiet" onClick={mock.end}>
          End it here
        </Button>
      </div>
    </Screen>
  );
}
