// The text of our own compiled HTML, without a document to parse it in.

import type { Html } from '../bank/card.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&amp;': '&',
};

/** A block, and a line of code, is a line of its own. */
export function plainText(html: Html): string {
  return html
    .replaceAll(/<\/(?:p|li|pre|t[dhr]|h\d)>|<br>/g, '\n')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(?:lt|gt|quot|amp);/g, (entity) => ENTITIES[entity] ?? entity);
}

/** Its lines without the space around them, and none that is empty. */
export function linesOf(html: Html): readonly string[] {
  return plainText(html)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
