// Hands a text to another app: by the phone's share sheet where there is one, else by the clipboard.

/** `failed`: the learner has to copy it by hand. */
export type Handed = 'shared' | 'copied' | 'cancelled' | 'failed';

export interface Shareable {
  readonly title: string;
  readonly text: string;
  readonly url?: string;
}

/** To be called from a click: browsers demand one. */
export async function share(what: Shareable): Promise<Handed> {
  const { share: open } = navigator as Partial<Navigator>;
  if (!open) return copy(what);
  try {
    await open.call(navigator, what);
    return 'shared';
  } catch (error) {
    // Anything but the learner's own "no" leaves them without it.
    return isAbort(error) ? 'cancelled' : copy(what);
  }
}

async function copy({ text, url }: Shareable): Promise<Handed> {
  try {
    await navigator.clipboard.writeText(url ? `${text}\n${url}` : text);
    return 'copied';
  } catch {
    return 'failed';
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
