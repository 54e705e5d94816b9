// The rules of a card's front matter.

import type { CardId, Level, Source } from '../bank/card.ts';
import type { FrontDraft } from './draft.ts';
import { readFields, readText, readTree, readWord, shown } from './fields.ts';
import { checkFollowUp, type Ids } from './ids.ts';
import { marksOf } from './marks.ts';
import { count, type Report } from './mistake.ts';
import { checkMarks } from './prose.ts';
import type { YamlEntry, YamlNode, YamlTree } from './yaml.ts';

const REQUIRED = ['question', 'level', 'followUps', 'sources'];
const LEVELS: readonly Level[] = ['junior', 'mid', 'senior'];
const MOST_SOURCES = 3;
const FEWEST_CORE_FOLLOW_UPS = 2;

/** The front matter of card `id`, or undefined if it lacks something. */
export function readFront(
  id: string,
  tree: YamlTree,
  ids: Ids,
  report: Report,
): FrontDraft | undefined {
  const fields = readTree(tree, REQUIRED, ['core'], report);
  if (!fields) return undefined;
  const question = readQuestion(fields.get('question'), report);
  const level = readWord(fields.get('level'), LEVELS, report);
  const core = readCore(fields.get('core'), report);
  const followUps = readFollowUps(id, fields.get('followUps'), ids, report);
  const sources = readSources(fields.get('sources'), report);
  if (core && followUps && followUps.length < FEWEST_CORE_FOLLOW_UPS) {
    const wrong = `A core question has ${count(followUps.length, 'follow-up')}.`;
    const mend = `Name at least ${FEWEST_CORE_FOLLOW_UPS} cards an interviewer would ask next.`;
    report(fields.get('followUps')?.line ?? 1, wrong, mend);
  }
  return question && level && followUps && sources
    ? { question, level, core, followUps, sources }
    : undefined;
}

function readQuestion(entry: YamlEntry | undefined, report: Report): string | undefined {
  const question = readText(entry, report);
  if (entry && question) checkMarks(marksOf(question, entry.line), report);
  return question;
}

function readCore(entry: YamlEntry | undefined, report: Report): boolean {
  if (!entry) return false;
  const { value } = entry;
  if (value.kind === 'scalar' && typeof value.value === 'boolean') return value.value;
  const mend = 'Write `core: true`, or leave it out.';
  report(entry.line, `\`core\` is ${shown(value)}.`, mend);
  return false;
}

function readFollowUps(
  id: string,
  entry: YamlEntry | undefined,
  ids: Ids,
  report: Report,
): readonly CardId[] | undefined {
  if (!entry) return undefined;
  if (entry.value.kind !== 'list') {
    report(entry.line, '`followUps` is not a list.', 'Write `[first-id, second-id]` or `[]`.');
    return undefined;
  }
  const seen = new Set<string>();
  return entry.value.items.flatMap((item): readonly CardId[] => {
    if (item.kind !== 'scalar' || typeof item.value !== 'string') {
      report(item.line, `A follow-up is ${shown(item)}.`, 'Write the id of a card.');
      return [];
    }
    const { value, line } = item;
    if (value === id) report(line, 'The card is its own follow-up.', 'Name another card.');
    if (seen.has(value)) report(line, `The follow-up \`${value}\` stands twice.`, 'Keep one.');
    seen.add(value);
    checkFollowUp(value, ids, line, report);
    return [value as CardId];
  });
}

function readSources(entry: YamlEntry | undefined, report: Report): readonly Source[] | undefined {
  if (!entry) return undefined;
  if (entry.value.kind !== 'list') {
    const mend = 'Write a list of one to three, each with `url` and `supports`.';
    report(entry.line, '`sources` is not a list.', mend);
    return undefined;
  }
  const { items } = entry.value;
  if (items.length === 0) {
    report(entry.line, 'The card has no source.', 'Name one to three primary sources.');
  }
  if (items.length > MOST_SOURCES) {
    const wrong = `The card has ${items.length} sources, at most ${MOST_SOURCES} are allowed.`;
    report(entry.line, wrong, 'Keep those that carry the answer.');
  }
  return items.flatMap((item) => readSource(item, report));
}

function readSource(node: YamlNode, report: Report): readonly Source[] {
  if (node.kind !== 'map') {
    report(node.line, `A source is ${shown(node)}.`, 'Give it `url: …` and `supports: …`.');
    return [];
  }
  const fields = readFields(node, ['url', 'supports'], [], report);
  const entry = fields.get('url');
  const url = readText(entry, report);
  const supports = readText(fields.get('supports'), report);
  if (entry && url && !isHttps(url)) {
    report(entry.line, `The source \`${url}\` is not an https address.`, 'Use its https address.');
  }
  return url && supports ? [{ url, supports }] : [];
}

function isHttps(address: string): boolean {
  return URL.canParse(address) && new URL(address).protocol === 'https:';
}
