// The files of the content folder, as text.

import { readdir, readFile } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import { compare } from './mistake.ts';

export interface ContentFile {
  /** With forward slashes, from the content folder's name on: `content/<topic>/<card-id>.md`. */
  readonly path: string;
  readonly text: string;
}

/** Every file of the folder but dot files, by path, with line ends as `\n`. */
export async function readContent(folder: string): Promise<readonly ContentFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.slice(folder.length).split(sep).some(isHidden));
  const read = files.map(async (path): Promise<ContentFile> => {
    const inside = path.slice(folder.length).split(sep).filter(Boolean).join('/');
    const text = await readFile(path, 'utf8');
    return { path: `${basename(folder)}/${inside}`, text: text.replaceAll('\r\n', '\n') };
  });
  return (await Promise.all(read)).sort((a, b) => compare(a.path, b.path));
}

function isHidden(name: string): boolean {
  return name.startsWith('.');
}
