// Everything that follows from the events of many cards.

import type { CardId } from '../bank/card.ts';
import type { Event } from './event.ts';
import { foldMarks } from './foldMarks.ts';
import type { Marks } from './marks.ts';
import { foldCard, type Memory } from './memory.ts';

/** A card without reviews has no memory; one that was never marked has no marks. */
export interface Folded {
  readonly memories: ReadonlyMap<CardId, Memory>;
  readonly marks: ReadonlyMap<CardId, Marks>;
}

/** @param events in any order, duplicates allowed */
export function fold(events: Iterable<Event>): Folded {
  const memories = new Map<CardId, Memory>();
  const marks = new Map<CardId, Marks>();
  for (const [card, ofCard] of groupByCard(events)) {
    const memory = foldCard(ofCard);
    if (memory) memories.set(card, memory);
    const marked = foldMarks(ofCard);
    if (marked) marks.set(card, marked);
  }
  return { memories, marks };
}

function groupByCard(events: Iterable<Event>): Map<CardId, Event[]> {
  const groups = new Map<CardId, Event[]>();
  for (const event of events) {
    const group = groups.get(event.card);
    if (group) group.push(event);
    else groups.set(event.card, [event]);
  }
  return groups;
}
