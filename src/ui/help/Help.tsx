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
    title: 'Everywhere',
    keys: [
      [['/'], 'Search'],
      [['?'], 'This help'],
    ],
  },
];

export function Help({ onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);

  useEffect(() => dialog.current?.showModal(), []);

  return (
    <dialog ref={dialog} class={styles['help']} aria-labelledby="help-title" onClose={onClose}>
      <h2 id="help-title">Keys</h2>
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
      <Button kind="plain" onClick={() => dialog.current?.close()}>
        Close
      </Button>
    </dialog>
  );
}
