// Why the card that is up was chosen, as a sentence.

import type { Topic, TopicId } from '../../bank/card.ts';
import type { Why } from '../../state/sitting.ts';
import { CONFIDENCE } from '../confidence.ts';
import { percent } from '../words.ts';

export function whyThisCard(why: Why, topic: (id: TopicId) => Topic | undefined): string {
  switch (why.kind) {
    case 'weakest-topic':
      return `${title(why.topic)} is your weakest topic: ${percent(why.readiness)}% ready`;
    case 'new-topic':
      return `${title(why.topic)} is new to you`;
    case 'change-of-topic':
      return `A change of topic: ${title(why.topic)} is ${percent(why.readiness)}% ready`;
    case 'longest-ago':
      return `It is longest since you saw ${title(why.topic)}`;
    case 'return':
      return `Back again, because it was ${CONFIDENCE[why.confidence].toLowerCase()} before`;
    case 'listed':
      return 'Next on your list';
    case 'resumed':
      return 'Where you left off';
    case 'undone':
      return 'Rating taken back: rate this card again';
  }

  function title(id: TopicId): string {
    return topic(id)?.title ?? 'This';
  }
}
