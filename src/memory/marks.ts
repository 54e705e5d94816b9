// What a learner has marked on a card, outside of rating it, and what one more mark makes of it.

import type { CardId } from '../bank/card.ts';
import type { Marking } from './event.ts';

export interface Marks {
  readonly card: CardId;
  readonly starred: boolean;
  /** The learner does not need it: it is neither asked nor counted. */
  readonly suspended: boolean;
  /** The learner's own words as plain text; empty if there are none. */
  readonly note: string;
  /** Epoch ms of the last of these events. */
  readonly markedAt: number;
}

/** The marks after one more event, which must not be earlier than those before it. */
export function mark(before: Marks | undefined, event: Marking): Marks {
  const { starred = false, suspended = false, note = '' } = before ?? {};
  const base = { card: event.card, starred, suspended, note, markedAt: event.at };
  switch (event.type) {
    case 'star':
    case 'unstar':
      return { ...base, starred: event.type === 'star' };
    case 'suspend':
    case 'resume':
      return { ...base, suspended: event.type === 'suspend' };
    case 'note':
      return { ...base, note: event.text };
  }
}
