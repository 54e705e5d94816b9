// What the app rests on: the sources of its cards, and the code of others under its licences.

import { app, packages } from 'virtual:licences';
import { Screen } from '../Screen.tsx';
import styles from './Settings.module.css';
import { Sources } from './Sources.tsx';

export function Licences() {
  return (
    <Screen title="Sources and licences">
      <div class={styles['groups']}>
        <Sources />
        <section class={styles['group']}>
          <h2>Licences</h2>
          <p>Pocket Flask is free, and so is all it is made of.</p>
          <ul class={styles['licences']}>
            {[app, ...packages].map((each) => (
              <Licence key={each.name} {...each} />
            ))}
          </ul>
        </section>
      </div>
    </Screen>
  );
}

function Licence({ name, version, licence, text }: typeof app) {
  return (
    <li>
      <details>
        <summary class={styles['summary']}>
          {name} {version} · {licence}
        </summary>
        <p class={styles['text']}>{text}</p>
      </details>
    </li>
  );
}
