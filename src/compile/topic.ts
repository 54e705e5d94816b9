// The rules of a topic.yaml.

import type { TopicId } from '../bank/card.ts';
import type { TopicDraft } from './draft.ts';
import { readText, readTree, shown } from './fields.ts';
import type { Report } from './mistake.ts';
import { parseYaml, type YamlEntry } from './yaml.ts';

export interface SourceTopic {
  readonly draft: TopicDraft;
  readonly orderLine: number;
}

/** The topic of the folder `id`, or undefined if its file lacks something. */
export function readTopic(id: string, text: string, report: Report): SourceTopic | undefined {
  const fields = readTree(parseYaml(text), ['title', 'order', 'summary'], [], report);
  if (!fields) return undefined;
  const title = readText(fields.get('title'), report);
  const order = readOrder(fields.get('order'), report);
  const summary = readText(fields.get('summary'), report);
  if (!title || !order || !summary) return undefined;
  const draft = { id: id as TopicId, title, order, summary };
  return { draft, orderLine: fields.get('order')?.line ?? 1 };
}

function readOrder(entry: YamlEntry | undefined, report: Report): number | undefined {
  if (!entry) return undefined;
  const { value } = entry;
  const order = value.kind === 'scalar' ? value.value : undefined;
  if (typeof order === 'number' && Number.isInteger(order) && order > 0) return order;
  report(entry.line, `\`order\` is ${shown(value)}.`, 'Write a whole number from 1.');
  return undefined;
}
