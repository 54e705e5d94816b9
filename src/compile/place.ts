// Where the files of the content folder stand: topic folders, single files, and what is stray.

import type { ContentFile } from './content.ts';
import { type Mistake, reportOn } from './mistake.ts';

export interface Folder {
  readonly id: string;
  /** Of its topic.yaml, even if that is missing. */
  readonly path: string;
  readonly topic: ContentFile | undefined;
  readonly cards: readonly ContentFile[];
}

export interface Places {
  readonly folders: readonly Folder[];
  readonly retired: ContentFile | undefined;
  readonly guide: ContentFile | undefined;
  readonly checked: ContentFile | undefined;
}

/** Files that stand in the content folder itself. */
const SINGLES = ['README.md', 'retired.txt', 'guide.md', 'checked.json'];

/** Sorts the files into their places and reports those that have none. */
export function placeFiles(files: readonly ContentFile[], mistakes: Mistake[]): Places {
  const folders = new Map<string, Folder>();
  const singles = new Map<string, ContentFile>();
  for (const file of files) {
    const [root = '', id = '', inside, ...deeper] = file.path.split('/');
    const isCard = inside?.endsWith('.md') && deeper.length === 0;
    const isTopic = inside === 'topic.yaml' && deeper.length === 0;
    if (isCard || isTopic) {
      const { cards = [], topic, path = `${root}/${id}/topic.yaml` } = folders.get(id) ?? {};
      folders.set(id, {
        id,
        path,
        topic: isTopic ? file : topic,
        cards: isCard ? [...cards, file] : cards,
      });
    } else if (inside === undefined && SINGLES.includes(id)) {
      singles.set(id, file);
    } else {
      const mend = 'Move it to `<topic>/<card-id>.md`, or delete it.';
      reportOn(file.path, mistakes)(1, 'The file has no place here.', mend);
    }
  }
  return {
    folders: [...folders.values()],
    retired: singles.get('retired.txt'),
    guide: singles.get('guide.md'),
    checked: singles.get('checked.json'),
  };
}
