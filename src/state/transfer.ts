// Bringing in a file from another device, step by step: read, look, add, and take back.

import { computed, signal } from '@preact/signals';
import type { CardId } from '../bank/card.ts';
import type { FileProblem, Import } from '../store/file.ts';
import type { LastImport } from '../store/store.ts';
import type { Models } from './models.ts';

/** What an import would do, in the numbers that a learner is told. */
export interface Preview {
  readonly reviews: number;
  /** Undos, notes and other marks. */
  readonly others: number;
  readonly known: number;
  /** Of a newer version of the app; they are kept for it. */
  readonly newer: number;
  readonly damaged: number;
  /** Cards that this bank does not have; what is known of them is kept. */
  readonly unknownCards: number;
}

export type Step =
  | { readonly kind: 'idle' }
  | { readonly kind: 'reading' }
  | { readonly kind: 'problem'; readonly problem: FileProblem | 'unreadable' }
  | { readonly kind: 'preview'; readonly preview: Preview }
  /** `share` from 0 to 1. */
  | { readonly kind: 'adding'; readonly share: number }
  | { readonly kind: 'done'; readonly preview: Preview }
  /** Nothing was changed. */
  | { readonly kind: 'failed' };

/** A file as the browser gives it. */
export interface TextFile {
  readonly size: number;
  text(): Promise<string>;
}

/** Bytes; above it not even the attempt to read is worth a phone's memory. */
const LARGEST_BYTES = 200_000_000;

export type Transfer = ReturnType<typeof createTransfer>;

type Parts = Pick<Models, 'environment' | 'content' | 'tabs'>;

export function createTransfer({ environment, content, tabs }: Parts) {
  const { store, now } = environment;
  const step = signal<Step>({ kind: 'idle' });
  const last = signal<LastImport | null>(null);
  let pending: { readonly file: Import; readonly preview: Preview } | null = null;

  async function read(file: TextFile): Promise<Step> {
    if (file.size > LARGEST_BYTES) return { kind: 'problem', problem: 'too-large' };
    const result = await store.readFile(await file.text());
    if (result.kind === 'problem') return result;
    const { cards, ...counts } = await store.compare(result.import);
    const unknownCards = [...cards].filter((card: CardId) => !content.entry(card)).length;
    pending = { file: result.import, preview: { ...counts, unknownCards } };
    return { kind: 'preview', preview: pending.preview };
  }

  async function refreshLast(): Promise<void> {
    last.value = await store.lastImport().catch(() => null);
  }

  return {
    step: computed(() => step.value),
    /** The import that can still be taken back; ask with `refreshLast`. */
    last: computed(() => last.value),
    refreshLast,

    /** Says what the file would do; nothing is changed yet. */
    async open(file: TextFile): Promise<void> {
      step.value = { kind: 'reading' };
      pending = null;
      step.value = await read(file).catch((): Step => ({ kind: 'problem', problem: 'unreadable' }));
    },

    /** Adds what the opened file brings. */
    async add(): Promise<void> {
      if (!pending) return;
      const { file, preview } = pending;
      pending = null;
      step.value = { kind: 'adding', share: 0 };
      try {
        await store.merge(file, now(), (share) => {
          step.value = { kind: 'adding', share };
        });
        await tabs.everythingChanged();
        step.value = { kind: 'done', preview };
      } catch {
        step.value = { kind: 'failed' };
      }
      await refreshLast();
    },

    cancel(): void {
      pending = null;
      step.value = { kind: 'idle' };
    },

    /** Back to how it was before the last import, but for what happened since. */
    async takeBack(): Promise<void> {
      try {
        await store.takeBack();
        await tabs.everythingChanged();
        step.value = { kind: 'idle' };
      } catch {
        step.value = { kind: 'failed' };
      }
      await refreshLast();
    },
  };
}
