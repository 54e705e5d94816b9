// Content against every rule of content/README.md: all mistakes at once, or a sound bank.

import type { CardId, Level, TopicId } from '../bank/card.ts';
import { readChecked } from './checked.ts';
import type { ContentFile } from './content.ts';
import type { BankDraft, Draft } from './draft.ts';
import { readFront } from './front.ts';
import { readGuide } from './guide.ts';
import { checkId, type Ids, readIds } from './ids.ts';
import { compare, inOrder, type Mistake, reportOn } from './mistake.ts';
import { parseCard, type SourceCard } from './parse.ts';
import { readParts } from './parts.ts';
import { type Folder, placeFiles } from './place.ts';
import { readRetired } from './retired.ts';
import { readTopic, type SourceTopic } from './topic.ts';

export type Verdict =
  | { readonly kind: 'sound'; readonly bank: BankDraft }
  | { readonly kind: 'broken'; readonly mistakes: readonly Mistake[] };

/** Judges all files of the content folder together, since cards name each other. */
export function validate(files: readonly ContentFile[]): Verdict {
  const mistakes: Mistake[] = [];
  const { folders, retired, ...singles } = placeFiles(files, mistakes);
  const sources = folders.flatMap(({ cards }) => cards.map((f) => parseCard(f.path, f.text)));
  const ids = readIds(sources, readRetired(retired, mistakes), mistakes);
  const cards = sources.flatMap((source) => readCard(source, ids, mistakes) ?? []);
  const topics = readTopics(folders, mistakes);
  const guide = readGuide(singles.guide, mistakes);
  const checked = readChecked(singles.checked, mistakes);
  return mistakes.length > 0
    ? { kind: 'broken', mistakes: inOrder(mistakes) }
    : { kind: 'sound', bank: { topics, cards: cards.sort(byReading), guide, checked } };
}

const LEVELS: readonly Level[] = ['junior', 'mid', 'senior'];

/** As one would read a topic: core before follow-up, junior before senior; then by id, for a fixed order. */
function byReading(a: Draft, b: Draft): number {
  const core = Number(b.front.core) - Number(a.front.core);
  const level = LEVELS.indexOf(a.front.level) - LEVELS.indexOf(b.front.level);
  return core || level || compare(a.id, b.id);
}

function readCard(source: SourceCard, ids: Ids, mistakes: Mistake[]): Draft | undefined {
  const report = reportOn(source.path, mistakes);
  const front = readFront(source.id, source.front, ids, report);
  const parts = readParts(source.body, source.lastLine, report);
  return front && { id: source.id as CardId, topic: source.topic as TopicId, front, parts };
}

function readTopics(folders: readonly Folder[], mistakes: Mistake[]): BankDraft['topics'] {
  const byOrder = new Map<number, SourceTopic & { readonly path: string }>();
  for (const { id, path, topic, cards } of folders) {
    const report = reportOn(path, mistakes);
    checkId(id, 'folder', report);
    if (cards.length === 0) report(1, 'The topic has no card.', 'Write one, or drop the folder.');
    if (topic === undefined) {
      report(1, 'The file is missing.', 'Write it with title, order and summary.');
      continue;
    }
    const source = readTopic(id, topic.text, report);
    if (!source) continue;
    const { order } = source.draft;
    const first = byOrder.get(order);
    if (first) {
      const wrong = `The order ${order} is also that of ${first.path}.`;
      report(source.orderLine, wrong, 'Give each topic its own number.');
    } else byOrder.set(order, { ...source, path });
  }
  return [...byOrder.values()].map(({ draft }) => draft).sort((a, b) => a.order - b.order);
}
