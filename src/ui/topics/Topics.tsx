// All topics, weakest first.

import { useEffect } from 'preact/hooks';
import { hashOf } from '../../state/route.ts';
import { useModels } from '../models.ts';
import { Screen } from '../Screen.tsx';
import { TopicRow } from '../TopicRow.tsx';
import styles from './Topics.module.css';

export function Topics() {
  const { progress } = useModels();

  useEffect(() => progress.refresh(), [progress]);

  return (
    <Screen
      title="Topics"
      aside={
        <a class={styles['guide']} href={hashOf({ screen: 'guide' })}>
          Cheat sheet
        </a>
      }
    >
      <ol class={styles['list']}>
        {progress.topics.value.map((each) => (
          <TopicRow key={each.topic.id} progress={each} />
        ))}
      </ol>
    </Screen>
  );
}
