// All keys at a glance, on "?".

import { useEffect, useRef } from 'preact/hooks';
import { Button } from '../Button.tsx';
import styles from './Help.module.css';

interface Props {
  readonly onClose: () => void;
}

const GROUPS: readonly {
  readonly title: string;
  readonly keys: readonly (readonly [keys: readonly string[], what: string])[];
}[] = [
  {
    title: 'In a burst',
    keys: [
      [['Space'], 'Show the answer'],
      [['1', '2', '3', '4'], 'Blank, shaky, solid, nailed'],
      [['←', '→'], 'Blank, solid'],
      [['Z'], 'Take the last rating back'],
      [['Esc'], 'Leave; the burst is kept'],
    ],
  },
  {
    title: 'In a mock interview',
    keys: [
      [['Space', 'Enter'], 'You have answered'],
      [['1', '2', '3', '4', '←', '→'], 'Rate, as in a burst'],
      [['Z'], 'Take the last rating back'],
      [['Esc'], 'Leave; the interview is kept'],
    ],
  },
  {
    title: 'After one of them',
    keys: [
      [['Z'], 'Take the last rating back'],
      [['Esc'], 'Done, after a burst'],
    ],
  },
  {
    title: 'In the search',
    keys: [
      [['↓', '↑'], 'From one find to the next'],
      [['Enter'], 'From the field to the first'],
      [['Esc'], 'Start afresh'],
    ],
  },
  {
    title: 'Everywhere',
    keys: [
      [['/'], 'Search, but not in a burst or an interview'],
      [['?'], 'This help'],
    ],
  },
];

export function Help({ onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    dialog.current?.showModal();
    // It would go to the button at the end, and where there is little room the keys out of sight.
    heading.current?.focus();
  }, []);

  return (
    <dialog ref={dialog} class={styles['help']} aria-labelledby="help-title" onClose={onClose}>
      <h2 ref={heading} id="help-title" tabIndex={-1}>
        Keys
      </h2>
      <div class={styles['groups']}>
        {GROUPS.map(({ title, keys }) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl class={styles['keys']}>
              {keys.map(([names, what]) => (
                <div key={what}>
                  <dt>
                    {names.map((name) => (
                      <kbd key={name}>{name}</kbd>
                    ))}
                  </dt>
                  <dd>{what}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <Button kind="plain" onClick={() => dialog.current?.close()}>
        Close
      </Button>
    </dialog>
  );
}
