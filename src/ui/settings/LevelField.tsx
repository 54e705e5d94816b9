// The level of the job, which decides what the interview may ask.

import { highestOf, upTo } from '../../state/levels.ts';
import { hashOf } from '../../state/route.ts';
import { useModels } from '../models.ts';
import { plural } from '../words.ts';
import { Choices } from './Choices.tsx';

export function LevelField() {
  const { bank, plan, settings } = useModels();
  const { levels } = settings.settings.value;
  const level = highestOf(levels);
  const asked = plan.topics.value.reduce((sum, { cards }) => sum + cards.length, 0);
  const all = bank.topics.reduce((sum, { cards }) => sum + cards.length, 0);
  return (
    <Choices
      legend="Level"
      name="level"
      options={[
        ['junior', 'Junior'],
        ['mid', 'Mid'],
        ['senior', 'Senior'],
      ]}
      value={level}
      onChoose={(chosen) => void settings.choose('levels', upTo(chosen))}
    >
      {level === null ? (
        <>
          Your own choice: only {levels.join(' and ')}, see{' '}
          <a href={hashOf({ screen: 'topics' })}>Topics</a>.
        </>
      ) : (
        'Each level includes the ones before it.'
      )}{' '}
      {asked === 0
        ? 'No card is left to ask, so switch on more in Topics.'
        : `${asked} of ${plural(all, 'card')} may be asked.`}
    </Choices>
  );
}
