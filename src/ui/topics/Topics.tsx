// All topics, weakest first, and which of them are in the interview.

import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { createChoosing } from '../../state/choosing.ts';
import { hashOf } from '../../state/route.ts';
import { useModels } from '../models.ts';
import { Screen } from '../Screen.tsx';
import { ChooseTopics } from './ChooseTopics.tsx';
import { Levels } from './Levels.tsx';
import { Overall } from './Overall.tsx';
import { Starred } from './Starred.tsx';
import { TopicList } from './TopicList.tsx';
import styles from './Topics.module.css';

export function Topics() {
  const models = useModels();
  const { progress } = models;
  const choosing = useMemo(() => createChoosing(models), [models]);
  const isOpen = useSignal(false);

  useEffect(() => progress.refresh(), [progress]);

  return (
    <Screen title="Topics" aside={<Ways />} wide>
      <Overall choosing={choosing} />
      <Levels choosing={choosing} />
      <Starred />
      <section class={styles['topics']}>
        <header class={styles['head']}>
          <h2>{isOpen.value ? 'In my interview' : 'Weakest first'}</h2>
          <button
            type="button"
            class={styles['choose']}
            onClick={() => {
              isOpen.value = !isOpen.value;
            }}
          >
            {isOpen.value ? 'Done' : 'Choose topics'}
          </button>
        </header>
        {isOpen.value ? <ChooseTopics choosing={choosing} /> : <TopicList />}
      </section>
    </Screen>
  );
}

function Ways() {
  return (
    <p class={styles['ways']}>
      <a href={hashOf({ screen: 'search', query: '' })}>Search</a>
      <a href={hashOf({ screen: 'guide' })}>Cheat sheet</a>
    </p>
  );
}
