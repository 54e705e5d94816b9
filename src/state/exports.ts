// Exports for other programs: the cards for Anki, the events for a spreadsheet.

import { dateIn } from '../memory/horizon.ts';
import { ankiOf } from './anki.ts';
import { csvOf } from './csv.ts';
import type { HandedOver } from './device.ts';
import type { Models } from './models.ts';

type Parts = Pick<Models, 'bank' | 'content' | 'device' | 'environment' | 'marks' | 'progress'>;

/** Every card of the bank. @throws when a topic cannot be loaded */
export async function exportForAnki(models: Parts): Promise<HandedOver> {
  const { bank, content, device, environment, marks, progress } = models;
  await content.warm();
  const cards = bank.topics.flatMap((topic) => {
    const loaded = content.cards(topic.id).peek();
    if (loaded?.kind !== 'loaded') throw new Error(`The cards of ${topic.id} are missing.`);
    return topic.cards.flatMap(({ id }) => {
      const card = loaded.cards.get(id);
      const memory = progress.memories.peek().get(id);
      return card ? [{ card, topic, memory, marks: marks.all.peek().get(id) }] : [];
    });
  });
  return device.handOver({
    name: `pocket-flask-anki-${dateIn(0, environment.now())}.txt`,
    type: 'text/plain',
    text: ankiOf(cards),
  });
}

/** @throws when the log cannot be read */
export async function exportEvents({ device, environment }: Parts): Promise<HandedOver> {
  return device.handOver({
    name: `pocket-flask-events-${dateIn(0, environment.now())}.csv`,
    type: 'text/csv',
    text: csvOf(await device.events()),
  });
}
