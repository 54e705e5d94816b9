// Reads the bank's index from the short form that the build wrote.

import type { Bank, CardEntry, CardId, Level, PackedBank, TopicId } from './card.ts';

const LEVELS: Readonly<Record<string, Level>> = { j: 'junior', m: 'mid', s: 'senior' };

export function unpack({ version, checked, topics }: PackedBank): Bank {
  return {
    version,
    checked,
    topics: topics.map(([id, title, cards]) => ({
      id,
      title,
      cards: cards.split(' ').map((entry) => unpackEntry(entry, id)),
    })),
  };
}

function unpackEntry(entry: string, topic: TopicId): CardEntry {
  const letter = entry.slice(-1);
  const lower = letter.toLowerCase();
  const level = LEVELS[lower];
  if (!level) throw new Error(`The index has an entry that makes no sense: ${entry}`);
  return { id: entry.slice(0, -1) as CardId, topic, level, core: letter !== lower };
}
