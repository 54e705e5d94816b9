// News between the tabs of the app.

/** What another tab changed on disk. */
export type News =
  | { readonly kind: 'card'; readonly card: string }
  | { readonly kind: 'settings' }
  /** An import: anything may be different now. */
  | { readonly kind: 'everything' }
  /** All was erased: whatever a tab still holds is gone. */
  | { readonly kind: 'erased' };

export interface Channel {
  readonly tell: (news: News) => void;
  /** The titles of the other tabs; those of the first versions, and frozen ones, do not answer. */
  readonly others: () => Promise<readonly string[]>;
}

const NAME = 'pocket-flask';
/** Nobody answers later than that who answers at all. */
const PATIENCE_MS = 500;

/** @param onNews of other tabs only, from this version of the app or another one */
export function openChannel(onNews: (news: News) => void): Channel {
  if (typeof BroadcastChannel === 'undefined') {
    return { tell: () => undefined, others: async () => [] };
  }
  const channel = new BroadcastChannel(NAME);
  const titles = new Set<string>();
  channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const { kind, title } = fieldsOf(data);
    if (kind === 'who') channel.postMessage({ kind: 'here', title: document.title });
    if (kind === 'here' && typeof title === 'string') titles.add(title);
    const news = parseNews(data);
    if (news) onNews(news);
  });
  return {
    tell: (news) => channel.postMessage(news),
    async others() {
      titles.clear();
      channel.postMessage({ kind: 'who' });
      await new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
      return [...titles];
    },
  };
}

function fieldsOf(data: unknown): Partial<Record<'kind' | 'card' | 'title', unknown>> {
  return typeof data === 'object' && data !== null ? data : {};
}

function parseNews(data: unknown): News | null {
  const { kind, card } = fieldsOf(data);
  if (kind === 'card') return typeof card === 'string' ? { kind, card } : null;
  return kind === 'settings' || kind === 'everything' || kind === 'erased' ? { kind } : null;
}
