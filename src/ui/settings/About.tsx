// What this copy of the app is made of, and checked against.

import { hashOf } from '../../state/route.ts';
import { Checked } from '../Checked.tsx';
import { useModels } from '../models.ts';
import { plural } from '../words.ts';
import styles from './Settings.module.css';

/** `version` of package.json, by vite.config.ts. */
declare const __VERSION__: string;

export function About() {
  const { bank } = useModels();
  const cards = bank.topics.reduce((sum, topic) => sum + topic.cards.length, 0);
  return (
    <section class={styles['group']}>
      <h2>About</h2>
      <p>
        Pocket Flask {__VERSION__}: {plural(cards, 'card')} in {plural(bank.topics.length, 'topic')}
        , bank {bank.version}. <Checked />.
      </p>
      <details>
        <summary class={styles['summary']}>All versions checked</summary>
        <dl class={styles['facts']}>
          {Object.entries(bank.checked.versions).map(([name, version]) => [
            <dt key={name}>{name}</dt>,
            <dd key={`${name} version`}>{version}</dd>,
          ])}
        </dl>
      </details>
      <p>
        <a class={styles['link']} href={hashOf({ screen: 'licences' })}>
          Sources and licences
        </a>
      </p>
    </section>
  );
}
