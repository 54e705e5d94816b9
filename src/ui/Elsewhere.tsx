// Another tab is at this sitting: a choice between here and there.

import { Button } from './Button.tsx';
import styles from './Elsewhere.module.css';
import { Heading } from './Heading.tsx';

interface Props {
  readonly title: string;
  readonly onTakeOver: () => void;
  readonly onLeave: () => void;
}

export function Elsewhere({ title, onTakeOver, onLeave }: Props) {
  return (
    <main class={styles['elsewhere']}>
      <Heading class={styles['title']}>{title}</Heading>
      <p>Go on there, or take it over: it goes on here where it is there, and nothing is lost.</p>
      <Button kind="primary" onClick={onTakeOver}>
        Go on here
      </Button>
      <Button kind="plain" onClick={onLeave}>
        Back
      </Button>
    </main>
  );
}
