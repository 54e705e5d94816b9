// The rules that front matter and topic.yaml share: which fields there are and what they hold.

import { count, oneOf, type Report } from './mistake.ts';
import { nearest } from './nearest.ts';
import type { YamlEntry, YamlMap, YamlNode, YamlTree } from './yaml.ts';

export type Fields = ReadonlyMap<string, YamlEntry>;

/** The fields of a whole YAML text, or undefined where it has none to speak of. */
export function readTree(
  tree: YamlTree,
  required: readonly string[],
  optional: readonly string[],
  report: Report,
): Fields | undefined {
  if (tree.kind === 'broken') {
    for (const { line, wrong, mend } of tree.problems) report(line, wrong, mend);
    return undefined;
  }
  if (tree.root.kind === 'map') return readFields(tree.root, required, optional, report, 1);
  const mend = `Write ${count(required.length, 'field')}: ${required.join(', ')}.`;
  report(1, 'There are no fields.', mend);
  return undefined;
}

/** The fields of a map; missing ones are reported on `line`. */
export function readFields(
  map: YamlMap,
  required: readonly string[],
  optional: readonly string[],
  report: Report,
  line: number = map.line,
): Fields {
  const known = [...required, ...optional];
  const fields = new Map<string, YamlEntry>();
  for (const entry of map.entries) {
    fields.set(entry.key, entry);
    if (known.includes(entry.key)) continue;
    const meant = nearest(entry.key, known);
    const mend = meant ? `Did you mean \`${meant}\`?` : `Use only ${known.join(', ')}.`;
    report(entry.line, `There is no field \`${entry.key}\`.`, mend);
  }
  for (const name of required) {
    if (fields.has(name)) continue;
    report(line, `The field \`${name}\` is missing.`, `Add a line \`${name}: …\`.`);
  }
  return fields;
}

/** A text of one line. */
export function readText(entry: YamlEntry | undefined, report: Report): string | undefined {
  if (!entry) return undefined;
  const { value } = entry;
  if (value.kind === 'scalar' && typeof value.value === 'string') {
    const text = value.value.trim();
    if (text !== '' && !text.includes('\n')) return text;
  }
  report(entry.line, `\`${entry.key}\` is not a line of text.`, 'Write one line of text.');
  return undefined;
}

/** One of a few words. */
export function readWord<Word extends string>(
  entry: YamlEntry | undefined,
  words: readonly Word[],
  report: Report,
): Word | undefined {
  if (!entry) return undefined;
  const { value } = entry;
  const word = words.find((candidate) => value.kind === 'scalar' && value.value === candidate);
  if (!word) report(entry.line, `\`${entry.key}\` is ${shown(value)}.`, `Use ${oneOf(words)}.`);
  return word;
}

/** The value as an author knows it, for a message. */
export function shown(node: YamlNode): string {
  if (node.kind !== 'scalar') return `a ${node.kind}`;
  return node.value === null ? 'empty' : `\`${String(node.value)}\``;
}
