// The sentences of the topics' screens.

import type { CardEntry, Level } from '../../bank/card.ts';
import type { Memory } from '../../memory/memory.ts';
import type { Turn } from '../../state/turns.ts';
import { CONFIDENCE } from '../confidence.ts';
import { ago, percent, plural } from '../words.ts';

export const LEVEL: Readonly<Record<Level, string>> = {
  junior: 'Junior',
  mid: 'Mid',
  senior: 'Senior',
};

/** When a burst on its topic asks a card, and why then. */
export function whenAsked(card: CardEntry, turn: Turn): string {
  switch (turn.kind) {
    case 'new': {
      const why = `never seen, ${card.core ? 'core' : 'follow-up'}`;
      if (turn.ahead > 0) return `Asked after ${plural(turn.ahead, 'other')}: ${why}`;
      return turn.alike === 1
        ? `Asked first here: ${why}`
        : `One of ${turn.alike} that may be asked first here: ${why}`;
    }
    case 'seen': {
      const { unseen, ahead, by } = turn;
      const first = by === 'age' ? 'the one you saw longest ago' : 'the weakest you have seen';
      if (unseen + ahead === 0) return `Asked first here: ${first}`;
      if (ahead === 0) return `Asked after ${unseen} never seen: ${first}`;
      const others = by === 'age' ? `${ahead} seen longer ago` : plural(ahead, 'weaker card');
      return unseen === 0
        ? `Asked after ${others}`
        : `Asked after ${unseen} never seen and ${others}`;
    }
    case 'suspended':
      return 'Not asked: you don’t need it';
    case 'level-off':
      return `Not asked: ${card.level} is switched off`;
  }
}

/**
 * @param rank how many topics are weaker; -1 if it is not in the interview
 * @param byAge whether bursts ask what was seen longest ago
 */
export function whenTopicAsked(rank: number, topics: number, byAge: boolean): string {
  if (rank < 0) return 'Not in your interview: asked only in a burst on this topic.';
  if (topics === 1) return 'The only topic in your interview.';
  if (byAge) return 'You forget fast, so bursts ask what you saw longest ago.';
  if (rank === 0) return `Your weakest of ${topics} topics: bursts begin here.`;
  return `${plural(rank, 'topic comes', 'topics come')} before this one in your bursts.`;
}

/** @param now epoch ms */
export function lastTime(
  { confidence, reviewedAt }: Memory,
  readiness: number,
  now: number,
): string {
  return `${CONFIDENCE[confidence]} ${ago(now - reviewedAt)} · ${percent(readiness)}% ready`;
}
