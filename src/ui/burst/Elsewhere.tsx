// Another tab is at this burst: a choice between here and there.

import { Button } from '../Button.tsx';
import { Heading } from '../Heading.tsx';
import styles from './Elsewhere.module.css';
import { useBurst } from './useBurst.ts';

export function Elsewhere({ onLeave }: { readonly onLeave: () => void }) {
  const burst = useBurst();
  return (
    <main class={styles['elsewhere']}>
      <Heading class={styles['title']}>This burst is open in another tab</Heading>
      <p>Go on there, or take it over: it goes on here with the same card, and nothing is lost.</p>
      <Button kind="primary" onClick={() => void burst.takeOver()}>
        Go on here
      </Button>
      <Button kind="plain" onClick={onLeave}>
        Back
      </Button>
    </main>
  );
}
