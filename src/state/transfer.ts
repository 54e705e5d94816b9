// Bringing in a file from another device, step by step: read, look, add, and take back.

import { computed, signal } from '@preact/signals';
import type { CardId } from '../bank/card.ts';
import type { FileProblem, Import } from '../store/file.ts';
import type { LastImport } from '../store/store.ts';
import type { Device } from './device.ts';
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
  /** Settings that were chosen later there than here. */
  readonly settings: number;
  /** Cards that this bank does not have; what is known of them is kept. */
  readonly unknownCards: number;
}

export type Step =
  | { readonly kind: 'idle' }
  | { readonly kind: 'reading' }
  | { readonly kind: 'problem'; readonly problem: FileProblem | 'unreadable' | 'no-storage' }
  | { readonly kind: 'preview'; readonly preview: Preview }
  /** `share` from 0 to 1. */
  | { readonly kind: 'adding'; readonly share: number }
  | { readonly kind: 'done'; readonly preview: Preview }
  | { readonly kind: 'taken-back' }
  /** Nothing was changed. */
  | { readonly kind: 'failed' };

/** A file as the browser gives it. */
export interface TextFile {
  readonly size: number;
  text(): Promise<string>;
}

interface Opened {
  readonly file: Import;
  readonly preview: Preview;
}

/** Bytes; above it not even the attempt to read is worth a phone's memory. */
const LARGEST_BYTES = 200_000_000;

export type Transfer = ReturnType<typeof createTransfer>;

type Parts = Pick<Models, 'environment' | 'content' | 'saving' | 'tabs'> & {
  readonly device: Pick<Device, 'keepReserve'>;
};

export function createTransfer({ environment, content, device, saving, tabs }: Parts) {
  const { store, now } = environment;
  const step = signal<Step>({ kind: 'idle' });
  const last = signal<LastImport | null>(null);
  let opened: Opened | null = null;
  /** Only the file that was chosen last counts. */
  let chosen = 0;

  async function look(file: TextFile): Promise<Opened | FileProblem> {
    if (file.size > LARGEST_BYTES) return 'too-large';
    const result = await store.readFile(await file.text());
    if (result.kind === 'problem') return result.problem;
    const { cards, ...counts } = await store.compare(result.import);
    const unknownCards = [...cards].filter((card: CardId) => !content.entry(card)).length;
    return { file: result.import, preview: { ...counts, unknownCards } };
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
      const mine = ++chosen;
      opened = null;
      // Where nothing is kept, an import would only look like one.
      if (!store.durable) {
        step.value = { kind: 'problem', problem: 'no-storage' };
        return;
      }
      step.value = { kind: 'reading' };
      const result = await look(file).catch(() => 'unreadable' as const);
      if (mine !== chosen) return;
      if (typeof result === 'string') step.value = { kind: 'problem', problem: result };
      else {
        opened = result;
        step.value = { kind: 'preview', preview: result.preview };
      }
    },

    /** Adds what the opened file brings. */
    async add(): Promise<void> {
      if (!opened) return;
      const { file, preview } = opened;
      opened = null;
      step.value = { kind: 'adding', share: 0 };
      try {
        // Else one that waits and is in the file, too, would go when the import is taken back.
        await saving.retry();
        // The largest of all writes: should the browser lose the database over it, this is left.
        await device.keepReserve();
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
      chosen += 1;
      opened = null;
      step.value = { kind: 'idle' };
    },

    /** Back to how it was before the last import, but for what happened since. */
    async takeBack(): Promise<void> {
      try {
        await store.takeBack();
        await tabs.everythingChanged();
        step.value = { kind: 'taken-back' };
      } catch {
        step.value = { kind: 'failed' };
      }
      await refreshLast();
    },
  };
}
