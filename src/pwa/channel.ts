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
}

const NAME = 'pocket-flask';

/** @param onNews of other tabs only, from this version of the app or another one */
export function openChannel(onNews: (news: News) => void): Channel {
  if (typeof BroadcastChannel === 'undefined') return { tell: () => undefined };
  const channel = new BroadcastChannel(NAME);
  channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const news = parseNews(data);
    if (news) onNews(news);
  });
  return { tell: (news) => channel.postMessage(news) };
}

function parseNews(data: unknown): News | null {
  if (typeof data !== 'object' || data === null) return null;
  const { kind, card } = data as Partial<Record<'kind' | 'card', unknown>>;
  if (kind === 'card') return typeof card === 'string' ? { kind, card } : null;
  return kind === 'settings' || kind === 'everything' || kind === 'erased' ? { kind } : null;
}
