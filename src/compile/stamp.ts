// What was proven: a hash of everything a reader can learn from, which checked.json carries.

import { createHash } from 'node:crypto';
import { type ContentFile, readContent } from './content.ts';

/** Of the cards and the guide; the same on every machine. */
export async function hashContent(folder: string): Promise<string> {
  return hash((await readContent(folder)).filter(isRead));
}

function isRead({ path }: ContentFile): boolean {
  const [, name, card] = path.split('/');
  return card?.endsWith('.md') || name === 'guide.md';
}

function hash(files: readonly ContentFile[]): string {
  const texts = JSON.stringify(files.map(({ path, text }) => [path, text]));
  return createHash('sha256').update(texts).digest('hex');
}
