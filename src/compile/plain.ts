// Text without its Markdown.

import type { Token } from 'markdown-it';
import { parser } from './parser.ts';

/** The words of inline Markdown, and its code as it is. */
export function plainText(text: string): string {
  const children = parser.parseInline(text, {}).flatMap((token) => token.children ?? []);
  return children.map((token) => (isBreak(token) ? ' ' : token.content)).join('');
}

function isBreak({ type }: Token): boolean {
  return type === 'softbreak' || type === 'hardbreak';
}
